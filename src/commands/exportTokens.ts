import type { Parts } from "./parts";
import type { TokenTarget } from "./targets";

/** Saves what is known of tokens to a file. */
export async function exportTokens(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  await Promise.resolve([parts, argument, selected]);
}

export async function exportTargets(parts: Parts, targets: readonly TokenTarget[]): Promise<void> {
  await Promise.resolve([parts, targets]);
}
