import type { TokensState } from "../tokens/tokenStore";

/** Whether there is more to say of a server's list than the list itself says. */
export function hasStatus(state: TokensState): boolean {
  switch (state.kind) {
    case "idle":
    case "loading":
      return false;
    case "signedOut":
    case "failed":
      return true;
    case "loaded":
      return state.list.tokens.size === 0 && state.list.unread.size === 0;
  }
}
