import { keyOf } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import type { TokenList } from "./tokenList";

/** When a token was used last, as far as its server says: a controller only says which never were, when it is asked. */
export type Usage = Date | "never" | "sometime" | "notKnown";

/** When a token of a list was used last. */
export function usageOf({ usage }: TokenList, token: AccessToken): Usage {
  if (token.lastUsed === null) return "never";
  if (token.lastUsed) return token.lastUsed;
  if (!usage) return "notKnown";
  return usage.neverUsed.has(keyOf(token)) ? "never" : "sometime";
}
