import { memoized } from "../util/memoized";

/** The scopes that can be picked, in AWX's order; `write` lets a token read as well (`awx/api/generics.py:353-357`). */
export const pickableScopes = ["read", "write"] as const;

export type PickableScope = (typeof pickableScopes)[number];

/** The words of a scope as a server stores it: any order, any white space between. */
export const scopesOf = memoized((scope): ReadonlySet<string> => {
  return new Set(scope.split(/[\s\p{Cc}]+/u).filter((word) => word !== ""));
});

/** The words that a server knows and we do not offer; an edit keeps them. */
export function otherScopesOf(scope: string): readonly string[] {
  return [...scopesOf(scope)].filter((word) => !isPickable(word));
}

/** The text to send: the picked scopes in AWX's order, then the other words of the present one, one space between. */
export function scopeText(picked: Iterable<PickableScope>, present: string): string {
  const chosen = new Set<string>(picked);
  return [...pickableScopes.filter((word) => chosen.has(word)), ...otherScopesOf(present)].join(" ");
}

/** What several tokens are to have: for each scope, whether all get it, all lose it, or each keeps what it has. */
export type ScopeChoice = ReadonlyMap<PickableScope, "give" | "take" | "keep">;

/** The scope that a token has after a choice for several. */
export function scopeAfter(present: string, choice: ScopeChoice): string {
  return scopeText(pickedAfter(present, choice), present);
}

/** Whether a choice for several leaves a token something to do, as a choice for it alone must. */
export function isPossible(present: string, choice: ScopeChoice): boolean {
  return pickedAfter(present, choice).length > 0;
}

function pickedAfter(present: string, choice: ScopeChoice): readonly PickableScope[] {
  const words = scopesOf(present);
  return pickableScopes.filter((word) => (choice.get(word) === "keep" ? words.has(word) : choice.get(word) === "give"));
}

/** The words of a scope, always in the same order: for a person to read. */
export const orderedScope = memoized((scope) => {
  const words = scopesOf(scope);
  return scopeText(
    pickableScopes.filter((word) => words.has(word)),
    scope,
  );
});

/** Whether two scopes are the same set of words. */
export function isSameScope(a: string, b: string): boolean {
  const [left, right] = [scopesOf(a), scopesOf(b)];
  return left.size === right.size && [...left].every((word) => right.has(word));
}

/** Whether a token may change things on its server. */
export function mayWrite(scope: string): boolean {
  return scopesOf(scope).has("write");
}

/** Whether an edit would let the token do what it may not do now. */
export function isWidening(from: string, to: string): boolean {
  return mayWrite(to) && !mayWrite(from);
}

/** Whether a word is one of the scopes that can be picked. */
export function isPickable(word: string): word is PickableScope {
  return (pickableScopes as readonly string[]).includes(word);
}
