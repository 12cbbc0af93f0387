import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./atExit";

export interface ScratchFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A new temporary folder, removed by `remove()` or when this process ends. */
export async function scratchFolder(): Promise<ScratchFolder> {
  const path = await mkdtemp(join(tmpdir(), "awx-tokens-"));
  // A program that is being killed may still write into it for a moment.
  const how = { recursive: true, force: true, maxRetries: 5 };
  const cancel = atExit(() => {
    rmSync(path, how);
  });
  return {
    path,
    remove: async () => {
      await rm(path, how);
      cancel();
    },
  };
}
