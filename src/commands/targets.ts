import * as vscode from "vscode";
import { keyOf, type TokenRef } from "../awx/api";
import { isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { isSameServer, type Server } from "../servers/server";
import { isOffered, type TokenList } from "../tokens/tokenList";
import { isUnauthenticated, listOf, type SignedOutReason } from "../tokens/tokenStore";
import { CommandFailure, Reason } from "../ui/failure";
import { pickServer } from "../ui/pickServer";
import { pickToken } from "../ui/pickToken";
import { whySignedOut } from "../ui/signedOut";
import { tokenInSentence } from "../ui/tokenText";
import { refOf, type Row, type TokenRow } from "../views/rows";
import type { Parts } from "./parts";
import { addServerRemedy, openSettingsRemedy, signInAgainRemedy, signInRemedy } from "./remedies";

/** A token that a command is about, and where it is. */
export interface TokenTarget {
  readonly server: Server;
  readonly token: AccessToken;
}

/**
 * The row that a command was called on: the one it was given by a menu, or the view's focused row for a key, which
 * gives `{ "from": "selection" }`. None when it was called from the palette.
 */
export function rowOf(parts: Parts, argument: unknown): Row | undefined {
  if (isSelection(argument)) return parts.view.selection[0];
  return isRow(argument) ? argument : undefined;
}

/** The name of the server whose row, or whose token's, a command was called on. */
export function serverNameOf(parts: Parts, argument: unknown): string | undefined {
  const row = rowOf(parts, argument);
  return row && isRow(row) ? row.serverName : undefined;
}

/** The names of the servers that a command is about which is for all unless it was called on a row of one. */
export function serverNamesFor(parts: Parts, argument: unknown): readonly string[] {
  const name = serverNameOf(parts, argument);
  return parts.servers.servers.map((server) => server.name).filter((each) => name === undefined || each === name);
}

/**
 * The tokens that a command is about when it was called on several rows: the ones selected with the row of a menu, or
 * the view's for a key. Nothing when it was called on one row, or on none.
 */
export function severalRows(parts: Parts, argument: unknown, selected: unknown): readonly TokenRow[] | undefined {
  const rows = isSelection(argument) ? parts.view.selection : Array.isArray(selected) ? selected.filter(isRow) : [];
  const tokens = rows.filter((row) => row.kind === "token");
  return tokens.length > 1 ? tokens : undefined;
}

/** Several tokens that a command is about. */
export interface SeveralTargets {
  readonly targets: readonly TokenTarget[];
  /** How many of those that were asked for are not there, because they are not the person's to change. */
  readonly leftOut: number;
}

/**
 * The tokens of some rows that the person may change; rows whose token has gone are left out without a word, as the
 * view has no row of them either.
 * @throws {CommandFailure} when there is none
 */
export function targetsToEdit(parts: Parts, rows: readonly TokenRow[]): SeveralTargets {
  const known = targetsOf(parts, rows);
  const targets = known.filter(({ server, token }) => {
    const list = listOf(parts.tokens.state(server.name));
    return list?.canWrite === true && isOffered(list, token);
  });
  if (targets.length > 0) return { targets, leftOut: known.length - targets.length };
  throw new CommandFailure(
    known.length === 0
      ? vscode.l10n.t("None of the selected tokens is listed any more")
      : vscode.l10n.t("The server lets you change none of the selected tokens"),
  );
}

/** The tokens of some rows. */
export function targetsOf(parts: Parts, rows: readonly TokenRow[]): readonly TokenTarget[] {
  return rows.flatMap((row) => {
    const server = parts.servers.find(row.serverName);
    const token = parts.tokens.token(row.serverName, refOf(row));
    return server && token ? [{ server, token }] : [];
  });
}

/** The names of the servers that tokens are on, as they stand in a sentence. */
export function serverNamesOf(targets: readonly TokenTarget[]): string {
  const names = new Set(targets.map(({ server }) => server.name));
  return new Intl.ListFormat(vscode.env.language).format(names);
}

function isSelection(argument: unknown): boolean {
  return typeof argument === "object" && argument !== null && "from" in argument && argument.from === "selection";
}

function isRow(argument: unknown): argument is Row & { readonly serverName: string } {
  return typeof argument === "object" && argument !== null && "kind" in argument && "serverName" in argument;
}

/**
 * The server that a command is about: its row's, or the one the person picks. Nothing when they give up.
 * @throws {CommandFailure} when there is none
 */
export async function serverFor(parts: Parts, argument: unknown, title: string): Promise<Server | undefined> {
  const name = serverNameOf(parts, argument);
  if (name !== undefined) return findServer(parts, name);
  if (parts.servers.servers.length === 0) throw noServer(parts);
  return pickServer(parts.servers.servers, title);
}

/**
 * The token that a command is about: its row's, or the one the person picks. Nothing when they give up.
 * @throws {CommandFailure} when there is none, or the server's tokens cannot be read
 */
export async function tokenFor(parts: Parts, argument: unknown, title: string): Promise<TokenTarget | undefined> {
  return findToken(parts, argument, title, { toEdit: false });
}

/**
 * The same, for a command that changes the token: of those that the person may change.
 * @param isFit which of them there are to choose from; a token whose row the command was called on need not be one
 * @throws {CommandFailure} also when nothing on the server may be changed, or not that token; nothing is sent then
 */
export async function tokenToEdit(
  parts: Parts,
  argument: unknown,
  title: string,
  isFit: (list: TokenList, token: AccessToken) => boolean = () => true,
): Promise<TokenTarget | undefined> {
  return findToken(parts, argument, title, { toEdit: true, isFit });
}

async function findToken(
  parts: Parts,
  argument: unknown,
  title: string,
  {
    toEdit,
    isFit = () => true,
  }: { readonly toEdit: boolean; readonly isFit?: (list: TokenList, token: AccessToken) => boolean },
): Promise<TokenTarget | undefined> {
  const row = rowOf(parts, argument);
  const server = await serverFor(parts, argument, title);
  if (!server) return undefined;
  if (row?.kind === "token") {
    const ref = refOf(row);
    const known = listOf(parts.tokens.state(server.name));
    // All that was known is forgotten with a new credential, so the list may just be on its way.
    const list = known?.tokens.has(ref) ? known : await readTokens(parts, server);
    const token = list.tokens.get(ref);
    if (!token)
      throw new CommandFailure(vscode.l10n.t("Token {0} is no longer listed on {1}", row.tokenId, server.name));
    if (toEdit) requireWritable(server, list);
    if (toEdit && !isOffered(list, token)) throw notYours({ server, token });
    return { server, token };
  }
  const token = await pickToken({
    title,
    serverName: server.name,
    list: readTokens(parts, server).then((list) => {
      if (toEdit) requireWritable(server, list);
      return list;
    }),
    isOffered: (list, candidate) => (!toEdit || isOffered(list, candidate)) && isFit(list, candidate),
  });
  return token && { server, token };
}

/** What a token is known by among those of all servers. */
export function targetKey({ server, token }: { readonly server: Server; readonly token: TokenRef }): string {
  return JSON.stringify([server.name, keyOf(token)]);
}

/** The argument that makes a command be about this token, as it is by then. */
export function rowOfToken({ server, token }: TokenTarget): Row {
  return { kind: "token", serverName: server.name, source: token.source, tokenId: token.id };
}

/**
 * Makes sure that a server is still as it was when something was asked about it: what was answered is for that one.
 * @throws {Reason}
 */
export function requireUnchanged({ servers }: Parts, server: Server): void {
  if (isSameServer(servers.find(server.name), server)) return;
  throw new Reason(vscode.l10n.t("{0} was changed in the settings meanwhile. Begin again.", server.name));
}

/** Says that a server cannot be used before somebody signs in to it, and why nobody is. */
export function notSignedIn(server: Server, reason: SignedOutReason): CommandFailure {
  return new CommandFailure(
    vscode.l10n.t("You are not signed in to {0}", server.name),
    reason === "none" ? undefined : new Reason(whySignedOut(reason)),
    signInRemedy(server),
  );
}

/** @throws {CommandFailure} when the credential is read-only */
export function requireWritable(server: Server, { canWrite }: TokenList): void {
  if (canWrite) return;
  throw new CommandFailure(
    vscode.l10n.t("Nothing on {0} can be changed: what you signed in with is read-only", server.name),
    undefined,
    signInAgainRemedy(server),
  );
}

function notYours({ server, token }: TokenTarget): CommandFailure {
  const name = tokenInSentence(token);
  return new CommandFailure(
    token.ownerId === null
      ? vscode.l10n.t("{0} on {1} is nobody's, and the server does not let you change it", name, server.name)
      : vscode.l10n.t("{0} on {1} is another user's, and the server does not let you change it", name, server.name),
  );
}

function findServer(parts: Parts, name: string): Server {
  const server = parts.servers.find(name);
  if (!server) throw new CommandFailure(vscode.l10n.t("{0} is no longer configured", name));
  return server;
}

function noServer({ servers }: Parts): CommandFailure {
  return servers.unusable.length === 0
    ? new CommandFailure(vscode.l10n.t("No AWX server is configured yet"), undefined, addServerRemedy())
    : new CommandFailure(vscode.l10n.t("No server in your settings can be used"), undefined, openSettingsRemedy());
}

/**
 * The tokens of a server, read if they are not.
 * @throws {CommandFailure}
 * @throws {AwxError} `cancelled` when the reading was stopped
 */
export async function readTokens(parts: Parts, server: Server): Promise<TokenList> {
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
      // Whoever stopped the reading need not be told that it was.
      if (isCancelled(state.error)) throw state.error;
      throw new CommandFailure(
        vscode.l10n.t("The tokens of {0} could not be read", server.name),
        state.error,
        isUnauthenticated(state) ? signInAgainRemedy(server) : undefined,
      );
  }
}
