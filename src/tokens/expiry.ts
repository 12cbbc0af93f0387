/** Where a token stands with its expiry. `soon` is within 30 days. */
export type Expiry = "expired" | "soon" | "later";

const soonMilliseconds = 30 * 24 * 60 * 60 * 1000;

export function expiryOf(token: { readonly expires: Date }, now: Date): Expiry {
  const left = token.expires.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left <= soonMilliseconds ? "soon" : "later";
}
