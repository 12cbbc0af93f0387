import type { TokenSource } from "../awx/api";
import { AwxClient } from "../awx/awxClient";
import { readCertificate, type ServerCertificate } from "../awx/certificate";
import type { Discovery } from "../awx/discovery";
import { AwxError, isCertificateCode } from "../awx/errors";
import type { Me } from "../awx/schemas";
import { outcomeOf, Transport, type Exchange } from "../awx/transport";
import { Connections, trustOf } from "./connections";
import type { Api, Credential, SignIn } from "./credential";
import type { CredentialStore, SignedOutReason, StoredSignIn } from "./credentialStore";
import type { Server } from "./server";

/** What a test does, in this order. */
export const testSteps = ["address", "certificate", "version", "credential", "user"] as const;

export type TestStep = (typeof testSteps)[number];

/** What became of a step, and the requests that it took. */
export type StepResult<T> =
  | ({ readonly kind: "done"; readonly value: T } & Effort)
  | ({ readonly kind: "failed"; readonly error: unknown } & Effort)
  /** It makes no sense for this server, or after what became of the steps before. */
  | { readonly kind: "notDone" };

interface Effort {
  readonly exchanges: readonly Exchange[];
  readonly milliseconds: number;
}

/** What is stored to sign in with, without what is secret about it. */
export type StoredCredential =
  | {
      readonly kind: "found";
      readonly sends: Credential["kind"];
      /** We made the token with a password. */
      readonly isMade: boolean;
      readonly isSessionOnly: boolean;
    }
  | { readonly kind: SignedOutReason };

/** Who the credential signs in, and what it is good for. */
export interface Rights {
  readonly me: Me;
  readonly canWrite: boolean;
  /** The tables that accept it. */
  readonly sources: readonly TokenSource[];
}

/** What a test found out. Nothing in it is secret, and every text of the server's is the server's: do not trust it. */
export interface ConnectionReport {
  readonly server: Server;
  readonly startedAt: Date;
  readonly address: StepResult<Discovery>;
  readonly certificate: StepResult<ServerCertificate>;
  /** The release, where the server tells. */
  readonly version: StepResult<string | undefined>;
  readonly credential: StepResult<StoredCredential>;
  readonly user: StepResult<Rights>;
}

export interface TestOptions {
  readonly credentials: CredentialStore;
  readonly log: (serverName: string, exchange: Exchange) => void;
  readonly onStep: (step: TestStep) => void;
  /** How long an answer may take. */
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
}

const notDone = { kind: "notDone" } as const;

/**
 * Tries out a server step by step, as if nothing was known of it. Changes nothing, on the server or here.
 * @throws {AwxError} `cancelled` alone: what goes wrong in a step is what its result says
 */
export async function testConnection(server: Server, options: TestOptions): Promise<ConnectionReport> {
  const startedAt = new Date();
  const test = new ConnectionTest(server, options);
  const address = await test.run("address", (connections) => connections.discover(server, options.signal));
  const certificate = isCertificateShown(server, address)
    ? await test.run("certificate", () => test.readCertificate())
    : notDone;
  const found = address.kind === "done" ? address.value : undefined;
  const version = found?.tables.length ? await test.run("version", () => test.readVersion(found)) : notDone;
  const stored = await test.run("credential", () => options.credentials.read(server));
  const signIn = stored.kind === "done" && stored.value.kind === "found" ? stored.value.signIn : undefined;
  const api = found && apiOf(server, found);
  const user =
    signIn && api
      ? await test.run("user", (connections) => rightsOf(connections, server, signIn, api, options.signal))
      : notDone;
  const credential = stored.kind === "done" ? { ...stored, value: withoutSecret(stored.value) } : stored;
  return { server, startedAt, address, certificate, version, credential, user };
}

class ConnectionTest {
  readonly #server: Server;
  readonly #options: TestOptions;
  /** What is remembered of the server must not answer in its place. */
  readonly #connections: Connections;
  #exchanges: Exchange[] = [];

  constructor(server: Server, options: TestOptions) {
    this.#server = server;
    this.#options = options;
    this.#connections = new Connections(
      options.credentials,
      (_, exchange) => {
        this.#note(exchange);
      },
      () => options.timeoutMilliseconds,
    );
  }

  async run<T>(step: TestStep, act: (connections: Connections) => Promise<T>): Promise<StepResult<T>> {
    const { onStep, signal } = this.#options;
    onStep(step);
    this.#exchanges = [];
    const start = performance.now();
    const effort = () => ({ exchanges: this.#exchanges, milliseconds: since(start) });
    try {
      return { kind: "done", value: await act(this.#connections), ...effort() };
    } catch (error) {
      if (signal.aborted) throw new AwxError({ kind: "cancelled" }, step);
      return { kind: "failed", error, ...effort() };
    }
  }

  /** @throws {AwxError | CaFileError} */
  async readCertificate(): Promise<ServerCertificate> {
    const { timeoutMilliseconds } = this.#options;
    const trust = await trustOf(this.#server);
    const timeout = AbortSignal.timeout(timeoutMilliseconds);
    const start = performance.now();
    let outcome: Exchange["outcome"] = "cancelled";
    try {
      const { origin } = new URL(this.#server.url);
      const certificate = await readCertificate(origin, trust, AbortSignal.any([this.#options.signal, timeout]));
      outcome = certificate?.status ?? "no certificate";
      if (!certificate) throw new AwxError({ kind: "noAnswer", code: undefined }, "GET /api/");
      return certificate;
    } catch (error) {
      const isLate = timeout.aborted && !this.#options.signal.aborted;
      const failure = isLate
        ? new AwxError({ kind: "timedOut", milliseconds: timeoutMilliseconds }, "GET /api/")
        : error;
      if (failure instanceof AwxError) outcome = outcomeOf(failure);
      throw failure;
    } finally {
      this.#note({ method: "GET", path: "/api/", outcome, milliseconds: since(start) });
    }
  }

  /**
   * Asked without a credential, of the controller where there is one: the platform does not tell.
   * @throws {AwxError | CaFileError}
   */
  async readVersion({ tables }: Discovery): Promise<string | undefined> {
    const table = tables.find(({ source }) => source === "controller") ?? tables[0];
    if (!table) return undefined;
    const { origin } = new URL(this.#server.url);
    const onExchange = (exchange: Exchange) => {
      this.#note(exchange);
    };
    const { timeoutMilliseconds } = this.#options;
    const trust = await trustOf(this.#server);
    const transport = new Transport({ origin, trust, timeoutMilliseconds, onExchange });
    return new AwxClient(transport, origin, table).version(this.#options.signal);
  }

  #note(exchange: Exchange): void {
    this.#exchanges.push(exchange);
    this.#options.log(this.#server.name, exchange);
  }
}

/** Whether a look at the certificate tells more: there is one, and no silence before it. */
function isCertificateShown({ url }: Server, address: StepResult<Discovery>): boolean {
  if (!url.startsWith("https:")) return false;
  if (address.kind !== "failed") return true;
  if (!(address.error instanceof AwxError)) return false;
  const { problem } = address.error;
  if (problem.kind === "noAnswer") return isCertificateCode(problem.code);
  return problem.kind !== "timedOut" && problem.kind !== "proxyRefused";
}

/** Where a credential may be sent: only to the address in the settings, not to one that was found above it. */
function apiOf({ url }: Server, { family, baseUrl, tables }: Discovery): Api | undefined {
  return family === "withoutTokens" || baseUrl !== url ? undefined : { url, family, tables };
}

function withoutSecret(stored: StoredSignIn): StoredCredential {
  if (stored.kind !== "found") return stored;
  const { credential } = stored.signIn;
  const isMade = credential.kind === "token" && credential.made !== undefined;
  return { kind: "found", sends: credential.kind, isMade, isSessionOnly: stored.isSessionOnly };
}

async function rightsOf(
  connections: Connections,
  server: Server,
  { credential }: SignIn,
  api: Api,
  signal: AbortSignal,
): Promise<Rights> {
  const { me, signIn } = await connections.identify(server, credential, api, signal);
  return { me, canWrite: signIn.canWrite, sources: signIn.api.tables.map(({ source }) => source) };
}

function since(start: number): number {
  return Math.round(performance.now() - start);
}
