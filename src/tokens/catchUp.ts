import type { AwxClient } from "../awx/awxClient";
import { pageSize } from "../awx/pages";
import type { AccessToken } from "../awx/schemas";
import { day } from "../util/durations";
import { isAlike } from "./tokenList";
import { tableWith, type TableTokens } from "./tokenTables";

/**
 * How much is asked for twice: a server may have several clocks, and what is stamped first may be written last. In
 * milliseconds.
 */
const overlap = 60_000;

/** How far a server's clock may be ahead of ours, in milliseconds. */
const longestAhead = day;

/**
 * A table's tokens with what changed on the server since they were read: two small requests when nothing did, and some
 * more for tokens that are gone.
 * @returns `known` itself when nothing changed; nothing when reading all again is as cheap, or the only way to tell
 * @throws {AwxError}
 */
export async function catchUp(
  client: AwxClient,
  known: TableTokens,
  signal: AbortSignal,
): Promise<TableTokens | undefined> {
  const newestStamp = latest(known, modifiedTime);
  // Nothing can be newer than a stamp of the future: all that changes from now on would be overlooked.
  if (known.size === 0 || newestStamp > Date.now() + longestAhead) return undefined;
  const changed = await client.tokensChangedSince({ modified: before(newestStamp), used: lastUse(known) }, signal);
  const tokens = merged(known, changed);
  const ids = [...tokens.keys()];
  const newest = ids.at(-1) ?? 0;
  // What is made from now on has a higher id, and is for the next time.
  const { count } = await client.tokenCount({ before: newest + 1 }, signal);
  const missing = ids.length - count;
  const pages = Math.ceil(ids.length / pageSize);
  if (missing * (Math.log2(pages) + 1) > Math.max(pages, 4)) return undefined;
  const gone = await goneOf(client, ids, missing, signal);
  if (!gone) return undefined;
  if (gone.length === 0) return tokens;
  const left = new Map(tokens);
  for (const id of gone) left.delete(id);
  return left;
}

/**
 * Which of some ids there are no longer, found by counting halves.
 * @param missing how many are not
 * @returns nothing when there are others among them
 */
async function goneOf(
  client: AwxClient,
  ids: readonly number[],
  missing: number,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const [first, last] = [ids[0], ids.at(-1)];
  if (missing === 0) return [];
  if (first === undefined || last === undefined || missing < 0 || missing > ids.length) return undefined;
  if (missing === ids.length) return ids;
  const pages = Math.ceil(ids.length / pageSize);
  if (pages === 1) {
    const there = new Set((await client.tokensIn({ after: first - 1, before: last + 1 }, signal)).map(({ id }) => id));
    const gone = ids.filter((id) => !there.has(id));
    return gone.length === missing ? gone : undefined;
  }
  const half = ids.slice(0, Math.ceil(pages / 2) * pageSize);
  const rest = ids.slice(half.length);
  const { count } = await client.tokenCount({ after: first - 1, before: (half.at(-1) ?? last) + 1 }, signal);
  const missingOfHalf = half.length - count;
  const gone = await goneOf(client, half, missingOfHalf, signal);
  const goneOfRest = gone && (await goneOf(client, rest, missing - missingOfHalf, signal));
  return goneOfRest && [...gone, ...goneOfRest];
}

function merged(known: TableTokens, asked: readonly AccessToken[]): TableTokens {
  // What is asked for twice is mostly as it was.
  const changed = asked.filter((token) => !isAlike(token, known.get(token.id)));
  return changed.length === 0 ? known : tableWith(known, changed);
}

/** Kept, as those of all tokens are looked at with each refresh. */
const modifiedTimes = new WeakMap<AccessToken, number>();

function modifiedTime(token: AccessToken): number {
  const known = modifiedTimes.get(token);
  if (known !== undefined) return known;
  const time = Date.parse(token.modified);
  modifiedTimes.set(token, time);
  return time;
}

/** When one of the tokens was used last, where the list says. */
function lastUse(tokens: TableTokens): Date | undefined {
  const [any] = tokens.values();
  if (any?.lastUsed === undefined) return undefined;
  return before(latest(tokens, ({ lastUsed }) => lastUsed?.getTime() ?? 0));
}

function latest(tokens: TableTokens, timeOf: (token: AccessToken) => number): number {
  let found = 0;
  for (const token of tokens.values()) found = Math.max(found, timeOf(token));
  return found;
}

function before(time: number): Date {
  return new Date(Math.max(0, time - overlap));
}
