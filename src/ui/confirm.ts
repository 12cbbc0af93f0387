import * as vscode from "vscode";

/** Asks, in a dialog that must be answered, whether to go on. `action` is the button that does. */
export async function confirm(question: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}

/** Asks whether a credential may go to a server where it can be read on the way. */
export async function confirmUnencrypted(host: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Use {0} without encryption?", host),
    vscode.l10n.t(
      "The address begins with http://. Anyone on the way can read the access token that you sign in with, and use it. Use https:// if the server has it.",
    ),
    vscode.l10n.t("Use Without Encryption"),
  );
}
