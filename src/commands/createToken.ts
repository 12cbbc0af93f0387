import type { Parts } from "./parts";

export async function createToken(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  await Promise.resolve([parts, argument, selected]);
}
