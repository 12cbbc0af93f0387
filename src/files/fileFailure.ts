import * as vscode from "vscode";
import { explain } from "../ui/explain";
import { inertMessage } from "../util/visibleText";

/**
 * Why a file cannot be read or was not saved. VS Code shows it behind words of its own and this name, and keeps what was
 * typed.
 */
export class FileFailure extends Error {
  override readonly name = "AWX Access Tokens";

  constructor(message: string) {
    super(inertMessage(message));
  }
}

/** The same for whatever a request, or reading a server, failed with. */
export function fileFailure(error: unknown): FileFailure {
  return error instanceof FileFailure ? error : new FileFailure(explain(error));
}

/** What is said when the person was asked something and gave up: a save that sent nothing must fail, or the edits are lost. */
export function givenUp(): FileFailure {
  return new FileFailure(vscode.l10n.t("You gave it up, so nothing was sent. Your edits are still here."));
}
