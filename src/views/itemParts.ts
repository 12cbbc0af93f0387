import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { RowFlag } from "../contributions";
import { isOffered, mayChangeEverything, type TokenList } from "../tokens/tokenList";
import { memoized } from "../util/memoized";

/** The flags of a row as menus match them. */
export function contextValue(flags: readonly RowFlag[]): string {
  return inOrder(flags.join(";"));
}

const inOrder = memoized((flags) => flags.split(";").sort().join(";"));

/** Names and values, of which the values may be a server's: they are shown as text, never obeyed as Markdown. */
export function tooltip(facts: readonly (readonly [string, string])[]): vscode.MarkdownString {
  return new vscode.MarkdownString(facts.map(([name, value]) => `**${asText(name)}** ${asText(value)}`).join("  \n"));
}

/**
 * Markdown that shows a text and nothing else. `MarkdownString.appendText` is not enough: it leaves `&shy;` to draw
 * nothing, makes links of bare addresses, and lets a grave accent or `<` of one value pair up with that of another. A
 * long text is broken where it has blanks, so that only those stay that Markdown would drop.
 */
function asText(text: string): string {
  return text
    .replaceAll(/[!-/:-@[-`{-~]/g, (mark) => entities.get(mark) ?? `\\${mark}`)
    .replaceAll(/^ | $|\t| (?= )/g, "&nbsp;");
}

/** What Markdown pairs up even after a backslash. */
const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["`", "&#96;"],
]);

/** How many of others' tokens are one's to change, in words, once that is known and unless all are. */
export function changeableFacts(list: TokenList, tokens: readonly AccessToken[]): string[] {
  if (!list.isComplete || mayChangeEverything(list)) return [];
  const offered = tokens.filter((token) => isOffered(list, token)).length;
  if (offered === tokens.length) return [];
  return [offered === 0 ? vscode.l10n.t("not yours to change") : vscode.l10n.t("{0} of them yours to change", offered)];
}
