import type { Parts } from "./parts";

/** Stops reading the tokens of a server. */
export function stopReading(parts: Parts): Promise<void> {
  parts.log.trace("stopReading");
  return Promise.resolve();
}
