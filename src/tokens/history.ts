import type { AwxClient } from "../awx/awxClient";
import { AwxError, isCancelled } from "../awx/errors";
import type { HistoryEntry } from "../awx/history";

/** What is known of a token's history. */
export type History =
  | ReadHistory
  /** The server lets this user not see it. */
  | { readonly kind: "forbidden" }
  /** The server keeps none. */
  | { readonly kind: "absent" }
  | { readonly kind: "failed"; readonly error: unknown };

/** A history as far as it was read. */
export interface ReadHistory {
  readonly kind: "read";
  /** The newest first. */
  readonly entries: readonly HistoryEntry[];
  /** How many there are besides, all older; with where they are. */
  readonly older: { readonly count: number; readonly link: string } | undefined;
  /** How many the pages had that were read, also those that a later page had once more. */
  readonly passed: number;
}

/**
 * The newest entries of a token's history.
 * @param link where it is, as the server says
 * @throws {AwxError} `cancelled` alone: what went wrong is in what it gives
 */
export async function readHistory(client: AwxClient, link: string | undefined, signal?: AbortSignal): Promise<History> {
  if (link === undefined) return { kind: "absent" };
  try {
    return await readOn(client, { kind: "read", entries: [], passed: 0, older: { count: 0, link } }, signal);
  } catch (error) {
    if (isCancelled(error)) throw error;
    if (!(error instanceof AwxError)) return { kind: "failed", error };
    const { problem } = error;
    if (problem.kind === "forbidden") return { kind: "forbidden" };
    const isMissing = problem.kind === "notFound" || (problem.kind === "unexpectedAnswer" && problem.status === 404);
    return isMissing ? { kind: "absent" } : { kind: "failed", error };
  }
}

/**
 * A history with its next page.
 * @throws {AwxError}
 */
export async function readOlder(client: AwxClient, history: ReadHistory, signal?: AbortSignal): Promise<ReadHistory> {
  try {
    return await readOn(client, history, signal);
  } catch (error) {
    // "Invalid page.": old entries were cleaned up meanwhile, so that there is no such page any more.
    if (error instanceof AwxError && error.problem.kind === "notFound") return { ...history, older: undefined };
    throw error;
  }
}

async function readOn(client: AwxClient, history: ReadHistory, signal?: AbortSignal): Promise<ReadHistory> {
  if (!history.older) return history;
  const { entries, count, next } = await client.history(history.older.link, signal);
  // What happened meanwhile comes first, and so moves what was read on to the next page.
  const known = new Set(history.entries.map(({ id }) => id));
  const found = entries.filter(({ id }) => !known.has(id));
  if (next !== undefined && found.length === 0) {
    throw new AwxError({ kind: "badNextPage", reason: "loop" }, `GET ${history.older.link}`);
  }
  const passed = history.passed + entries.length;
  return {
    kind: "read",
    entries: [...history.entries, ...found],
    passed,
    older: next === undefined ? undefined : { count: Math.max(1, count - passed), link: next },
  };
}
