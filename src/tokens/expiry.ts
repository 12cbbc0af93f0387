import { day } from "../util/durations";

/** Where a token stands with its expiry. What `soon` is, is the person's to say. */
export type Expiry = "expired" | "soon" | "later";

/** @param soonDays within how many days from now a token expires soon */
export function expiryOf(token: { readonly expires: Date }, now: Date, soonDays: number): Expiry {
  const left = token.expires.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left <= soonDays * day ? "soon" : "later";
}

/** In how many years nobody alive is concerned any more. */
const eternalYears = 10;

/** The time after which a token that expires then practically never does. */
export function eternityAfter(now: Date): Date {
  const time = new Date(now);
  time.setUTCFullYear(time.getUTCFullYear() + eternalYears);
  return time;
}
