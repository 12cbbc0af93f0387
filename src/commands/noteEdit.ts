import type { Server } from "../servers/server";
import type { EditedField } from "../tokens/edits";
import type { EditedToken } from "../tokens/recentEdits";
import { userOf } from "../tokens/tokenList";
import { listOf } from "../tokens/tokenStore";
import { setContextKey } from "../util/contextKeys";
import type { Parts } from "./parts";

/** Remembers what an edit changed, so that it can be undone. */
export function noteEdit(
  parts: Parts,
  server: Server,
  field: EditedField,
  tokens: readonly Omit<EditedToken, "isUndone">[],
): void {
  if (tokens.length > 0) setContextKey("hasEdited", true);
  const list = listOf(parts.tokens.state(server.name));
  parts.edits.add({
    serverName: server.name,
    serverUrl: server.url,
    userName: list && userOf(list)?.username,
    at: new Date(),
    field,
    tokens: tokens.map((token) => ({ ...token, isUndone: false })),
  });
}
