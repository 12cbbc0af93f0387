import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { Server } from "../servers/server";
import type { TokenList } from "../tokens/tokenList";
import { listOf } from "../tokens/tokenStore";
import { countText } from "../ui/format";
import { pickOne } from "../ui/pickOne";
import { whileWaiting } from "../ui/whileWaiting";
import { unlessAborted } from "../util/unlessAborted";
import type { Parts } from "./parts";
import { readTokens } from "./targets";

/** The server's tokens as they were read last, once they have been read; nothing when the person gives up. */
export async function listFor(parts: Parts, server: Server): Promise<TokenList | undefined> {
  const title = vscode.l10n.t("Reading the tokens of {0}", server.name);
  return whileWaiting(title, async (signal) => {
    const reading = readTokens(parts, server).catch((error: unknown) => {
      const earlier = listOf(parts.tokens.state(server.name));
      if (earlier) return earlier;
      throw error;
    });
    // Others may wait for them too, so that they are not given up.
    return unlessAborted(reading, signal);
  });
}

/** Which of a server's tokens a command is about, where not all are shown; nothing when the person gives up. */
export async function chooseShown(
  { view }: Parts,
  { name }: Server,
  list: TokenList,
  { title, placeholder }: { readonly title: string; readonly placeholder: string },
): Promise<readonly AccessToken[] | undefined> {
  const all = list.tokens.all();
  const shown = view.filtered(name);
  if (!shown || shown.length === 0 || shown.length === all.length) return all;
  const picked = await pickOne({
    title,
    waiting: placeholder,
    placeholder: () => placeholder,
    items: () =>
      Promise.resolve([
        {
          label:
            shown.length === 1
              ? vscode.l10n.t("The token that the filter shows")
              : vscode.l10n.t("The {0} tokens that the filter shows", countText(shown.length)),
          tokens: shown,
        },
        { label: vscode.l10n.t("All {0} tokens", countText(all.length)), tokens: all },
      ]),
  });
  return picked.kind === "accepted" ? picked.item.tokens : undefined;
}
