import type { Parts } from "./parts";

/** Shows those of a server's tokens alone that need attention. */
export function showNeedsAttention(parts: Parts): Promise<void> {
  parts.log.trace("showNeedsAttention");
  return Promise.resolve();
}
