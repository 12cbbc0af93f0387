import type { Parts } from "./parts";

/** Shows those of a server's tokens alone that fit what a person types. */
export function filterTokens(parts: Parts): Promise<void> {
  parts.log.trace("filterTokens");
  return Promise.resolve();
}
