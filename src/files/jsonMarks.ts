import * as vscode from "vscode";
import type { JsonProblem } from "../tokens/tokenJson";
import { jsonProblemText } from "../ui/jsonProblemText";
import { FileFailure } from "./fileFailure";
import type { Mark } from "./openFile";

/** What to say of a text that cannot be taken for tokens, where it is wrong. */
export function jsonMarks(problems: readonly JsonProblem[]): readonly Mark[] {
  return problems.map((problem) => ({
    offset: problem.offset,
    length: problem.length,
    message: jsonProblemText(problem),
    isOfAnyJson: problem.kind !== "unknownToken" && problem.kind !== "brokenText",
  }));
}

/** The same as why it was not saved: the first, with its line, and how many there are. */
export function unreadable(text: string, problems: readonly JsonProblem[]): FileFailure {
  const [first] = [...problems].sort((a, b) => a.offset - b.offset);
  if (!first) return new FileFailure(vscode.l10n.t("Nothing was sent."));
  const line = text.slice(0, first.offset).split(/\r\n|\r|\n/).length;
  const what = jsonProblemText(first);
  return new FileFailure(
    problems.length === 1
      ? vscode.l10n.t("Nothing was sent. Line {0}: {1}", line, what)
      : vscode.l10n.t("Nothing was sent: there are {0} problems. Line {1}: {2}", problems.length, line, what),
  );
}
