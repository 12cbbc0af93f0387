import type { AccessToken } from "../awx/schemas";
import { day } from "../util/durations";
import { groupBy } from "../util/groupBy";
import type { Grouping } from "./arrangement";
import { eternityAfter, expiryOf } from "./expiry";
import { mayWrite, otherScopesOf, pickableScopes, scopesOf } from "./scopes";
import { textKey } from "./textKey";
import type { TokenList } from "./tokenList";
import { usageOf, type Usage } from "./usage";

/** When a token expires, as a group is named after it. */
export type ExpiryGroup = (typeof expiryGroups)[number];

const expiryGroups = ["expired", "soon", "later", "never"] as const;

/** When a token was used last, in the same way. */
export type UsageGroup = (typeof usageGroups)[number];

const usageGroups = ["never", "overYearAgo", "over90DaysAgo", "within90Days", "sometime", "notKnown"] as const;

/** Tokens that stand together, and what by. */
export type TokenGroup = {
  /** The same for as long as there are tokens in it, and no other group's. */
  readonly key: string;
  /** In the order in which they were given. */
  readonly tokens: readonly AccessToken[];
} & (
  | { readonly by: "application"; readonly application: { readonly id: number; readonly name?: string } | "personal" }
  | { readonly by: "scope"; readonly words: readonly string[] }
  | { readonly by: "expiry"; readonly expiry: ExpiryGroup }
  | { readonly by: "usage"; readonly usage: UsageGroup }
);

/** What groups depend on. */
export interface GroupingContext {
  readonly list: TokenList;
  readonly now: Date;
  /** Within how many days from now a token expires soon. */
  readonly soonDays: number;
}

/**
 * The tokens of a list, or some of them, in groups: personal ones and then those of each application by its name, the
 * most powerful scopes first, what has expired first, or what was never used first.
 */
export function groupTokens(
  tokens: readonly AccessToken[],
  by: Exclude<Grouping, "owner" | "none">,
  context: GroupingContext,
): readonly TokenGroup[] {
  switch (by) {
    case "application":
      return byApplication(tokens);
    case "scope":
      return byScope(tokens);
    case "expiry":
      return byExpiry(tokens, context);
    case "usage":
      return byUsage(tokens, context);
  }
}

function byApplication(tokens: readonly AccessToken[]): readonly TokenGroup[] {
  // Applications of different tables may have the same number.
  const groups = groupBy(tokens, ({ source, applicationId }) =>
    applicationId === null ? "personal" : `${source}/${String(applicationId)}`,
  );
  const personal = groups.get("personal");
  groups.delete("personal");
  const ofApplications = [...groups].map(([key, some]) => {
    const id = some[0]?.applicationId ?? 0;
    const name = some.find(({ applicationName }) => applicationName !== undefined)?.applicationName;
    return { key, name, id, some, place: textKey(name ?? "") };
  });
  ofApplications.sort((a, b) => (a.place === b.place ? a.id - b.id : a.place < b.place ? -1 : 1));
  return [
    ...(personal ? [{ by: "application", key: "personal", application: "personal", tokens: personal } as const] : []),
    ...ofApplications.map(({ key, name, id, some }): TokenGroup => ({
      by: "application",
      key,
      application: name === undefined ? { id } : { id, name },
      tokens: some,
    })),
  ];
}

function byScope(tokens: readonly AccessToken[]): readonly TokenGroup[] {
  // There are few scopes, so what a scope is compared by is found out once for each.
  const keys = new Map<string, string>();
  const groups = groupBy(tokens, ({ scope }) => {
    const key = keys.get(scope) ?? wordsOf(scope).join(" ");
    keys.set(scope, key);
    return key;
  });
  return [...groups]
    .sort(([a], [b]) => powerOf(b) - powerOf(a) || scopesOf(b).size - scopesOf(a).size || (a < b ? -1 : 1))
    .map(([key, some]) => ({ by: "scope", key, words: [...scopesOf(key)], tokens: some }));
}

/** The words of a scope, in the same order for the same words. */
function wordsOf(scope: string): readonly string[] {
  const words = scopesOf(scope);
  return [...pickableScopes.filter((word) => words.has(word)), ...[...otherScopesOf(scope)].sort()];
}

function powerOf(scope: string): number {
  return mayWrite(scope) ? 2 : scopesOf(scope).has("read") ? 1 : 0;
}

function byExpiry(tokens: readonly AccessToken[], { now, soonDays }: GroupingContext): readonly TokenGroup[] {
  const eternity = eternityAfter(now);
  const groups = groupBy(tokens, (token): ExpiryGroup => {
    return token.expires > eternity ? "never" : expiryOf(token, now, soonDays);
  });
  return expiryGroups.flatMap((expiry) => {
    const some = groups.get(expiry);
    return some ? [{ by: "expiry", key: expiry, expiry, tokens: some }] : [];
  });
}

function byUsage(tokens: readonly AccessToken[], { list, now }: GroupingContext): readonly TokenGroup[] {
  const groups = groupBy(tokens, (token) => usageGroupOf(usageOf(list, token), now));
  return usageGroups.flatMap((usage) => {
    const some = groups.get(usage);
    return some ? [{ by: "usage", key: usage, usage, tokens: some }] : [];
  });
}

function usageGroupOf(usage: Usage, now: Date): UsageGroup {
  if (!(usage instanceof Date)) return usage;
  const days = (now.getTime() - usage.getTime()) / day;
  return days > 365 ? "overYearAgo" : days > 90 ? "over90DaysAgo" : "within90Days";
}
