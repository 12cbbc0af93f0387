import { isUnauthenticated, type TokensState } from "../tokens/tokenStore";

/** What can be done about a state: sign in, try again, or nothing. */
export type StatusKind = "signedOut" | "failed" | "signedIn";

/** What can be done about a server's state. */
export function statusKind(state: TokensState): StatusKind {
  if (state.kind === "signedOut" || isUnauthenticated(state)) return "signedOut";
  return state.kind === "failed" ? "failed" : "signedIn";
}
