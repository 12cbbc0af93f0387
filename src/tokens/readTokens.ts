import { keyOf, type SignInToken, type TokenSource } from "../awx/api";
import type { AwxClient } from "../awx/awxClient";
import { AwxError } from "../awx/errors";
import { pageSize } from "../awx/pages";
import type { AccessToken, Me } from "../awx/schemas";
import { catchUp } from "./catchUp";
import { changeableTokens } from "./changeableTokens";
import { isOwn, mayChangeAll, mayChangeEverything, type TokenList } from "./tokenList";
import { TokenTables, type TableTokens } from "./tokenTables";

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
  const tables = new Map<TokenSource, TableTokens>(clients.map(({ source }) => [source, new Map()]));
  const unread = new Map<TokenSource, unknown>();
  const arrived: TokenList = {
    users,
    family,
    sources: clients.map(({ source }) => source),
    canWrite,
    isSessionOnly,
    signInToken: signInToken.kind === "made" ? keyOf(signInToken.ref) : undefined,
    tokens: new TokenTables(tables),
    changeable: new Set(),
    unread,
    readAt: new Date(),
    isComplete: false,
    usage: former?.usage,
  };
  const caughtUp = new Set<TokenSource>();
  for (const client of clients) {
    const { source } = client;
    const known = former && !former.unread.has(source) ? former : undefined;
    const user = known?.users.get(source);
    try {
      const present = isChangesOnly && known && user && (await catchUp(client, known.tokens.of(source), signal));
      if (present) {
        tables.set(source, present);
        users.set(source, user);
        caughtUp.add(source);
      } else {
        // What is still on its way when it fails is of no use any more. When it ends well, too: a combined signal that
        // somebody has listened to is held until it is aborted.
        const ended = new AbortController();
        const either = AbortSignal.any([signal, ended.signal]);
        await readTable(client, arrived, users, tables, either, onPage).finally(() => {
          ended.abort();
        });
      }
    } catch (error) {
      if (clients.length === 1 || !concernsTableAlone(error)) throw error;
      unread.set(source, error);
      const formerUser = former?.users.get(source);
      if (formerUser) users.set(source, formerUser);
      tables.set(source, former?.tokens.of(source) ?? new Map());
    }
  }
  const [failure] = unread.values();
  if (unread.size === clients.length) throw failure;
  const list: TokenList = { ...arrived, isComplete: true };
  // A superuser has no need to ask, and a credential that cannot write no use.
  if (!canWrite || mayChangeEverything(list)) return list;
  // A list that was read with a credential that cannot write asked for no rights.
  const asker = former?.canWrite === true ? former : undefined;
  const isUnchanged = list.sources.every((source) => tables.get(source) === asker?.tokens.of(source));
  if (asker && isUnchanged) return { ...list, changeable: asker.changeable };
  const asked = clients.filter(({ source }) => !unread.has(source) && !mayChangeAll(list, source));
  const others = list.tokens.all().filter((token) => !isOwn(list, token) && !mayChangeAll(list, token.source));
  const isKnown = rightsKnown(asker, new Set([...unread.keys(), ...caughtUp]));
  const changeable = others.filter((token) => isKnown(token)).map(keyOf);
  const unknown = others.filter((token) => isKnown(token) === undefined);
  return { ...list, changeable: new Set([...changeable, ...(await changeableTokens(asked, unknown, signal))]) };
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
  for (const token of former?.tokens.all() ?? []) {
    if (former && sources.has(token.source) && !isOwn(former, token) && !mayChangeAll(former, token.source)) {
      known.set(alike(token), former.changeable.has(keyOf(token)));
    }
  }
  return (token) => known.get(alike(token));
}

async function readTable(
  client: AwxClient,
  list: TokenList,
  users: Map<TokenSource, Me>,
  tables: Map<TokenSource, TableTokens>,
  signal: AbortSignal,
  onPage: (list: TokenList) => void,
): Promise<void> {
  let reading: Promise<Me> | undefined;
  for (let readings = 1; ; readings++) {
    const found = new Map<number, AccessToken>();
    // What was read first is shown until all has been read again.
    if (readings === 1) tables.set(client.source, found);
    const others = list.tokens.size - list.tokens.of(client.source).size;
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
      for (const token of page.value) found.set(token.id, token);
      users.set(client.source, await reading);
      onPage({ ...list, users: new Map(users), total: others + total });
    }
    users.set(client.source, await reading);
    const settled = await settle(client, found, signal);
    if (!settled && readings < mostReadings) continue;
    tables.set(client.source, settled ?? found);
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
