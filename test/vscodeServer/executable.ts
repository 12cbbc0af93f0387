import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { HostVersion } from "./install";

/**
 * Writes a program into `folder` that takes the place of desktop VS Code's executable for `runTests()` of
 * `@vscode/test-electron`, and runs the tests in a host from npm.
 *
 * @returns its path
 */
export async function writeTestHostExecutable(version: HostVersion, folder: string): Promise<string> {
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const command = [process.execPath, "--import", tsx, join(__dirname, "testHost.ts"), version].map(quoted).join(" ");
  const executable = join(folder, `vscode-${version}.sh`);
  await mkdir(folder, { recursive: true });
  await writeFile(executable, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  return executable;
}

function quoted(argument: string): string {
  return `'${argument.replaceAll("'", "'\\''")}'`;
}
