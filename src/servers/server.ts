import * as v from "valibot";
import { parseServerUrl } from "./serverUrl";

/** A configured AWX server. */
export interface Server {
  /** What the person calls it; no two servers have the same. */
  readonly name: string;
  /** Scheme, host, port and path prefix, without a trailing slash. */
  readonly url: string;
  /** A PEM file with the certificates of the authorities that alone are trusted for it. */
  readonly caFile?: string;
  /** Nothing tells whether it is really this server that answers. */
  readonly skipCertificateVerification?: boolean;
}

/** Why an entry of the setting names no server. */
export type EntryProblem = "notAnObject" | "name" | "url" | "duplicateName" | "caFile" | "skipCertificateVerification";

/** An entry of the setting that names no server, and what is wrong with it. */
export interface UnusableEntry {
  /** Its place in the setting, from 0; none when the setting is not even a list. */
  readonly index: number | undefined;
  /** Its name, when it has one. */
  readonly name: string | undefined;
  readonly problem: EntryProblem | "notAList";
}

/** What a value of the setting `awxTokens.servers` says. */
export interface ParsedServers {
  readonly servers: readonly Server[];
  readonly unusable: readonly UnusableEntry[];
  /** Every name in it, also of entries that cannot be used as they are. */
  readonly names: ReadonlySet<string>;
  /** The place of each server's entry, by the server's name. */
  readonly indexes: ReadonlyMap<string, number>;
}

const nameKey = v.pipe(v.string(), v.trim(), v.nonEmpty());
const caFileKey = v.optional(v.pipe(v.string(), v.trim(), v.check(isAbsolutePath)));
const skipKey = v.optional(v.boolean());

/** Reads a value of the setting `awxTokens.servers`; people write it by hand, so it may be anything. */
export function parseServers(value: unknown): ParsedServers {
  const servers: Server[] = [];
  const unusable: UnusableEntry[] = [];
  const names = new Set<string>();
  const indexes = new Map<string, number>();
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    unusable.push({ index: undefined, name: undefined, problem: "notAList" });
  }
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry);
    const { name } = parsed;
    if (name !== undefined) names.add(name);
    if ("problem" in parsed) {
      unusable.push({ index, name, problem: parsed.problem });
    } else if (indexes.has(parsed.name)) {
      unusable.push({ index, name, problem: "duplicateName" });
    } else {
      servers.push(parsed);
      indexes.set(parsed.name, index);
    }
  }
  return { servers, unusable, names, indexes };
}

function parseEntry(value: unknown): Server | { readonly name: string | undefined; readonly problem: EntryProblem } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { name: undefined, problem: "notAnObject" };
  }
  const entry: Partial<Record<keyof Server, unknown>> = value;
  const { name: givenName, url: givenUrl, caFile: givenFile, skipCertificateVerification: givenSkip } = entry;
  const name = v.safeParse(nameKey, givenName);
  if (!name.success) return { name: undefined, problem: "name" };
  const refused = (problem: EntryProblem) => ({ name: name.output, problem });
  const address = typeof givenUrl === "string" ? parseServerUrl(givenUrl) : undefined;
  if (!address || "problem" in address) return refused("url");
  const caFile = v.safeParse(caFileKey, givenFile);
  if (!caFile.success) return refused("caFile");
  const skip = v.safeParse(skipKey, givenSkip);
  if (!skip.success) return refused("skipCertificateVerification");
  return withTrust(
    { name: name.output, url: address.url },
    {
      ...(caFile.output !== undefined && { caFile: caFile.output }),
      ...(skip.output !== undefined && { skipCertificateVerification: skip.output }),
    },
  );
}

/**
 * Whether a path means the same file wherever VS Code was started; `~` stands for the home folder. One of another
 * computer's (`\\\\host\\…`) is none: reading it would contact a host that nobody configured.
 */
export function isAbsolutePath(path: string): boolean {
  return /^(\/(?!\/)|~[\\/]|[A-Za-z]:[\\/])/.test(path);
}

/** How a server is to be believed: what the settings say of it beside its name and address. */
export type TrustSettings = Pick<Server, "caFile" | "skipCertificateVerification">;

/** What a server's settings say of how it is to be believed, where they say anything. */
export function trustSettingsOf({ caFile, skipCertificateVerification }: TrustSettings): TrustSettings {
  return {
    ...(caFile !== undefined && { caFile }),
    ...(skipCertificateVerification && { skipCertificateVerification }),
  };
}

/** A server that is believed with this and nothing else. */
export function withTrust({ name, url }: Server, trust: TrustSettings): Server {
  return { name, url, ...trustSettingsOf(trust) };
}

/** Whether two addresses have scheme, host and port in common, which is what a credential is bound to. */
export function isSameOrigin(a: Pick<Server, "url">, b: Pick<Server, "url">): boolean {
  return URL.canParse(a.url) && URL.canParse(b.url) && new URL(a.url).origin === new URL(b.url).origin;
}

/** Whether two servers are believed alike. */
export function isTrustedAlike(a: TrustSettings, b: TrustSettings): boolean {
  return a.caFile === b.caFile && (a.skipCertificateVerification ?? false) === (b.skipCertificateVerification ?? false);
}

/** Whether two servers are the same in all that decides how they are talked to. */
export function isSameServer(a: Server | undefined, b: Server | undefined): boolean {
  if (!a || !b) return a === b;
  return a.name === b.name && a.url === b.url && isTrustedAlike(a, b);
}
