import * as vscode from "vscode";
import type { RowFlag } from "../contributions";

/** The flags of a row as menus match them. */
export function contextValue(flags: readonly RowFlag[]): string {
  return [...flags].sort().join(";");
}

/** Names and values, of which the values may be a server's: they are shown as text, never obeyed as Markdown. */
export function tooltip(facts: readonly (readonly [string, string])[]): vscode.MarkdownString {
  return new vscode.MarkdownString(facts.map(([name, value]) => `**${asText(name)}** ${asText(value)}`).join("  \n"));
}

/**
 * Markdown that shows a text and nothing else. `MarkdownString.appendText` is not enough: it leaves `&shy;` to draw
 * nothing, makes links of bare addresses, and lets a grave accent or `<` of one value pair up with that of another.
 */
function asText(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, (mark) => entities.get(mark) ?? `\\${mark}`).replaceAll(/[ \t]/g, "&nbsp;");
}

/** What Markdown pairs up even after a backslash. */
const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ["`", "&#96;"],
]);

/** How many tokens, in words. */
export function tokenCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 token") : vscode.l10n.t("{0} tokens", count);
}
