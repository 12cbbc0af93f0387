import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { expiryOf } from "../tokens/expiry";
import type { TokenList } from "../tokens/tokenStore";
import { inertText } from "../util/visibleText";
import { pickOne } from "./pickOne";
import { tokenFacts, tokenIcon, tokenLabel } from "./tokenText";

/**
 * Asks for a token of a server, by its description, scopes, owner, application or id. Nothing when the person gives up.
 * @throws what `list` rejects with
 */
export async function pickToken(
  list: Promise<TokenList>,
  serverName: string,
  title: string,
): Promise<AccessToken | undefined> {
  const picked = await pickOne({
    title,
    waiting: vscode.l10n.t("Reading the tokens of {0}…", serverName),
    items: list.then((read) => [...read.tokens.values()].map((token) => itemOf(token, read))),
    placeholder: (count) =>
      count === 0
        ? vscode.l10n.t("{0} has no tokens that you may see", serverName)
        : vscode.l10n.t("Choose a token of {0}", serverName),
  });
  return picked?.token;
}

function itemOf(token: AccessToken, list: TokenList) {
  const now = new Date();
  return {
    label: inertText(tokenLabel(token)),
    description: inertText([...tokenFacts(token, list.me, now), vscode.l10n.t("ID {0}", token.id)].join(" · ")),
    iconPath: tokenIcon(token, expiryOf(token, now) === "expired"),
    token,
  };
}
