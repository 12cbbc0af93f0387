import * as vscode from "vscode";
import type { TokenRef, TokenSource } from "../awx/api";
import type { AwxClient } from "../awx/awxClient";
import { AwxError } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { clientFor } from "../servers/connections";
import { isSameServer, type Server } from "../servers/server";
import { CommandFailure, Reason } from "../ui/failure";
import { tokenInSentence } from "../ui/tokenText";
import { groupBy } from "../util/groupBy";
import type { Parts } from "./parts";
import { notSignedIn, targetKey, type TokenTarget } from "./targets";

/** How long what was read says enough, in milliseconds: a box may be open for hours. */
export const freshFor = 15_000;

/** A token that is read again while a person thinks about it, to know whether somebody else changes it. */
export class Recheck {
  readonly #parts: Parts;
  readonly #target: TokenTarget;
  readonly #abort = new AbortController();
  readonly #reading: Promise<AccessToken>;
  #readAt = Infinity;
  #failure: unknown;

  constructor(parts: Parts, target: TokenTarget) {
    this.#parts = parts;
    this.#target = target;
    this.#reading = readAgain(parts, target, this.#abort.signal);
    this.#reading.then(
      () => {
        this.#readAt = performance.now();
      },
      (error: unknown) => {
        this.#failure = error;
      },
    );
  }

  /**
   * The token as its server had it a moment ago.
   * @param signal gives up reading it
   * @throws what {@link readAgain} throws
   */
  async token(signal: AbortSignal): Promise<AccessToken> {
    signal.addEventListener("abort", () => {
      this.#abort.abort();
    });
    const token = await this.#reading;
    return performance.now() - this.#readAt > freshFor ? readAgain(this.#parts, this.#target, signal) : token;
  }

  /**
   * Ends it: the person changes nothing.
   * @throws {CommandFailure} when the token turned out to be gone
   */
  end(): void {
    this.#abort.abort();
    correctView(this.#parts, this.#target, this.#failure);
    if (isNotFound(this.#failure)) throw isNoMore(this.#target);
  }
}

/** Where a token is. */
export interface Place {
  readonly server: Server;
  readonly token: TokenRef;
}

/**
 * Reads a token from its server and has it shown as it is.
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function readAgain(parts: Parts, target: Place, signal: AbortSignal): Promise<AccessToken> {
  const { moment } = parts.tokens;
  const client = await clientOf(parts, target, signal);
  const token = await client.token(target.token.id, signal);
  takeOver(parts, target, token, moment);
  return token;
}

/**
 * Reads several tokens again, as many at once as an address has room for, and has them shown as they are.
 * @returns each in its place, nothing for one that is gone
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function readSeveralAgain(
  parts: Parts,
  targets: readonly Place[],
  signal: AbortSignal,
): Promise<readonly (AccessToken | undefined)[]> {
  const found = new Map<string, AccessToken>();
  const groups = groupBy(targets, ({ server, token }) => JSON.stringify([server.name, token.source]));
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const { moment } = parts.tokens;
    const client = await clientOf(parts, first, signal).catch((error: unknown) => {
      correctView(parts, first, error);
      throw error;
    });
    const ids = group.map(({ token }) => token.id);
    for (const token of await client.tokens(ids, signal)) {
      found.set(targetKey({ server: first.server, token }), token);
      takeOver(parts, first, token, moment);
    }
  }
  for (const target of targets) {
    if (!found.has(targetKey(target)) && isThere(parts, target))
      parts.tokens.removeToken(target.server.name, target.token);
  }
  return targets.map((target) => found.get(targetKey(target)));
}

/**
 * What changes a token with the credential of this moment.
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function clientOf(parts: Parts, { server, token }: Place, signal: AbortSignal): Promise<AwxClient> {
  return tableClient(parts, server, token.source, signal);
}

/**
 * The same for a whole table.
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function tableClient(
  parts: Parts,
  server: Server,
  source: TokenSource,
  signal: AbortSignal,
): Promise<AwxClient> {
  const connection = await parts.connections.open(server, { signal });
  if (connection.kind !== "signedIn") throw notSignedIn(server, connection.kind);
  const client = clientFor(connection, source);
  if (!client) throw new Reason(vscode.l10n.t("You are not signed in there any more."));
  return client;
}

/** Has a token shown as its server gave it, unless that is another server by now. */
export function takeOver(parts: Parts, { server }: Pick<Place, "server">, token: AccessToken, askedAt: number): void {
  if (isThere(parts, { server })) parts.tokens.replaceToken(server.name, token, askedAt);
}

/** Whether a token's server is still the one that it was. */
function isThere({ servers }: Parts, { server }: Pick<Place, "server">): boolean {
  return isSameServer(servers.find(server.name), server);
}

/** Has shown what a failure says of a token and its server. */
export function correctView(parts: Parts, { server, token }: Place, error: unknown): void {
  correctServer(parts, server, error);
  if (isNotFound(error) && isThere(parts, { server })) parts.tokens.removeToken(server.name, token);
}

/** The same for one that is about no single token. */
export function correctServer(parts: Parts, server: Server, error: unknown): void {
  if (!(error instanceof AwxError) || !isSameServer(parts.servers.find(server.name), server)) return;
  const { problem } = error;
  if (problem.kind === "unauthenticated") parts.tokens.fail(server.name, error);
  // The tokens are not where they were.
  if (problem.kind === "unexpectedAnswer" && problem.status === 404) void parts.tokens.load(server.name);
}

/** Says that a token is gone. */
export function isNoMore({ server, token }: TokenTarget): CommandFailure {
  return new CommandFailure(
    vscode.l10n.t(
      "{0} does not exist on {1} any more, or is no longer yours to see",
      tokenInSentence(token),
      server.name,
    ),
  );
}

export function isNotFound(error: unknown): boolean {
  return error instanceof AwxError && error.problem.kind === "notFound";
}
