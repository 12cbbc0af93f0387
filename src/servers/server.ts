import * as v from "valibot";
import { parseServerUrl } from "./serverUrl";

/** A configured AWX server. */
export interface Server {
  /** What the person calls it; no two servers have the same. */
  readonly name: string;
  /** Scheme, host, port and path prefix, without a trailing slash. */
  readonly url: string;
}

/** An entry of the setting that names no server, and what is wrong with it. */
export interface UnusableEntry {
  /** Its place in the setting, from 0. */
  readonly index: number;
  readonly problem: "shape" | "url" | "duplicateName";
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

const named = v.object({ name: v.pipe(v.string(), v.trim(), v.nonEmpty()) });
const located = v.object({ url: v.string() });

/** Reads a value of the setting `awxTokens.servers`; people write it by hand, so it may be anything. */
export function parseServers(value: unknown): ParsedServers {
  const servers: Server[] = [];
  const unusable: UnusableEntry[] = [];
  const names = new Set<string>();
  const indexes = new Map<string, number>();
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const [index, entry] of entries.entries()) {
    const name = v.safeParse(named, entry);
    const url = v.safeParse(located, entry);
    if (name.success) names.add(name.output.name);
    if (!name.success || !url.success) {
      unusable.push({ index, problem: "shape" });
      continue;
    }
    const address = parseServerUrl(url.output.url);
    if ("problem" in address) unusable.push({ index, problem: "url" });
    else if (indexes.has(name.output.name)) unusable.push({ index, problem: "duplicateName" });
    else {
      servers.push({ name: name.output.name, url: address.url });
      indexes.set(name.output.name, index);
    }
  }
  return { servers, unusable, names, indexes };
}
