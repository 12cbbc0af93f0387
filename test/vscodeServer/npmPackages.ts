import { createHash } from "node:crypto";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "./processes";

/** What a committed package folder installs; changes whenever its manifest or its lock file does. */
export async function lockFileDigest(packageFolder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"]) hash.update(await readFile(join(packageFolder, file)));
  return hash.digest("hex");
}

/**
 * Installs what the committed `packageFolder` locks into `target`, running no install scripts.
 *
 * @throws with npm's last output when it fails twice
 */
export async function installLocked(packageFolder: string, target: string): Promise<void> {
  for (const file of ["package.json", "package-lock.json"])
    await copyFile(join(packageFolder, file), join(target, file));
  await npm(["ci"], target);
}

/**
 * Runs npm in `folder` without install scripts, a second time if the first one fails: registries have bad moments.
 *
 * @throws with npm's last output when it fails twice
 */
export async function npm(args: readonly string[], folder: string): Promise<void> {
  const quiet = [
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--omit-lockfile-registry-resolved",
  ];
  const run = () => runProgram("npm", [...args, ...quiet], { cwd: folder });
  await run().catch(run);
}
