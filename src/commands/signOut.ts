import * as vscode from "vscode";
import { confirm } from "../ui/confirm";
import { CommandFailure } from "../ui/failure";
import type { Parts } from "./parts";
import { serverFor } from "./targets";

/** Forgets the credential of a server. */
export async function signOut(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Sign out of which server?"));
  if (!server) return;
  const isSure = await confirm(
    vscode.l10n.t("Sign out of {0}?", server.name),
    vscode.l10n.t("The access token you signed in with is deleted from this computer. It stays valid on the server."),
    vscode.l10n.t("Sign Out"),
  );
  if (!isSure) return;
  try {
    await parts.credentials.delete(server.name);
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("You are still signed in to {0}", server.name), error);
  }
}
