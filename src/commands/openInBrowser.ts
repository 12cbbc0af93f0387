import * as vscode from "vscode";
import { webPageOf } from "../servers/webPage";
import { listOf } from "../tokens/tokenStore";
import type { Parts } from "./parts";
import { serverFor, tokenFor } from "./targets";

/** Opens the page of AWX's web UI for a token, or for a server when called on its row. */
export async function openInBrowser(parts: Parts, argument: unknown): Promise<void> {
  const page = isServerRow(argument) ? await serverPage(parts, argument) : await tokenPage(parts, argument);
  if (page !== undefined) await vscode.env.openExternal(vscode.Uri.parse(page, true));
}

async function serverPage(parts: Parts, argument: unknown): Promise<string | undefined> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Open which server?"));
  return server && webPageOf(server);
}

async function tokenPage(parts: Parts, argument: unknown): Promise<string | undefined> {
  const target = await tokenFor(parts, argument, vscode.l10n.t("Open the page of which token?"));
  if (!target) return undefined;
  const list = listOf(parts.tokens.state(target.server.name));
  return webPageOf(target.server, target.token, list?.users.get(target.token.source));
}

function isServerRow(argument: unknown): boolean {
  return typeof argument === "object" && argument !== null && "kind" in argument && argument.kind === "server";
}
