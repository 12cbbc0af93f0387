import type { SignInToken, TokenRef, TokenSource, TokenTable } from "../awx/api";
import type { AwxClient } from "../awx/awxClient";
import type { Discovery } from "../awx/discovery";
import { AwxError, isCancelled, isOutcomeUnknown } from "../awx/errors";
import type { AccessToken, Me } from "../awx/schemas";
import type { Answered, Exchange, Method, RequestOptions, Transport } from "../awx/transport";
import type { Trust } from "../awx/trust";
import { authorizationOf, firstTable, type Api, type Credential, type SignIn } from "./credential";
import type { CredentialStore, SignedOutReason } from "./credentialStore";
import type { Server } from "./server";

/** What there is to talk to a server with. */
export type Connection = SignedInConnection | { readonly kind: SignedOutReason };

export interface SignedInConnection {
  readonly kind: "signedIn";
  readonly family: Api["family"];
  /** A client for each of the server's tables that accepts the credential, the platform's first. */
  readonly clients: readonly AwxClient[];
  /** Not with a credential that the server called read-only when it was entered. */
  readonly canWrite: boolean;
  /** The credential is in memory alone. */
  readonly isSessionOnly: boolean;
  /** Which of the server's tokens the credential is. */
  readonly signInToken: SignInToken;
}

/** Whose a credential is, and what is to be kept of it. */
export interface Identity {
  readonly me: Me;
  readonly signIn: SignIn & { readonly api: Api };
}

/** What was found out about a server with a credential, without the credential. */
type Found = Pick<Identity["signIn"], "api" | "canWrite">;

/** Makes clients for servers out of their addresses and credentials, and checks both. */
export class Connections {
  readonly #credentials: CredentialStore;
  readonly #log: (serverName: string, exchange: Exchange) => void;
  readonly #timeout: () => number;
  /** What was found out in this session with a stored sign-in, by that; newer than what it remembers itself. */
  readonly #found = new Map<string, Found>();

  /** @param timeout gives how long an answer may take now, in milliseconds */
  constructor(
    credentials: CredentialStore,
    log: (serverName: string, exchange: Exchange) => void,
    timeout: () => number,
  ) {
    this.#credentials = credentials;
    this.#log = log;
    this.#timeout = timeout;
  }

  /**
   * The connection with the stored credential. Asks the server only where its tokens are, and only when that was never
   * found out, or when it has to be found out anew.
   * @throws {AwxError | CaFileError}
   */
  async open(
    server: Server,
    options: { readonly isAnew?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<Connection> {
    const stored = await this.#credentials.read(server);
    if (stored.kind !== "found") return stored;
    const { signIn, isSessionOnly } = stored;
    const known = options.isAnew ? undefined : ((await this.#foundWith(signIn, server)) ?? remembered(signIn, server));
    const { api, canWrite } = known ?? (await this.#findAgain(server, signIn, options.signal));
    const clients = await this.#clients(server, signIn.credential, api.tables);
    return {
      kind: "signedIn",
      family: api.family,
      clients,
      canWrite,
      isSessionOnly,
      signInToken: signInTokenOf(signIn.credential),
    };
  }

  /**
   * Sends any request of the API with the stored credential, for another extension.
   * @param path path and query below the origin, which the caller has checked
   * @param options.by the id of that extension
   * @throws {AwxError | CaFileError}
   */
  async request(
    server: Server,
    method: Method,
    path: string,
    { by, ...options }: RequestOptions & { readonly by: string },
  ): Promise<(Answered & { readonly kind: "answered" }) | { readonly kind: SignedOutReason }> {
    const stored = await this.#credentials.read(server);
    if (stored.kind !== "found") return stored;
    const transport = await this.#transport(server, stored.signIn.credential, by);
    return { kind: "answered", ...(await transport.send(method, path, options)) };
  }

  /**
   * What stands at an address, asked without a credential.
   * @throws {AwxError | CaFileError}
   */
  async discover(server: Server, signal?: AbortSignal): Promise<Discovery> {
    const { discover } = await import("../awx/discovery");
    return discover(await this.#transport(server), server.url, signal);
  }

  /**
   * Whose a credential is and what it is good for, asked of the server; stores nothing.
   * @throws {AwxError | CaFileError}
   */
  async identify(server: Server, credential: Credential, api: Api, signal?: AbortSignal): Promise<Identity> {
    const clients = await this.#clients(server, credential, api.tables);
    const users = await Promise.allSettled(clients.map((client) => client.me(signal)));
    const first = users.findIndex(({ status }) => status === "fulfilled");
    const [client, user] = [clients[first], users[first]];
    if (!client || user?.status !== "fulfilled") throw reasonOf(users);
    // A controller's token is none of the platform's. A table that merely failed may accept the credential later.
    const tables = api.tables.filter((_, index) => !isRefusal(users[index]));
    const canWrite = await mayWrite(client, signal);
    return { me: user.value, signIn: { credential, canWrite, api: { ...api, tables } } };
  }

  /**
   * Makes a token of the server's with a password, and what signs in with it.
   * @throws {AwxError | CaFileError} what became of making it; once it is made, nothing fails
   */
  async makeToken(
    server: Server,
    { me, signIn }: Identity,
    values: { readonly description: string; readonly scope: string },
    signal?: AbortSignal,
  ): Promise<SignIn> {
    const table = firstTable(signIn.api);
    const maker = await this.#client(server, signIn.credential, table);
    const { token, secret } = await maker.createToken(me.id, values, signal);
    const credential: Credential = { kind: "token", secret, made: { source: token.source, id: token.id } };
    // Its user's password was accepted by these tables, so the token is.
    const canWrite = await mayWrite(await this.#client(server, credential, table));
    return { credential, canWrite, api: signIn.api };
  }

  /**
   * The newest of the personal tokens of a user that may be one that {@link makeToken} made without an answer.
   * @throws {AwxError | CaFileError}
   */
  async newestTokens(server: Server, { me, signIn }: Identity, signal?: AbortSignal): Promise<readonly AccessToken[]> {
    const client = await this.#client(server, signIn.credential, firstTable(signIn.api));
    return client.newestTokens(me.id, null, signal);
  }

  /**
   * Revokes the token that we made to sign in with, as {@link revoke} does.
   * @param options.by what allows it, by default the token itself: a read-only one may not
   * @throws {AwxError | CaFileError}
   */
  async revokeMade(
    server: Server,
    { credential, api }: SignIn,
    { by = credential, signal }: { readonly by?: Credential; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    if (credential.kind === "token" && credential.made && api) {
      await this.revoke(server, { credential: by, api }, credential.made, signal);
    }
  }

  /**
   * Revokes a token with a credential that need not be stored. When no answer comes, the server is asked whether it is
   * gone.
   * @throws {AwxError | CaFileError}
   */
  async revoke(
    server: Server,
    { credential, api }: { readonly credential: Credential; readonly api: Api },
    { source, id }: TokenRef,
    signal?: AbortSignal,
  ): Promise<void> {
    const table = api.tables.find((candidate) => candidate.source === source);
    if (!table) return;
    const client = await this.#client(server, credential, table);
    try {
      await client.revokeToken(id, signal);
    } catch (error) {
      if (!isOutcomeUnknown(error) || !(await isGone(client, id))) throw error;
    }
  }

  async #foundWith(stored: SignIn, server: Server): Promise<Found | undefined> {
    // Mostly there is nothing, and then nothing that makes digests has to be loaded before the first request.
    return this.#found.size === 0 ? undefined : this.#found.get(await keyOf(stored, server));
  }

  async #findAgain(server: Server, stored: SignIn, signal?: AbortSignal): Promise<Found> {
    const { family, tables, baseUrl } = await this.discover(server, signal);
    if (family === "withoutTokens" || baseUrl !== server.url) {
      throw new AwxError(
        family === "withoutTokens"
          ? { kind: "withoutTokens" }
          : { kind: "unexpectedAnswer", status: 200, found: "otherShape" },
        "GET /api/",
      );
    }
    const { signIn } = await this.identify(server, stored.credential, { url: server.url, family, tables }, signal);
    const { api, canWrite } = signIn;
    this.#found.set(await keyOf(stored, server), { api, canWrite });
    return { api, canWrite };
  }

  #clients(server: Server, credential: Credential, tables: readonly TokenTable[]): Promise<readonly AwxClient[]> {
    return Promise.all(tables.map((table) => this.#client(server, credential, table)));
  }

  async #client(server: Server, credential: Credential, table: TokenTable): Promise<AwxClient> {
    const { AwxClient } = await import("../awx/awxClient");
    return new AwxClient(await this.#transport(server, credential), new URL(server.url).origin, table);
  }

  async #transport(server: Server, credential?: Credential, by?: string): Promise<Transport> {
    // What talks HTTP is loaded with the first request, because a start makes none.
    const { Transport } = await import("../awx/transport");
    return new Transport({
      origin: new URL(server.url).origin,
      ...(credential && { authorization: authorizationOf(credential) }),
      trust: await trustOf(server),
      ...(by !== undefined && { by }),
      timeoutMilliseconds: this.#timeout(),
      onExchange: (exchange) => {
        this.#log(server.name, exchange);
      },
    });
  }
}

/** The client of a connection for the tokens of a table, if the credential is accepted there. */
export function clientFor({ clients }: SignedInConnection, source: TokenSource): AwxClient | undefined {
  return clients.find((client) => client.source === source);
}

/**
 * Whose certificates a server is believed with.
 * @throws {CaFileError}
 */
export async function trustOf(server: Server): Promise<Trust> {
  if (server.skipCertificateVerification) return "unverified";
  if (server.caFile === undefined) return "system";
  const { readCaFile } = await import("./caFile");
  return { authorities: await readCaFile(server.caFile) };
}

function signInTokenOf(credential: Credential): SignInToken {
  if (credential.kind === "password") return { kind: "none" };
  return credential.made ? { kind: "made", ref: credential.made } : { kind: "pasted" };
}

function remembered({ api, canWrite }: SignIn, server: Server): Found | undefined {
  return api?.url === server.url ? { api, canWrite } : undefined;
}

/**
 * What is found with a sign-in is true of that alone: another credential may be accepted elsewhere. A digest, because
 * this is kept when the sign-in is gone.
 */
async function keyOf(signIn: SignIn, server: Server): Promise<string> {
  const { createHash } = await import("node:crypto");
  return createHash("sha256")
    .update(JSON.stringify([server.url, signIn]))
    .digest("base64");
}

/** Not when the server says so; something on the way that lets no OPTIONS through says nothing of the credential. */
async function mayWrite(client: AwxClient, signal?: AbortSignal): Promise<boolean> {
  try {
    return await client.mayCreate(signal);
  } catch (error) {
    if (isCancelled(error)) throw error;
    return true;
  }
}

/** Whether a token that was there is there no more; it may be the one that asks. */
async function isGone(client: AwxClient, id: number): Promise<boolean> {
  try {
    await client.token(id);
    return false;
  } catch (error) {
    return error instanceof AwxError && ["notFound", "unauthenticated"].includes(error.problem.kind);
  }
}

/** Why nobody says whose a credential is: a table that merely failed may be the one that accepts it. */
function reasonOf(results: readonly PromiseSettledResult<Me>[]): unknown {
  const failures = results.filter((result) => result.status === "rejected");
  const failure = failures.find((result) => !isRefusal(result)) ?? failures[0];
  return failure?.reason;
}

function isRefusal(result: PromiseSettledResult<Me> | undefined): boolean {
  if (result?.status !== "rejected" || !(result.reason instanceof AwxError)) return false;
  return result.reason.problem.kind === "unauthenticated" || result.reason.problem.kind === "forbidden";
}
