import { keyOf, type TokenKey, type TokenRef, type TokenSource } from "../awx/api";
import type { AccessToken, Me } from "../awx/schemas";
import type { TokenTables } from "./tokenTables";

/** A list as it was read: true when it was read, and kept true to our own edits since. */
export interface TokenList {
  /** Who the credential signs in as, by table: the user's ids differ. The first is the one to show. */
  readonly users: ReadonlyMap<TokenSource, Me>;
  readonly family: "controller" | "gateway";
  /** The server's tables, the platform's first, whether or not they have been read yet. */
  readonly sources: readonly TokenSource[];
  /** Not with a credential that the server calls read-only. */
  readonly canWrite: boolean;
  /** The credential is in memory alone. */
  readonly isSessionOnly: boolean;
  /** The token that signs us in, where we made it and so know which it is. */
  readonly signInToken: TokenKey | undefined;
  readonly tokens: TokenTables;
  /** Others' tokens that the server says may be changed; it is not asked on behalf of a superuser, who may change all. */
  readonly changeable: ReadonlySet<TokenKey>;
  /** The tables that could not be read, and why; what is listed of them is of an earlier time. */
  readonly unread: ReadonlyMap<TokenSource, unknown>;
  readonly readAt: Date;
  /** Not while the first pages of a first list are all there is. */
  readonly isComplete: boolean;
  /** How many tokens there will be, as far as that is known, while the list is not complete. */
  readonly total?: number;
  /** Which tokens were never used, of those whose list does not say so of each; only once the server was asked. */
  readonly usage?: { readonly neverUsed: ReadonlySet<TokenKey>; readonly readAt: Date } | undefined;
}

/** Who is signed in. */
export function userOf(list: TokenList): Me | undefined {
  return list.users.values().next().value;
}

/** Whether a token is the signed-in user's own. */
export function isOwn({ users }: TokenList, token: AccessToken): boolean {
  return token.ownerId !== null && token.ownerId === users.get(token.source)?.id;
}

/** Whether a table lists everyone's tokens to everyone, so that few of them are one's own to see to. */
export function listsEveryones(source: TokenSource): boolean {
  return source === "gateway";
}

/** Whether a table's list says when a token was used last. */
export function saysUse(source: TokenSource): boolean {
  return source === "gateway";
}

/** Whether it is known which tokens were never used, as of the time of the list, of all tables that could be read. */
export function isUsageKnown({ sources, unread, usage, readAt }: TokenList): boolean {
  return (
    sources.every((source) => saysUse(source) || unread.has(source)) || (usage !== undefined && usage.readAt >= readAt)
  );
}

/** Whether the user may change a token, as far as that does not depend on the credential (`canWrite`). */
export function isOffered(list: TokenList, token: AccessToken): boolean {
  return mayChangeAll(list, token.source) || isOwn(list, token) || list.changeable.has(keyOf(token));
}

/** Whether nothing in a table is refused to the user (`awx/main/access.py:794-833`, and the gateway alike). */
export function mayChangeAll({ users }: TokenList, source: TokenSource): boolean {
  return users.get(source)?.role === "superuser";
}

/** The same of all tables. */
export function mayChangeEverything(list: TokenList): boolean {
  return list.sources.every((source) => mayChangeAll(list, source));
}

/** Whether a token is certainly what signs us in. */
export function isSignInToken({ signInToken }: TokenList, token: AccessToken): boolean {
  return signInToken !== undefined && signInToken === keyOf(token);
}

/** A list with one more token, where it belongs. */
export function withToken(list: TokenList, token: AccessToken): TokenList {
  return { ...list, tokens: list.tokens.with(token) };
}

/** What became of a token: nothing is left of it where there is none. */
export interface TokenEdit {
  readonly ref: TokenRef;
  readonly token: AccessToken | undefined;
}

/** The tokens after edits of which each is newer than what the list says, unless the list's stamp is newer still. */
export function withEdits(tokens: TokenTables, edits: Iterable<TokenEdit>): TokenTables {
  let result = tokens;
  for (const { ref, token } of edits) {
    const listed = result.get(ref);
    // What the list says of a token is newer when its stamp is: somebody edited it after us.
    if (!listed || (token && stampOf(listed) > stampOf(token))) continue;
    result = token ? result.with(token) : result.without(ref);
  }
  return result;
}

/** Whether a token is in all that is known of it as another one is, if there is one. */
export function isAlike(token: AccessToken, other: AccessToken | undefined): boolean {
  return JSON.stringify(token) === JSON.stringify(other);
}

/** `modified` in a form whose alphabetical order is the order in time: AWX leaves the fraction out when it is zero. */
export function stampOf(token: AccessToken): string {
  return token.modified.replace(/(?:\.(\d+))?Z$/, (_, fraction: string | undefined) => (fraction ?? "").padEnd(6, "0"));
}
