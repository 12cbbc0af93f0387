import * as vscode from "vscode";
import type { Parts } from "../commands/parts";
import type { Server } from "../servers/server";
import { inertText } from "../util/visibleText";
import { ApiError } from "./apiError";

/**
 * The server of a name.
 * @throws {ApiError} `unknownServer`
 */
export function findServer({ servers }: Pick<Parts, "servers">, name: unknown): Server {
  const server = servers.find(String(name));
  if (!server)
    throw new ApiError("unknownServer", vscode.l10n.t("No server “{0}” is configured.", inertText(String(name), 60)));
  return server;
}
