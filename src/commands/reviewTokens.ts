import type { Parts } from "./parts";

export async function reviewTokens(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  await Promise.resolve([parts, argument, selected]);
}
