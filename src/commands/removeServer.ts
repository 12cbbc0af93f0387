import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import { CommandFailure } from "../ui/failure";
import type { Parts } from "./parts";
import { askFarewell, ownToken, revokeOwnToken } from "./signOut";
import { serverFor } from "./targets";

/** Takes a server out of the settings, and its credential out of the secret storage. */
export async function removeServer(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Remove which server?"));
  if (!server) return;
  const farewell = await askFarewell(
    {
      question: vscode.l10n.t("Remove {0}?", server.name),
      detail: vscode.l10n.t(
        "It is taken out of your settings, and what you signed in with is deleted from this computer.",
      ),
      action: vscode.l10n.t("Remove Server"),
      revokeAction: vscode.l10n.t("Remove Server and Revoke"),
    },
    await ownToken(parts, server),
  );
  if (farewell === undefined) return;
  // The secret first: when the settings cannot be written, the person sees the server and can try again.
  try {
    if (farewell === "revoke") await revokeOwnToken(parts, server);
    await parts.credentials.delete(server.name);
    await parts.servers.remove(server.name);
    parts.arrangements.setFilter(server.name, "");
  } catch (error) {
    if (isCancelled(error)) return;
    throw new CommandFailure(vscode.l10n.t("{0} was not removed", server.name), error);
  }
}
