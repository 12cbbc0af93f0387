import type { TokenSource } from "../../../src/awx/api";
import type { AccessToken } from "../../../src/awx/schemas";
import type { TokenList } from "../../../src/tokens/tokenList";
import { TokenTables } from "../../../src/tokens/tokenTables";
import { groupBy } from "../../../src/util/groupBy";

/** A controller's list as its administrator reads it, of which a test names what it is about. */
export function aList(values: Partial<TokenList> = {}): TokenList {
  return {
    users: new Map([["controller", { id: 1, username: "admin", role: "superuser" }]]),
    family: "controller",
    sources: ["controller"],
    canWrite: true,
    isSessionOnly: false,
    signInToken: undefined,
    tokens: tablesOf(),
    changeable: new Set(),
    unread: new Map(),
    readAt: new Date("2026-01-02T03:04:05.678Z"),
    isComplete: true,
    ...values,
  };
}

/** Tokens as a list holds them: their tables, and what is in each, in the order in which they are given. */
export function tablesOf(...tokens: readonly AccessToken[]): TokenTables {
  const tables = new Map<TokenSource, Map<number, AccessToken>>();
  for (const [source, listed] of groupBy(tokens, (token) => token.source)) {
    tables.set(source, new Map(listed.map((token) => [token.id, token])));
  }
  return new TokenTables(tables);
}
