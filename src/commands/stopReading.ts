import type { Parts } from "./parts";
import { serverNamesFor } from "./targets";

/** Stops reading tokens: of the server whose row it was called on, or of all. What was known before stays. */
export function stopReading(parts: Parts, argument: unknown): Promise<void> {
  for (const name of serverNamesFor(parts, argument)) parts.tokens.stop(name);
  return Promise.resolve();
}
