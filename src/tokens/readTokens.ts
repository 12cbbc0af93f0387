import { keyOf, type SignInToken, type TokenKey, type TokenSource } from "../awx/api";
import type { AwxClient } from "../awx/awxClient";
import { AwxError } from "../awx/errors";
import { pageSize } from "../awx/pages";
import type { AccessToken, Me } from "../awx/schemas";
import { catchUp, type TableTokens } from "./catchUp";
import { changeableTokens } from "./changeableTokens";
import { isOwn, mayChangeAll, mayChangeEverything, type TokenList } from "./tokenList";

/** What a server's tokens are read with. */
export interface Reader {
  readonly kind: "signedIn";
  readonly family: TokenList["family"];
  /** A client for each table. */
  readonly clients: readonly AwxClient[];
  readonly canWrite: boolean;
  readonly isSessionOnly: boolean;
  readonly signInToken: SignInToken;
}

/** How often a long table is read again that has changed in more than can be caught up with. */
const mostReadings = 3;

/** How a server's tokens are read. */
export interface Reading {
  readonly former: TokenList | undefined;
  /** Asks for what changed since the former list was read, where there is one; all is read where that cannot tell. */
  readonly isChangesOnly?: boolean;
  readonly signal: AbortSignal;
  readonly onPage: (list: TokenList) => void;
}

/**
 * Reads every table of a server, one after the other. A table that fails while another can be read is left as it was
 * in the former list, and named in `unread`.
 * @param reading.onPage is given what has arrived, after each page; the tokens in it go on to come
 * @throws {AwxError} what the first table failed with, when none can be read
 */
export async function readTokens(reader: Reader, reading: Reading): Promise<TokenList> {
  const { family, clients, canWrite, isSessionOnly, signInToken } = reader;
  const { former, isChangesOnly = false, signal, onPage } = reading;
  const users = new Map<TokenSource, Me>();
  const tokens = new Map<TokenKey, AccessToken>();
  const unread = new Map<TokenSource, unknown>();
  const arrived: TokenList = {
    users,
    family,
    sources: clients.map(({ source }) => source),
    canWrite,
    isSessionOnly,
    signInToken: signInToken.kind === "made" ? keyOf(signInToken.ref) : undefined,
    tokens,
    changeable: new Set(),
    unread,
    readAt: new Date(),
    isComplete: false,
    usage: former?.usage,
  };
  const caughtUp = new Set<TokenSource>();
  const unchanged = new Set<TokenSource>();
  for (const client of clients) {
    const { source } = client;
    const known = former && !former.unread.has(source) ? former : undefined;
    const user = known?.users.get(source);
    try {
      const formerly = tableIn(isChangesOnly ? known : undefined, source);
      const present = isChangesOnly && user && (await catchUp(client, formerly, signal));
      if (present) {
        if (present === formerly) unchanged.add(source);
        else for (const token of present.values()) tokens.set(keyOf(token), token);
        users.set(source, user);
        caughtUp.add(source);
      } else {
        // What is still on its way when it fails is of no use any more. When it ends well, too: a combined signal that
        // somebody has listened to is held until it is aborted.
        const ended = new AbortController();
        const either = AbortSignal.any([signal, ended.signal]);
        await readTable(client, arrived, users, tokens, either, onPage).finally(() => {
          ended.abort();
        });
      }
    } catch (error) {
      if (clients.length === 1 || !concernsTableAlone(error)) throw error;
      unread.set(source, error);
      for (const [key, token] of tokens) if (token.source === source) tokens.delete(key);
      const formerUser = former?.users.get(source);
      if (formerUser) users.set(source, formerUser);
      for (const [key, token] of former?.tokens ?? []) if (token.source === source) tokens.set(key, token);
    }
  }
  const [failure] = unread.values();
  if (unread.size === clients.length) throw failure;
  const whole = former && unchanged.size > 0 ? withUnchanged(arrived, unchanged, former) : tokens;
  const list: TokenList = { ...arrived, tokens: whole, isComplete: true };
  // A superuser has no need to ask, and a credential that cannot write no use.
  if (!canWrite || mayChangeEverything(list)) return list;
  // A list that was read with a credential that cannot write asked for no rights.
  const asker = former?.canWrite === true ? former : undefined;
  if (whole === asker?.tokens) return { ...list, changeable: asker.changeable };
  const asked = clients.filter(({ source }) => !unread.has(source) && !mayChangeAll(list, source));
  const others = [...whole.values()].filter((token) => !isOwn(list, token) && !mayChangeAll(list, token.source));
  const isKnown = rightsKnown(asker, new Set([...unread.keys(), ...caughtUp]));
  const changeable = others.filter((token) => isKnown(token)).map(keyOf);
  const unknown = others.filter((token) => isKnown(token) === undefined);
  return { ...list, changeable: new Set([...changeable, ...(await changeableTokens(asked, unknown, signal))]) };
}

/**
 * The tokens that were read, and those of the tables in which nothing changed, table by table. Where that is all, they
 * are the former ones themselves: ten thousand are not put together anew at each refresh.
 */
function withUnchanged(
  { sources, tokens }: TokenList,
  unchanged: ReadonlySet<TokenSource>,
  former: TokenList,
): TokenList["tokens"] {
  if (unchanged.size === sources.length && sources.length === former.sources.length) return former.tokens;
  const whole = new Map<TokenKey, AccessToken>();
  for (const source of sources) {
    const table = unchanged.has(source) ? former.tokens : tokens;
    for (const [key, token] of table) if (token.source === source) whole.set(key, token);
  }
  return whole;
}

/**
 * What a former list knows of the rights to others' tokens of some tables; nothing of those for an application that
 * it has no token of.
 */
function rightsKnown(
  former: TokenList | undefined,
  sources: ReadonlySet<TokenSource>,
): (token: AccessToken) => boolean | undefined {
  const known = new Map<string, boolean>();
  const alike = ({ source, applicationId }: AccessToken) => `${source}/${String(applicationId)}`;
  for (const token of former?.tokens.values() ?? []) {
    if (former && sources.has(token.source) && !isOwn(former, token) && !mayChangeAll(former, token.source)) {
      known.set(alike(token), former.changeable.has(keyOf(token)));
    }
  }
  return (token) => known.get(alike(token));
}

function tableIn(list: TokenList | undefined, source: TokenSource): TableTokens {
  const tokens = new Map<number, AccessToken>();
  for (const token of list?.tokens.values() ?? []) if (token.source === source) tokens.set(token.id, token);
  return tokens;
}

async function readTable(
  client: AwxClient,
  list: TokenList,
  users: Map<TokenSource, Me>,
  tokens: Map<TokenKey, AccessToken>,
  signal: AbortSignal,
  onPage: (list: TokenList) => void,
): Promise<void> {
  let reading: Promise<Me> | undefined;
  for (let readings = 1; ; readings++) {
    const found = new Map<number, AccessToken>();
    let total = 0;
    const onCount = (count: number): void => {
      total = count;
    };
    const pages = client.tokenPages({ signal, onCount });
    // Asked for after the first page, which is what a person waits for.
    const first = pages.next();
    reading ??= client.me(signal);
    // Awaited below; until then a failed first page must not leave them unhandled.
    for (const promise of [first, reading]) promise.catch(() => undefined);
    for (let page = await first; !page.done; page = await pages.next()) {
      for (const token of page.value) {
        found.set(token.id, token);
        tokens.set(keyOf(token), token);
      }
      users.set(client.source, await reading);
      onPage({ ...list, users: new Map(users), total: tokens.size - found.size + total });
    }
    users.set(client.source, await reading);
    const settled = await settle(client, found, signal);
    if (!settled && readings < mostReadings) continue;
    if (readings === 1 && settled === found) return;
    for (const [key, token] of tokens) if (token.source === client.source) tokens.delete(key);
    for (const token of (settled ?? found).values()) tokens.set(keyOf(token), token);
    return;
  }
}

/** What was read of a table, true to what changed while it was; nothing when it is to be read again. */
async function settle(client: AwxClient, found: TableTokens, signal: AbortSignal): Promise<TableTokens | undefined> {
  // A single page is what there was at a moment.
  if (found.size <= pageSize) return found;
  const { count, newestId } = await client.tokenCount({}, signal);
  if (count === found.size && newestId === [...found.keys()].at(-1)) return found;
  return catchUp(client, found, signal);
}

/** Whether the server's other table may still be readable. */
function concernsTableAlone(error: unknown): boolean {
  if (!(error instanceof AwxError)) return false;
  switch (error.problem.kind) {
    case "forbidden":
    case "serverFailed":
    case "refused":
    case "timedOut":
    case "badNextPage":
    case "rejected":
      return true;
    case "unexpectedAnswer":
      return error.problem.status !== 404;
    case "notFound":
    case "unauthenticated":
    case "redirected":
    case "noAnswer":
    case "proxyRefused":
    case "cancelled":
    case "withoutTokens":
      return false;
  }
}
