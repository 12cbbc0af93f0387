import * as vscode from "vscode";
import type { Server } from "../servers/server";
import { isUnencrypted } from "../servers/serverUrl";
import { inertMessage } from "../util/visibleText";

/** Asks, in a dialog that must be answered, whether to go on. `action` is the button that does. */
export async function confirm(question: string, detail: string, action: string): Promise<boolean> {
  return (await choose(question, detail, action)) === action;
}

/** Asks, in the same way, which of some things to do; nothing when the person gives up. */
export async function choose<T extends string>(
  question: string,
  detail: string,
  ...actions: T[]
): Promise<T | undefined> {
  const options = { modal: true, detail: inertMessage(detail) };
  return vscode.window.showWarningMessage(inertMessage(question), options, ...actions);
}

/** Asks whether a credential may go to a server where it can be read on the way. */
export async function confirmUnencrypted(host: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Use {0} without encryption?", host),
    vscode.l10n.t(
      "The address begins with http://. Anyone on the way can read what you sign in with, and use it. Use https:// if the server has it.",
    ),
    vscode.l10n.t("Use Without Encryption"),
  );
}

/** Asks whether a credential may go to whatever answers in the name of a server. */
export async function confirmUnverified(host: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Use {0} without checking its certificate?", host),
    vscode.l10n.t(
      "Anyone on the way can pose as this server, read what you sign in with, and use it. Better: add the authority that signed the certificate to your system, or name its file as the server's CA file.",
    ),
    vscode.l10n.t("Use Without Checking"),
  );
}

/** Asks about all that makes it dangerous to sign in to a server, if anything does. */
export async function confirmDangers(server: Server): Promise<boolean> {
  const { host } = new URL(server.url);
  if (isUnencrypted(server.url)) return confirmUnencrypted(host);
  return !server.skipCertificateVerification || confirmUnverified(host);
}
