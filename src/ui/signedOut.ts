import * as vscode from "vscode";
import type { SignedOutReason } from "../tokens/tokenStore";

/** Why there is nothing to sign in with, as a sentence. */
export function whySignedOut(reason: SignedOutReason): string {
  switch (reason) {
    case "none":
      return vscode.l10n.t("Nobody has signed in here yet.");
    case "lost":
      return vscode.l10n.t("VS Code's secret storage no longer has what you signed in with.");
    case "elsewhere":
      return vscode.l10n.t("You signed in in another window. Reload this one to use that here too.");
    case "unusable":
      return vscode.l10n.t("What you signed in with was entered for another address.");
    case "otherTrust":
      return vscode.l10n.t(
        "How the server's certificate is checked was changed, so what you signed in with is not sent.",
      );
    case "unavailable":
      return vscode.l10n.t("VS Code's secret storage cannot be read, so what you signed in with is not known.");
  }
}
