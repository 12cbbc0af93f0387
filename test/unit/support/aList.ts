import { keyOf, type TokenKey } from "../../../src/awx/api";
import type { AccessToken } from "../../../src/awx/schemas";
import type { TokenList } from "../../../src/tokens/tokenList";

/** A controller's list as its administrator reads it, of which a test names what it is about. */
export function aList(values: Partial<TokenList> = {}): TokenList {
  return {
    users: new Map([["controller", { id: 1, username: "admin", role: "superuser" }]]),
    family: "controller",
    sources: ["controller"],
    canWrite: true,
    isSessionOnly: false,
    signInToken: undefined,
    tokens: new Map(),
    changeable: new Set(),
    unread: new Map(),
    readAt: new Date("2026-01-02T03:04:05.678Z"),
    isComplete: true,
    ...values,
  };
}

/** Tokens in the order in which they are given, as a list holds them. */
export function mapOf(...tokens: readonly AccessToken[]): ReadonlyMap<TokenKey, AccessToken> {
  return new Map(tokens.map((token) => [keyOf(token), token]));
}
