import * as vscode from "vscode";
import type { TokenSource } from "../awx/api";
import type { AwxClient, TokenChanges, TokenValues } from "../awx/awxClient";
import type { Parts } from "../commands/parts";
import { clientOf } from "../commands/recheck";
import type { TokenTarget } from "../commands/targets";
import type { Server } from "../servers/server";
import { isWidening } from "../tokens/scopes";
import { tokenJson } from "../tokens/tokenJson";
import { mostCriticalFirst, pickChanges, type PlannedChange } from "../ui/pickChanges";
import { tokensInSentence } from "../ui/tokenNames";
import { inertText, jsonText } from "../util/visibleText";

/** What a token of a file is to become. */
export interface FileChange {
  readonly key: string;
  readonly target: TokenTarget;
  readonly changes: TokenChanges;
  /** What is said of the token behind its line. */
  readonly comment: string;
  /** What was made of it since it was opened. */
  readonly conflict: string | undefined;
}

/**
 * Shows what would become of tokens: all that can be changed of each before and after side by side, and over them the requests one by one,
 * those first that would be widened or were changed meanwhile. Asks which to send; nothing when the person gives up.
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function reviewChanges(
  parts: Parts,
  server: Server,
  key: string,
  changes: readonly FileChange[],
): Promise<readonly FileChange[] | undefined> {
  const { signal } = new AbortController();
  const clients = new Map<TokenSource, AwxClient>();
  for (const { target } of changes) {
    const { source } = target.token;
    if (!clients.has(source)) clients.set(source, await clientOf(parts, target, signal));
  }
  const planned = mostCriticalFirst(changes.map((change) => plannedOf(change, clients)));
  const title = vscode.l10n.t(
    "Change {0} on {1}",
    tokensInSentence(changes.map(({ target }) => target.token)),
    inertText(server.name),
  );
  const before = textOf(planned, ({ target }) => target.token);
  const after = textOf(planned, ({ target, changes: wanted }) => ({ ...target.token, ...wanted }));
  const review = await parts.documents.compare(title, key, before, after);
  try {
    return (await pickChanges(title, undefined, planned))?.map(({ change }) => change);
  } finally {
    review.dispose();
  }
}

interface Planned extends PlannedChange {
  readonly change: FileChange;
}

function plannedOf(change: FileChange, clients: ReadonlyMap<TokenSource, AwxClient>): Planned {
  const { target, changes, conflict } = change;
  const { server, token } = target;
  const path = clients.get(token.source)?.tokenPath(token.id) ?? "";
  return {
    change,
    serverName: server.name,
    token,
    what: inertText(`PATCH ${path} ${JSON.stringify(changes)}`, 300),
    isWidening: changes.scope !== undefined && isWidening(token.scope, changes.scope),
    ...(conflict !== undefined && { conflict }),
  };
}

/** Tokens as a text that is JSON, so that nothing in it is marked as wrong; several lines each, for there is half a window. */
function textOf(planned: readonly Planned[], valuesOf: (change: FileChange) => TokenValues): string {
  const entries = planned.map(({ change }) => {
    const lines = `// ${change.comment}\n${jsonText(change.key)}: ${tokenJson(valuesOf(change)).trimEnd()}`;
    return lines.replaceAll(/^/gm, "  ");
  });
  return `{\n${entries.join(",\n")}\n}\n`;
}
