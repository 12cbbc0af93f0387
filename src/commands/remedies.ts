import * as vscode from "vscode";
import type { TokenRef } from "../awx/api";
import { commandIds } from "../contributions";
import type { Server } from "../servers/server";
import type { Remedy } from "../ui/failure";
import type { Row } from "../views/rows";

/** A way to sign in to a server from a message; gives whether the person did. */
export function signInRemedy(server: Server, label = vscode.l10n.t("Sign In")): Remedy {
  const row: Row = { kind: "server", serverName: server.name };
  return { label, run: () => Promise.resolve(vscode.commands.executeCommand(commandIds.signIn, row)) };
}

/** The same where somebody was signed in. */
export function signInAgainRemedy(server: Server): Remedy {
  return signInRemedy(server, vscode.l10n.t("Sign In Again"));
}

/** A way to revoke a token, after a question. */
export function revokeRemedy(server: Server, { source, id }: TokenRef, label = vscode.l10n.t("Revoke Token")): Remedy {
  const row: Row = { kind: "token", serverName: server.name, source, tokenId: id };
  return {
    label,
    run: () => Promise.resolve(vscode.commands.executeCommand(commandIds.revokeToken, row)),
  };
}

/** A way to add the first server. */
export function addServerRemedy(): Remedy {
  return {
    label: vscode.l10n.t("Add Server"),
    run: () => Promise.resolve(vscode.commands.executeCommand(commandIds.addServer)),
  };
}

/** A way to mend what is in the settings. */
export function openSettingsRemedy(): Remedy {
  return {
    label: vscode.l10n.t("Open Settings"),
    run: () => Promise.resolve(vscode.commands.executeCommand(commandIds.openSettings)),
  };
}
