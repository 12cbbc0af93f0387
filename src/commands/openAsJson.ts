import * as vscode from "vscode";
import { uriOfToken } from "../documents/tokenUris";
import { listOf } from "../tokens/tokenStore";
import type { Parts } from "./parts";
import { tokenFor } from "./targets";

/** Opens what can be changed of a token as a file, which is saved to the server. */
export async function openAsJson(parts: Parts, argument: unknown): Promise<void> {
  const target = await tokenFor(parts, argument, vscode.l10n.t("Open which token as JSON?"));
  if (!target) return;
  const { server, token } = target;
  const tables = listOf(parts.tokens.state(server.name))?.sources.length ?? 1;
  await vscode.commands.executeCommand("vscode.open", uriOfToken(server.name, token, tables > 1));
}
