import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const cacheRoot = resolve(__dirname, "../../.cache/vscode");
const stampFile = ".installed";

/**
 * The cache folder `name`, filled once by `fill` for as long as `recipe` stays the same.
 *
 * It is filled under another name and renamed when complete, so an interrupted or a concurrent run never leaves a
 * half-filled folder behind, and two runs at once end up sharing whichever finished first.
 *
 * @throws whatever `fill` throws; nothing is kept then
 */
export async function cachedFolder(
  name: string,
  recipe: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheRoot, name);
  if (await isComplete(folder, recipe)) return folder;

  await mkdir(cacheRoot, { recursive: true });
  await removeAbandoned(name);
  const partial = temporaryName(name, "partial");
  try {
    await mkdir(partial);
    await fill(partial);
    await writeFile(join(partial, stampFile), recipe);
    if (!(await isComplete(folder, recipe))) await replace(folder, partial, name, recipe);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

async function isComplete(folder: string, recipe: string): Promise<boolean> {
  try {
    return (await readFile(join(folder, stampFile), "utf8")) === recipe;
  } catch {
    return false;
  }
}

async function replace(folder: string, by: string, name: string, recipe: string): Promise<void> {
  const old = temporaryName(name, "old");
  if (existsSync(folder)) await rename(folder, old);
  try {
    await rename(by, folder);
  } catch (error) {
    // Another process put its own in place between the two renames: as good as ours.
    if (!(await isComplete(folder, recipe))) throw error;
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}

function temporaryName(name: string, kind: "partial" | "old"): string {
  return join(cacheRoot, `${name}.${kind}-${String(process.pid)}`);
}

async function removeAbandoned(name: string): Promise<void> {
  for (const entry of await readdir(cacheRoot)) {
    const [, owner, pid] = /^(.+)\.(?:partial|old)-(\d+)$/.exec(entry) ?? [];
    if (owner !== name || isRunning(Number(pid))) continue;
    // An npm that outlived its run may still be writing there.
    await rm(join(cacheRoot, entry), { recursive: true, force: true, maxRetries: 5 });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
