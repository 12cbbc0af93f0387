import * as vscode from "vscode";
import { CommandFailure } from "../ui/failure";
import type { Parts } from "./parts";
import { serverFor } from "./targets";

/** Moves a server before the one above it. */
export async function moveServerUp(parts: Parts, argument: unknown): Promise<void> {
  await moveServer(parts, argument, vscode.l10n.t("Move which server up?"), -1);
}

/** Moves a server behind the one below it. */
export async function moveServerDown(parts: Parts, argument: unknown): Promise<void> {
  await moveServer(parts, argument, vscode.l10n.t("Move which server down?"), 1);
}

async function moveServer(parts: Parts, argument: unknown, title: string, by: number): Promise<void> {
  const server = await serverFor(parts, argument, title);
  if (!server) return;
  try {
    await parts.servers.move(server.name, by);
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("{0} was not moved", server.name), error);
  }
  parts.view.reveal(server.name);
}
