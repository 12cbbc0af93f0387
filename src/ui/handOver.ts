import * as vscode from "vscode";
import { inertMessage } from "../util/visibleText";
import { confirm } from "./confirm";
import { explain } from "./explain";

/** The value of a token that was just made, which can be had only now. */
export interface HandOver {
  /** What was made, without a full stop. */
  readonly what: string;
  /** What else there is to say of it, line by line. */
  readonly notes: readonly string[];
  readonly secret: string;
  readonly refreshSecret: string | undefined;
  /** Has it sign in to its server from now on, and gives whether it does; not offered without. */
  readonly use?: () => Promise<boolean>;
  /** The person has it already, or signs in with it, so that nothing is lost when they close the dialog. */
  readonly isTaken?: boolean;
}

/**
 * Shows the value of a token in a dialog, and nowhere else, until the person closes it.
 * @returns whether they have it: copied it, or signed in with it
 */
export async function handOver({ what, notes, secret, refreshSecret, use, ...rest }: HandOver): Promise<boolean> {
  const copy = vscode.l10n.t("Copy Token");
  const copyRefresh = vscode.l10n.t("Copy Refresh Token");
  const signIn = vscode.l10n.t("Use It to Sign In Here");
  let { isTaken = false } = rest;
  let isUsed = false;
  for (let news: readonly string[] = []; ;) {
    const buttons = [
      copy,
      ...(refreshSecret === undefined ? [] : [copyRefresh]),
      ...(use === undefined || isUsed ? [] : [signIn]),
    ];
    const values = [
      vscode.l10n.t("This is its value. It is shown now and never again:"),
      secret,
      ...(refreshSecret === undefined
        ? []
        : [vscode.l10n.t("This is its refresh token, which is never shown again either:"), refreshSecret]),
    ];
    switch (await show(what, [...news, ...notes, ...values], buttons)) {
      case copy:
        if (await isCopied(secret)) {
          news = [vscode.l10n.t("The value is in the clipboard.")];
          isTaken = true;
        } else {
          news = [notCopied()];
        }
        break;
      case copyRefresh:
        news = [
          (await isCopied(refreshSecret ?? "")) ? vscode.l10n.t("The refresh token is in the clipboard.") : notCopied(),
        ];
        break;
      case signIn:
        try {
          isUsed = (await use?.()) ?? false;
          news = isUsed ? [vscode.l10n.t("It is what you are signed in with now.")] : [];
        } catch (error) {
          news = [explain(error)];
        }
        isTaken ||= isUsed;
        break;
      default:
        if (isTaken || (await confirmLoss(what))) return isTaken;
    }
  }
}

async function show(what: string, lines: readonly string[], buttons: readonly string[]): Promise<string | undefined> {
  // Without one of ours that closes it, VS Code adds one that is called “Cancel”, as if the token were to be undone.
  const close = { title: vscode.l10n.t("Close"), isCloseAffordance: true };
  const items = [...buttons.map((title) => ({ title })), close];
  const options = { modal: true, detail: inertMessage(lines.join("\n")) };
  return (await vscode.window.showInformationMessage(inertMessage(what), options, ...items))?.title;
}

/** A browser may refuse it. */
async function isCopied(text: string): Promise<boolean> {
  try {
    await vscode.env.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function notCopied(): string {
  return vscode.l10n.t("It could not be copied: your system or browser does not let VS Code use the clipboard.");
}

function confirmLoss(what: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Close without having copied the value?"),
    vscode.l10n.t("{0}. Nobody can use it without its value, which cannot be shown again.", what),
    vscode.l10n.t("Close Without Copying"),
  );
}
