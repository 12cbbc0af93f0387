import type { Parts } from "./parts";

/** Shows all tokens of a server again. */
export function clearFilter(parts: Parts): Promise<void> {
  parts.log.trace("clearFilter");
  return Promise.resolve();
}
