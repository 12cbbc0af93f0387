import type { TokenSource, TokenTable } from "./api";
import { AwxError, isBusy, type AwxProblem } from "./errors";
import { otherShape, read } from "./read";
import { apiRoot, versionRoot } from "./schemas";
import type { Transport } from "./transport";

/**
 * What stands at an address: an AWX or controller with the token API, an AAP gateway, or an AWX release that has no
 * tokens any more.
 */
export type Family = "controller" | "gateway" | "withoutTokens";

export interface Discovery {
  readonly family: Family;
  /** The server's address: the one asked about, or a parent of it when that was a page of the web UI. */
  readonly baseUrl: string;
  /** Where its tokens are, the platform's first; none in the family without. */
  readonly tables: readonly TokenTable[];
}

/** The version of the API that we know, by who answers. */
const knownVersion: Readonly<Record<TokenSource, string>> = { controller: "v2/", gateway: "v1/" };

/**
 * Finds the server behind an address with anonymous requests, before anybody is asked for a credential. Whether a path
 * is a prefix of the server or a page of its web UI cannot be read off it, so the path and then each of its parents is
 * asked.
 * @param transport sends to the address's origin and carries no credential
 * @param baseUrl without a trailing slash
 * @throws {AwxError} what was found at the address itself when no AWX is found
 */
export async function discover(transport: Transport, baseUrl: string, signal?: AbortSignal): Promise<Discovery> {
  const { origin, pathname } = new URL(baseUrl);
  let first: unknown;
  for (let prefix = pathname.replace(/\/$/, ""); ; prefix = prefix.slice(0, prefix.lastIndexOf("/"))) {
    try {
      const { family, tables } = await new Search(transport, origin, signal).at(`${prefix}/api/`);
      return { family, baseUrl: origin + prefix, tables };
    } catch (error) {
      first ??= unlessRefused(error);
      if (prefix === "" || !isAnswered(error)) throw first;
    }
  }
}

/** Reads the roots of one server. */
class Search {
  readonly #transport: Transport;
  readonly #origin: string;
  readonly #signal: AbortSignal | undefined;

  constructor(transport: Transport, origin: string, signal: AbortSignal | undefined) {
    this.#transport = transport;
    this.#origin = origin;
    this.#signal = signal;
  }

  async at(rootPath: string): Promise<Pick<Discovery, "family" | "tables">> {
    const { apis, current_version: version } = await read(this.#transport, rootPath, apiRoot, this.#signal);
    if (!apis) {
      const table = await this.#tableAt("controller", rootPath, version);
      return table ? { family: "controller", tables: [table] } : { family: "withoutTokens", tables: [] };
    }
    const [platform, controller] = await Promise.all([
      this.#tableOf("gateway", apis.gateway, rootPath),
      apis.controller === undefined ? undefined : this.#controllerOf(apis.controller, rootPath),
    ]);
    const tables = [platform, controller].filter((table) => table !== undefined);
    return { family: tables.length === 0 ? "withoutTokens" : "gateway", tables };
  }

  /**
   * The platform's tokens are there without the controller, which may have none of its own any more. One that merely
   * does not answer well now is taken to have some: whoever reads them is told what is the matter.
   */
  async #controllerOf(servicePath: string, rootPath: string): Promise<TokenTable | undefined> {
    try {
      return await this.#tableOf("controller", servicePath, rootPath);
    } catch (error) {
      if (!(error instanceof AwxError) || error.problem.kind === "cancelled") throw error;
      if (error.problem.kind === "notFound" || error.problem.kind === "unexpectedAnswer") return undefined;
      const path = this.#pathBelow(rootPath, servicePath, rootPath);
      return { source: "controller", root: path + knownVersion.controller };
    }
  }

  async #tableOf(source: TokenSource, servicePath: string, rootPath: string): Promise<TokenTable | undefined> {
    const path = this.#pathBelow(rootPath, servicePath, rootPath);
    const { current_version: version } = await read(this.#transport, path, apiRoot, this.#signal);
    return this.#tableAt(source, path, version);
  }

  async #tableAt(source: TokenSource, servicePath: string, version = ""): Promise<TokenTable | undefined> {
    const root = this.#pathBelow(servicePath, version, servicePath);
    if (root !== servicePath + knownVersion[source]) throw otherShape(`GET ${servicePath}`);
    const endpoints = await read(this.#transport, root, versionRoot, this.#signal);
    return endpoints.tokens === undefined ? undefined : { source, root };
  }

  /** A path that an answer names, which must not lead away from where the server is. */
  #pathBelow(parent: string, named: string, askedPath: string): string {
    const url = URL.canParse(named, this.#origin) ? new URL(named, this.#origin) : undefined;
    const isBelow = url?.origin === this.#origin && url.href === this.#origin + url.pathname;
    if (!isBelow || !url.pathname.startsWith(parent) || !url.pathname.endsWith("/")) {
      throw otherShape(`GET ${askedPath}`);
    }
    return url.pathname;
  }
}

/**
 * A refusal as what it is: AWX refuses nobody at its roots, so it comes from something in front, and no credential of
 * ours and no object is the reason, because neither was in play.
 */
function unlessRefused(error: unknown): unknown {
  if (!(error instanceof AwxError)) return error;
  const status = refusalStatus(error.problem);
  if (status === undefined) return error;
  return new AwxError({ kind: "unexpectedAnswer", status, found: "refusal" }, error.request);
}

function refusalStatus(problem: AwxProblem): number | undefined {
  switch (problem.kind) {
    case "rejected":
      return 400;
    case "unauthenticated":
      return 401;
    case "forbidden":
      return 403;
    case "notFound":
      return 404;
    case "refused":
      // Whoever is too busy refuses everybody.
      return isBusy(problem.status) ? undefined : problem.status;
    default:
      return undefined;
  }
}

/** Whether something answered, so that asking the same origin for another path can tell more. */
function isAnswered(error: unknown): boolean {
  if (!(error instanceof AwxError)) return false;
  return !["noAnswer", "proxyRefused", "timedOut", "cancelled"].includes(error.problem.kind);
}
