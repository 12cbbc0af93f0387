import { AwxError } from "./errors";
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
}

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
      return { family: await familyAt(transport, origin, prefix, signal), baseUrl: origin + prefix };
    } catch (error) {
      first ??= isRefusal(error) ? otherShape(error.request) : error;
      if (prefix === "" || !isAnswered(error)) throw first;
    }
  }
}

async function familyAt(transport: Transport, origin: string, prefix: string, signal?: AbortSignal): Promise<Family> {
  const rootPath = `${prefix}/api/`;
  const root = await read(transport, rootPath, apiRoot, signal);
  if (root.apis) return "gateway";
  const version = root.current_version ?? "";
  const versionPath = `${rootPath}v2/`;
  if (!URL.canParse(version, origin) || new URL(version, origin).href !== origin + versionPath) {
    throw otherShape(`GET ${rootPath}`);
  }
  const endpoints = await read(transport, versionPath, versionRoot, signal);
  return endpoints.tokens === undefined ? "withoutTokens" : "controller";
}

/**
 * Whether something refused us, as AWX never does at its roots: whatever it is, no credential of ours and no object is
 * the reason, because neither was in play.
 */
function isRefusal(error: unknown): error is AwxError {
  if (!(error instanceof AwxError)) return false;
  return ["unauthenticated", "forbidden", "notFound", "rejected", "refused"].includes(error.problem.kind);
}

/** Whether something answered, so that asking the same origin for another path can tell more. */
function isAnswered(error: unknown): boolean {
  if (!(error instanceof AwxError)) return false;
  return error.problem.kind !== "noAnswer" && error.problem.kind !== "timedOut" && error.problem.kind !== "cancelled";
}
