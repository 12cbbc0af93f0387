import type { AccessToken } from "../awx/schemas";
import { expiryOf } from "./expiry";
import { isOffered, type TokenList } from "./tokenList";

/**
 * Whether the person should see to a token: it has expired or does soon, and is theirs to change.
 * @param soonDays within how many days from now a token expires soon
 */
export function needsAttention(token: AccessToken, list: TokenList, now: Date, soonDays: number): boolean {
  return expiryOf(token, now, soonDays) !== "later" && isOffered(list, token);
}
