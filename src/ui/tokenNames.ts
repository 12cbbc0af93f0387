import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { tokenInSentence } from "./tokenText";

/** How many tokens a question names. */
const most = 10;

/** What tokens are called in a question about all of them, line by line: the first ten, and how many more there are. */
export function tokenNames(tokens: readonly AccessToken[]): string[] {
  const names = tokens.slice(0, most).map(tokenInSentence);
  const rest = tokens.length - names.length;
  return rest === 0 ? names : [...names, vscode.l10n.t("and {0} more", rest)];
}
