import type { Parts } from "./parts";

export async function undoLastEdit(parts: Parts): Promise<void> {
  await Promise.resolve(parts);
}

export async function showRecentEdits(parts: Parts): Promise<void> {
  await Promise.resolve(parts);
}
