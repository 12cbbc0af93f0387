import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { RowFlag } from "../contributions";
import type { ArrangedList } from "../tokens/arrangedList";
import { mayWrite, orderedScope } from "../tokens/scopes";
import { isOffered, isOwn, isSignInToken, type TokenList } from "../tokens/tokenList";
import { absoluteTime, relativeTime } from "../ui/format";
import { tokenFacts, tokenIcon, tokenLabel } from "../ui/tokenText";
import { memoized } from "../util/memoized";
import { visibleText } from "../util/visibleText";
import { changeableFacts, contextValue, tooltip } from "./itemParts";
import { refOf, type TokenRow } from "./rows";
import { tokenRowUri } from "./tokenDecorations";

/** How a token looks. */
export function tokenItem(row: TokenRow, shown: ArrangedList | undefined): vscode.TreeItem {
  const { list, grouping } = shown ?? {};
  const token = list?.tokens.get(refOf(row));
  // VS Code may ask once more for a row that has just gone.
  if (!list || !token) return new vscode.TreeItem(vscode.l10n.t("Token {0}", row.tokenId));
  const label = tokenLabel(token);
  const item = new vscode.TreeItem(label);
  const { shown: facts, spoken, expiry } = tokenFacts(token, list, new Date(), grouping === "owner");
  item.description = facts;
  // Most rows have no mark, and an address costs.
  if (expiry !== "later") item.resourceUri = tokenRowUri(row.serverName, token);
  item.iconPath = tokenIcon(token, expiry === "expired");
  const isYours = isOffered(list, token);
  item.contextValue = contextOf(
    (mayWrite(token.scope) ? bits.write : 0) |
      (expiry === "expired" ? bits.expired : 0) |
      (isYours ? bits.editable : 0) |
      (isOwn(list, token) ? bits.own : 0),
  );
  let said = `${label}, ${spoken}`;
  // That a row has no buttons is only seen.
  if (!isYours) for (const fact of changeableFacts(list, [token])) said += `, ${fact}`;
  item.accessibilityInformation = { label: `${said}, ${visibleText(row.serverName)}` };
  return item;
}

/** What may be so of a token's row, each as a bit of a number. */
const bits = { write: 1, expired: 2, editable: 4, own: 8 } as const satisfies Partial<Record<RowFlag, number>>;

/** What menus match of a row, put together once for all rows alike: of ten thousand there are a few kinds. */
const contextOf = memoized((set: number) => {
  const isSo = (flag: keyof typeof bits): boolean => (set & bits[flag]) !== 0;
  return contextValue([
    "token",
    isSo("write") ? "write" : "readOnly",
    ...(["expired", "editable", "own"] as const).filter(isSo),
  ]);
});

/** What there is to say about a token when somebody points at it. */
export function tokenTooltip(token: AccessToken, list: TokenList): vscode.MarkdownString {
  return tooltip(tokenDetails(token, list, new Date()));
}

function tokenDetails(token: AccessToken, list: TokenList, now: Date): (readonly [string, string])[] {
  const time = (at: Date): string => `${absoluteTime(at)} (${relativeTime(at, now)})`;
  return [
    [vscode.l10n.t("Description"), visibleText(token.description, 1000)],
    [vscode.l10n.t("Scopes"), visibleText(orderedScope(token.scope))],
    [vscode.l10n.t("Owner"), visibleText(token.ownerName ?? "")],
    [vscode.l10n.t("Application"), visibleText(token.applicationName ?? vscode.l10n.t("none (personal token)"))],
    [vscode.l10n.t("Created"), time(token.created)],
    [vscode.l10n.t("Modified"), time(new Date(token.modified))],
    ...(token.lastUsed === undefined
      ? []
      : [[vscode.l10n.t("Last used"), token.lastUsed ? time(token.lastUsed) : vscode.l10n.t("never")] as const]),
    [vscode.l10n.t("Expires"), time(token.expires)],
    [vscode.l10n.t("ID"), String(token.id)],
    ...(isSignInToken(list, token) ? [[vscode.l10n.t("Signed in"), vscode.l10n.t("with this token")] as const] : []),
    ...(isOffered(list, token) ? [] : [[vscode.l10n.t("Rights"), vscode.l10n.t("you may not change it")] as const]),
  ];
}
