import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { commandIds, type CommandName } from "../contributions";
import type { Server } from "../servers/server";
import type { TokenList } from "../tokens/tokenStore";
import { CommandFailure, type Remedy } from "../ui/failure";
import { pickServer } from "../ui/pickServer";
import { pickToken } from "../ui/pickToken";
import type { Row } from "../views/rows";
import type { Parts } from "./parts";

/** A token that a command is about, and where it is. */
export interface TokenTarget {
  readonly server: Server;
  readonly token: AccessToken;
}

/**
 * The row that a command was called on: the one it was given by a menu, or the view's focused row for a key, which
 * gives `{ "from": "selection" }`. None when it was called from the palette.
 */
function rowOf(parts: Parts, argument: unknown): Row | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  if ("from" in argument && argument.from === "selection") return parts.view.selection;
  return "kind" in argument && "serverName" in argument ? (argument as Row) : undefined;
}

/**
 * The server that a command is about: its row's, or the one the person picks. Nothing when they give up.
 * @throws {CommandFailure} when there is none
 */
export async function serverFor(parts: Parts, argument: unknown, title: string): Promise<Server | undefined> {
  const row = rowOf(parts, argument);
  if (row && "serverName" in row) return findServer(parts, row.serverName);
  if (parts.servers.servers.length === 0) throw noServer();
  return pickServer(parts.servers.servers, title);
}

/**
 * The token that a command is about: its row's, or the one the person picks. Nothing when they give up.
 * @throws {CommandFailure} when there is none, or the server's tokens cannot be read
 */
export async function tokenFor(parts: Parts, argument: unknown, title: string): Promise<TokenTarget | undefined> {
  const row = rowOf(parts, argument);
  const server = await serverFor(parts, argument, title);
  if (!server) return undefined;
  if (row?.kind === "token") {
    const token = parts.tokens.token(server.name, row.tokenId);
    if (!token)
      throw new CommandFailure(vscode.l10n.t("Token {0} is no longer listed on {1}", row.tokenId, server.name));
    return { server, token };
  }
  const token = await pickToken(readTokens(parts, server), server.name, title);
  return token && { server, token };
}

/** The argument that makes a command be about this token, as it is by then. */
export function rowOfToken({ server, token }: TokenTarget): Row {
  return { kind: "token", serverName: server.name, tokenId: token.id };
}

/** A way to sign in to a server from a message; gives whether the person did. */
export function signInRemedy(server: Server): Remedy {
  return {
    label: vscode.l10n.t("Sign In"),
    run: () => execute("signIn", { kind: "server", serverName: server.name } satisfies Row),
  };
}

/**
 * Says that a server cannot be used before somebody signs in to it.
 * @param reason why there is no credential
 */
export function notSignedIn(server: Server, reason: "none" | "unusable" | "unavailable"): CommandFailure {
  if (reason === "unavailable") {
    return new CommandFailure(
      vscode.l10n.t("The access token for {0} is not known: VS Code's secret storage cannot be read", server.name),
    );
  }
  return new CommandFailure(
    vscode.l10n.t("You are not signed in to {0}", server.name),
    undefined,
    signInRemedy(server),
  );
}

function execute(name: CommandName, argument?: unknown): Promise<unknown> {
  return Promise.resolve(vscode.commands.executeCommand(commandIds[name], argument));
}

function findServer(parts: Parts, name: string): Server {
  const server = parts.servers.find(name);
  if (!server) throw new CommandFailure(vscode.l10n.t("{0} is no longer configured", name));
  return server;
}

function noServer(): CommandFailure {
  return new CommandFailure(vscode.l10n.t("No AWX server is configured yet"), undefined, {
    label: vscode.l10n.t("Add Server"),
    run: () => execute("addServer"),
  });
}

async function readTokens(parts: Parts, server: Server): Promise<TokenList> {
  const known = parts.tokens.state(server.name);
  // What failed or was refused before may work now, and the person is asking.
  if (known.kind === "failed" || known.kind === "signedOut") await parts.tokens.load(server.name);
  const state = await parts.tokens.ensureLoaded(server.name);
  switch (state.kind) {
    case "loaded":
      return state.list;
    case "signedOut":
      throw notSignedIn(server, state.reason);
    case "failed":
      throw new CommandFailure(vscode.l10n.t("The tokens of {0} could not be read", server.name), state.error);
  }
}
