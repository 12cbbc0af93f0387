import type { Parts } from "./parts";
import type { SeveralTargets } from "./targets";

/** Has a new token take the place of one. */
export async function rotateToken(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  await Promise.resolve([parts, argument, selected]);
}

export async function rotateTokens(parts: Parts, several: SeveralTargets): Promise<void> {
  await Promise.resolve([parts, several]);
}
