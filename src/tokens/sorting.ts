import type { AccessToken } from "../awx/schemas";
import type { Sort } from "./arrangement";
import { textKey } from "./textKey";
import { stampOf } from "./tokenList";

/**
 * Tokens in an order. Those that are alike in it follow each other by id, and those without a text come last, whatever
 * the direction.
 */
export function sortTokens(tokens: readonly AccessToken[], { by, isDescending }: Sort): readonly AccessToken[] {
  switch (by) {
    case "created":
    case "expires":
      return sortByTime(tokens, by, isDescending);
    case "modified":
      return sortByText(tokens, stampOf, isDescending);
    case "description":
      return sortByText(tokens, descriptionKey, isDescending);
    case "owner":
      return sortByText(tokens, ownerKeys(), isDescending);
  }
}

/** Without keys, which for a list that comes in its usual order would cost more than the comparisons. */
function sortByTime(
  tokens: readonly AccessToken[],
  by: "created" | "expires",
  isDescending: boolean,
): readonly AccessToken[] {
  const after = isDescending ? -1 : 1;
  return tokens.toSorted((a, b) => after * (a[by].getTime() - b[by].getTime()) || a.id - b.id);
}

function sortByText(
  tokens: readonly AccessToken[],
  keyOf: (token: AccessToken) => string,
  isDescending: boolean,
): readonly AccessToken[] {
  const keyed = tokens.map((token) => ({ token, key: keyOf(token) }));
  const before = isDescending ? 1 : -1;
  keyed.sort((a, b) => {
    if (a.key === b.key) return a.token.id - b.token.id;
    if (a.key === "" || b.key === "") return a.key === "" ? 1 : -1;
    return a.key < b.key ? before : -before;
  });
  return keyed.map(({ token }) => token);
}

/** Kept, as a view is drawn more often than a token changes. */
const descriptionKeys = new WeakMap<AccessToken, string>();

function descriptionKey(token: AccessToken): string {
  const known = descriptionKeys.get(token) ?? textKey(token.description);
  descriptionKeys.set(token, known);
  return known;
}

/** Few have all the tokens, so that their names need not be kept for longer than one sort takes. */
function ownerKeys(): (token: AccessToken) => string {
  const known = new Map<string, string>();
  return ({ ownerName = "" }) => {
    const key = known.get(ownerName) ?? textKey(ownerName);
    known.set(ownerName, key);
    return key;
  };
}
