import { keyOf, type TokenKey } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { groupBy } from "../util/groupBy";
import { eternityAfter, expiryOf } from "./expiry";
import { mayWrite } from "./scopes";

/** What there may be to see to about a token, the gravest first. */
export const findings = ["expired", "expiringSoon", "eternalWrite", "neverUsed", "undescribed", "duplicate"] as const;

export type Finding = (typeof findings)[number];

/** A token that there is something to see to about. */
export interface ReviewedToken {
  readonly token: AccessToken;
  /** All that was found, the gravest first. */
  readonly findings: readonly Finding[];
  /** All of its owner's, in its table, that have its description, itself among them. */
  readonly namesakes: readonly AccessToken[];
}

/** What tokens are reviewed by. */
export interface Criteria {
  readonly now: Date;
  /** Within how many days a token expires soon. */
  readonly soonDays: number;
  /** Which were never used, of those whose list does not say so itself. */
  readonly neverUsed: ReadonlySet<TokenKey>;
}

/** Finds what there is to see to about tokens: each is below the gravest finding about it, in the order of `findings`. */
export function review(
  tokens: readonly AccessToken[],
  criteria: Criteria,
): ReadonlyMap<Finding, readonly ReviewedToken[]> {
  const namesakes = groupBy(tokens.filter(isDescribed), descriptionKey);
  const reviewed = tokens.map((token): ReviewedToken => {
    const alike = namesakes.get(descriptionKey(token)) ?? [token];
    return { token, findings: findingsOf(token, alike, criteria), namesakes: alike };
  });
  const gravest = groupBy(reviewed, (each) => each.findings[0]);
  return new Map(
    findings.flatMap((finding) => {
      const found = gravest.get(finding);
      return found ? [[finding, inOrder(finding, found)] as const] : [];
    }),
  );
}

function findingsOf(
  token: AccessToken,
  namesakes: readonly AccessToken[],
  { now, soonDays, neverUsed }: Criteria,
): readonly Finding[] {
  const expiry = expiryOf(token, now, soonDays);
  const found: Readonly<Record<Finding, boolean>> = {
    expired: expiry === "expired",
    expiringSoon: expiry === "soon",
    eternalWrite: mayWrite(token.scope) && token.expires > eternityAfter(now),
    neverUsed: token.lastUsed === null || neverUsed.has(keyOf(token)),
    undescribed: !isDescribed(token),
    duplicate: namesakes.length > 1,
  };
  return findings.filter((finding) => found[finding]);
}

/** What comes first among the tokens of a finding: what expires first, and what has the same description together. */
function inOrder(finding: Finding, found: readonly ReviewedToken[]): readonly ReviewedToken[] {
  switch (finding) {
    case "expired":
    case "expiringSoon":
      return [...found].sort((a, b) => a.token.expires.getTime() - b.token.expires.getTime());
    case "duplicate":
      return [...groupBy(found, ({ token }) => descriptionKey(token)).values()].flat();
    case "eternalWrite":
    case "neverUsed":
    case "undescribed":
      return found;
  }
}

function isDescribed({ description }: AccessToken): boolean {
  return description.trim() !== "";
}

/** The same for tokens of one owner, in one table, whose descriptions a person takes for the same. */
function descriptionKey({ source, ownerId, description }: AccessToken): string {
  return JSON.stringify([source, ownerId, description.trim().toLowerCase()]);
}
