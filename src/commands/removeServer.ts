import * as vscode from "vscode";
import { confirm } from "../ui/confirm";
import { CommandFailure } from "../ui/failure";
import type { Parts } from "./parts";
import { serverFor } from "./targets";

/** Takes a server out of the settings, and its credential out of the secret storage. */
export async function removeServer(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Remove which server?"));
  if (!server) return;
  const isSure = await confirm(
    vscode.l10n.t("Remove {0}?", server.name),
    vscode.l10n.t(
      "It is taken out of your settings, and the access token you signed in with is deleted from this computer. Nothing changes on the server.",
    ),
    vscode.l10n.t("Remove Server"),
  );
  if (!isSure) return;
  // The secret first: when the settings cannot be written, the person sees the server and can try again.
  try {
    await parts.credentials.delete(server.name);
    await parts.servers.remove(server.name);
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("{0} was not removed", server.name), error);
  }
}
