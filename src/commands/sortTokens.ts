import type { Parts } from "./parts";

/** Asks for the order of the tokens in the view. */
export function sortTokens(parts: Parts): Promise<void> {
  parts.log.trace("sortTokens");
  return Promise.resolve();
}
