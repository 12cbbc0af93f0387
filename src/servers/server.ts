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

const entrySchema = v.object({ name: v.pipe(v.string(), v.trim(), v.nonEmpty()), url: v.string() });

/** The servers that a value of the setting `awxTokens.servers` describes; people write it by hand, so it may be anything. */
export function parseServers(value: unknown): { servers: readonly Server[]; unusable: readonly UnusableEntry[] } {
  const servers = new Map<string, Server>();
  const unusable: UnusableEntry[] = [];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const [index, entry] of entries.entries()) {
    const parsed = v.safeParse(entrySchema, entry);
    if (!parsed.success) {
      unusable.push({ index, problem: "shape" });
      continue;
    }
    const { name } = parsed.output;
    const address = parseServerUrl(parsed.output.url);
    if ("problem" in address) unusable.push({ index, problem: "url" });
    else if (servers.has(name)) unusable.push({ index, problem: "duplicateName" });
    else servers.set(name, { name, url: address.url });
  }
  return { servers: [...servers.values()], unusable };
}

/** The name that an entry of the setting gives its server, if it gives one. */
export function nameOfEntry(entry: unknown): string | undefined {
  const parsed = v.safeParse(entrySchema, entry);
  return parsed.success ? parsed.output.name : undefined;
}
