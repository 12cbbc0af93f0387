/**
 * Stands in for the executable of desktop VS Code when `@vscode/test-electron` runs tests: takes the extension and the
 * tests from the same arguments, runs them in a host from npm, and ends with the tests' exit code.
 *
 * usage: testHost.ts floor|newest --extensionDevelopmentPath=… --extensionTestsPath=…
 */
import { parseArgs } from "node:util";
import { hostVersions } from "./install";
import { endWithParent } from "./parentWatch";
import { runTestsInWorkbench } from "./runTestsInWorkbench";

const usage = `usage: testHost.ts ${hostVersions.join("|")} --extensionDevelopmentPath=… --extensionTestsPath=…`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { extensionDevelopmentPath: { type: "string" }, extensionTestsPath: { type: "string" } },
    // Desktop VS Code is given more than applies here.
    strict: false,
    allowPositionals: true,
  });
  const version = hostVersions.find((host) => host === positionals[0]);
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  if (version === undefined || typeof extensionDevelopmentPath !== "string" || typeof extensionTestsPath !== "string")
    throw new Error(usage);
  return runTestsInWorkbench(version, extensionDevelopmentPath, extensionTestsPath);
}

endWithParent();
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
