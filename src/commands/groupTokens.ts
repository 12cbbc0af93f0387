import type { Parts } from "./parts";

/** Asks for what the tokens in the view stand together by. */
export function groupTokens(parts: Parts): Promise<void> {
  parts.log.trace("groupTokens");
  return Promise.resolve();
}
