import * as vscode from "vscode";
import type { RowFlag } from "../contributions";

/** The flags of a row as menus match them. */
export function contextValue(flags: readonly RowFlag[]): string {
  return [...flags].sort().join(";");
}

/** Names and values, of which the values may be a server's: they are appended as text, never as Markdown. */
export function tooltip(facts: readonly (readonly [string, string])[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const [name, value] of facts) {
    if (markdown.value !== "") markdown.appendMarkdown("  \n");
    markdown.appendMarkdown("**").appendText(name).appendMarkdown("** ").appendText(value);
  }
  return markdown;
}

/** How many tokens, in words. */
export function tokenCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 token") : vscode.l10n.t("{0} tokens", count);
}
