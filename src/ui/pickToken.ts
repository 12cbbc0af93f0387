import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { expiryOf } from "../tokens/expiry";
import type { TokenList } from "../tokens/tokenStore";
import { inertText } from "../util/visibleText";
import { tokenFacts, tokenIcon, tokenLabel } from "./tokenText";

interface TokenItem extends vscode.QuickPickItem {
  readonly token: AccessToken;
}

/**
 * Asks for a token of a server; it can be searched by description, scopes, owner, application and id. The box is there
 * at once and filled when the list has come. Nothing when the person gives up.
 * @throws what `loading` throws
 */
export async function pickToken(
  loading: Promise<TokenList>,
  serverName: string,
  title: string,
): Promise<AccessToken | undefined> {
  const box = vscode.window.createQuickPick<TokenItem>();
  box.title = title;
  box.placeholder = vscode.l10n.t("Reading the tokens of {0}…", serverName);
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.busy = true;
  const answer = new Promise<AccessToken | undefined>((resolve, reject) => {
    box.onDidAccept(() => {
      const [item] = box.selectedItems;
      if (item) resolve(item.token);
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
    loading.then((list) => {
      box.items = [...list.tokens.values()].map((token) => itemOf(token, list));
      box.placeholder =
        box.items.length === 0
          ? vscode.l10n.t("{0} has no tokens that you may see", serverName)
          : vscode.l10n.t("Choose a token of {0}", serverName);
      box.busy = false;
    }, reject);
  });
  box.show();
  try {
    return await answer;
  } finally {
    box.dispose();
  }
}

function itemOf(token: AccessToken, list: TokenList): TokenItem {
  return {
    label: inertText(tokenLabel(token)),
    description: inertText(tokenFacts(token, list.me).join(" · ")),
    detail: vscode.l10n.t("ID {0}", token.id),
    iconPath: tokenIcon(token, expiryOf(token, new Date()) === "expired"),
    token,
  };
}
