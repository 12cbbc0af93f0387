/** Where a token stands with its expiry. What `soon` is, is the person's to say. */
export type Expiry = "expired" | "soon" | "later";

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** @param soonDays within how many days from now a token expires soon */
export function expiryOf(token: { readonly expires: Date }, now: Date, soonDays: number): Expiry {
  const left = token.expires.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left <= soonDays * dayMilliseconds ? "soon" : "later";
}
