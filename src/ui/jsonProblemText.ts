import * as vscode from "vscode";
import type { JsonProblem } from "../tokens/tokenJson";
import { visibleText } from "../util/visibleText";

/** What is wrong with a text that tokens are edited in, and what to do about it, in a sentence. */
export function jsonProblemText(problem: JsonProblem): string {
  switch (problem.kind) {
    case "syntax":
      return vscode.l10n.t("This is not JSON: something is missing here, or there is too much.");
    case "notObject":
      return vscode.l10n.t("A token must be an object with “description” and “scope”, between braces.");
    case "notText":
      return vscode.l10n.t("“description” must be a text in quotes; an empty one for none.");
    case "brokenText":
      return vscode.l10n.t("The description holds half of a character, which cannot be sent.");
    case "notWords":
      return vscode.l10n.t('“scope” must be a list of words, such as ["read", "write"].');
    case "noScope":
      return vscode.l10n.t("A token needs at least one scope: read or write.");
    case "unknownScope":
      return vscode.l10n.t("“{0}” is not a scope. There are read and write.", visibleText(problem.word, 60));
    case "unknownField":
      return vscode.l10n.t(
        "“{0}” cannot be changed: only “description” and “scope” can.",
        visibleText(problem.key, 60),
      );
    case "doubleField":
      return vscode.l10n.t("“{0}” is there twice. Take one of both out.", visibleText(problem.key, 60));
    case "missingField":
      return vscode.l10n.t("“{0}” is missing. Put it back, or undo.", visibleText(problem.key, 60));
    case "unknownToken":
      return vscode.l10n.t("No token {0} is edited here. Take this entry out.", visibleText(problem.key, 60));
    case "doubleToken":
      return vscode.l10n.t("Token {0} is there twice. Take one of both out.", visibleText(problem.key, 60));
  }
}
