import * as vscode from "vscode";
import type { Server } from "../servers/server";

/** Asks for one of several servers; does not ask when there is one. Nothing when the person gives up. */
export async function pickServer(servers: readonly Server[], title: string): Promise<Server | undefined> {
  if (servers.length <= 1) return servers[0];
  const items = servers.map((server) => ({
    label: server.name,
    description: server.url,
    iconPath: new vscode.ThemeIcon("server"),
    server,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t("Choose a server"),
    matchOnDescription: true,
  });
  return picked?.server;
}
