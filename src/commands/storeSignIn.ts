import * as vscode from "vscode";
import type { SignIn } from "../servers/credential";
import { SecretStorageError } from "../servers/errors";
import type { Server } from "../servers/server";
import { confirm } from "../ui/confirm";
import { explain } from "../ui/explain";
import type { Parts } from "./parts";

/**
 * Stores what signs in to a server, or keeps it in memory when there is no storage and the person agrees.
 * @returns why nothing is kept when they do not
 */
export async function storeSignIn(
  parts: Parts,
  server: Server,
  signIn: SignIn,
): Promise<SecretStorageError | undefined> {
  // What other extensions may do was said of what signed in before. Before that changes, so that no request of theirs
  // goes out with what nobody was asked about.
  await (await parts.grants()).forget(server.name);
  try {
    await parts.credentials.write(server, signIn);
  } catch (error) {
    if (!(error instanceof SecretStorageError)) throw error;
    if (!(await confirmSession(server, error))) return error;
    parts.credentials.keepForSession(server, signIn);
  }
  return undefined;
}

function confirmSession(server: Server, error: SecretStorageError): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Sign in to {0} for this session only?", server.name),
    vscode.l10n.t(
      "{0} What you signed in with can be kept in memory instead, until this window is closed or reloaded.",
      explain(error),
    ),
    vscode.l10n.t("This Session Only"),
  );
}
