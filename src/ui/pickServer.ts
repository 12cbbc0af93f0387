import * as vscode from "vscode";
import type { Server } from "../servers/server";
import { inertText } from "../util/visibleText";
import { pickOne } from "./pickOne";

/** Asks for one of several servers; does not ask when there is one. Nothing when the person gives up. */
export async function pickServer(servers: readonly Server[], title: string): Promise<Server | undefined> {
  if (servers.length <= 1) return servers[0];
  const items = servers.map((server) => ({
    label: inertText(server.name),
    description: inertText(server.url),
    iconPath: new vscode.ThemeIcon("server"),
    server,
  }));
  const placeholder = vscode.l10n.t("Choose a server");
  const picked = await pickOne({
    title,
    waiting: placeholder,
    items: () => Promise.resolve(items),
    placeholder: () => placeholder,
  });
  return picked.kind === "accepted" ? picked.item.server : undefined;
}
