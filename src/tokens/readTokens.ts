import { keyOf, type SignInToken, type TokenKey, type TokenSource } from "../awx/api";
import type { AwxClient } from "../awx/awxClient";
import { AwxError } from "../awx/errors";
import type { AccessToken, Me } from "../awx/schemas";
import { changeableTokens } from "./changeableTokens";
import { isOwn, mayChangeAll, type TokenList } from "./tokenList";

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

/**
 * Reads every table of a server, one after the other. A table that fails while another can be read is left as it was
 * in the former list, and named in `unread`.
 * @param onPage is given what has arrived, after each page; the tokens in it go on to come
 * @throws {AwxError} what the first table failed with, when none can be read
 */
export async function readTokens(
  reader: Reader,
  former: TokenList | undefined,
  signal: AbortSignal,
  onPage: (list: TokenList) => void,
): Promise<TokenList> {
  const { family, clients, canWrite, isSessionOnly, signInToken } = reader;
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
  };
  for (const client of clients) {
    try {
      await readTable(client, arrived, users, tokens, signal, onPage);
    } catch (error) {
      if (clients.length === 1 || !concernsTableAlone(error)) throw error;
      unread.set(client.source, error);
      for (const key of tokens.keys()) if (key.startsWith(client.source)) tokens.delete(key);
      const user = former?.users.get(client.source);
      if (user) users.set(client.source, user);
      for (const [key, token] of former?.tokens ?? []) if (token.source === client.source) tokens.set(key, token);
    }
  }
  const [failure] = unread.values();
  if (unread.size === clients.length) throw failure;
  const list: TokenList = { ...arrived, isComplete: true };
  if (!canWrite) return list;
  const asked = clients.filter(({ source }) => !unread.has(source) && !mayChangeAll(list, source));
  const others = [...tokens.values()].filter((token) => !isOwn(list, token));
  const still = [...(former?.changeable ?? [])].filter((key) => {
    const token = tokens.get(key);
    return token && unread.has(token.source);
  });
  return { ...list, changeable: new Set([...still, ...(await changeableTokens(asked, others, signal))]) };
}

async function readTable(
  client: AwxClient,
  list: TokenList,
  users: Map<TokenSource, Me>,
  tokens: Map<TokenKey, AccessToken>,
  signal: AbortSignal,
  onPage: (list: TokenList) => void,
): Promise<void> {
  const reading = client.me(signal);
  // Awaited below; until then a failed first page must not leave it unhandled.
  reading.catch(() => undefined);
  for await (const page of client.tokenPages(signal)) {
    for (const token of page) tokens.set(keyOf(token), token);
    users.set(client.source, await reading);
    onPage({ ...list, users: new Map(users) });
  }
  users.set(client.source, await reading);
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
