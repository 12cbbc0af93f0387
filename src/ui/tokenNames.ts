import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { countText, tokenCount } from "./format";
import { tokenInSentence } from "./tokenText";

/** How many tokens a question names. */
const most = 10;

/** What tokens are called in a question about all of them, line by line: the first ten, and how many more there are. */
export function tokenNames(tokens: readonly AccessToken[]): string[] {
  const names = tokens.slice(0, most).map(tokenInSentence);
  const rest = tokens.length - names.length;
  return rest === 0 ? names : [...names, vscode.l10n.t("and {0} more", countText(rest))];
}

/** The same as a list in a sentence. */
export function tokenList(tokens: readonly AccessToken[]): string {
  const names = tokens.slice(0, most).map(tokenInSentence);
  const rest = tokens.length - names.length;
  const listed = rest === 0 ? names : [...names, vscode.l10n.t("{0} more", countText(rest))];
  return new Intl.ListFormat(vscode.env.language).format(listed);
}

/** What tokens are called in a sentence: by name when there is one, and otherwise by their number. */
export function tokensInSentence(tokens: readonly AccessToken[]): string {
  const [only, ...more] = tokens;
  return only && more.length === 0 ? tokenInSentence(only) : tokenCount(tokens.length);
}
