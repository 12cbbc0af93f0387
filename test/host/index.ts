import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import { version } from "vscode";
import { assertNoHits } from "../support/canaries";
import { watchForLeaks } from "./support/leaks";

/** What `run()` leaves for `test/runHost.ts` in the file that AWX_TOKENS_HOST_RESULT names. */
export interface HostResult {
  readonly vscode: string;
  /** How many there are to run. */
  readonly tests: number;
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

/**
 * Runs, in the extension host, the tests that `test/runHost.ts` bundles into `tests.js` beside this module's bundle.
 *
 * @throws when a test fails, none ran, or a secret of the test doubles passed through VS Code's API
 */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const leaks = watchForLeaks();
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false, forbidOnly: !!process.env["CI"] });
  const grep = process.env["AWX_TOKENS_HOST_GREP"];
  if (grep) mocha.fgrep(grep);
  mocha.addFile(join(__dirname, "tests.js"));

  const { tests, passes, failures, pending } = await new Promise<Omit<HostResult, "vscode">>((resolve, reject) => {
    const runner = mocha.run(() => {
      // mocha's own count of tests leaves out those that a failed hook keeps from running.
      if (runner.stats) resolve({ ...runner.stats, tests: runner.total });
      else reject(new Error("mocha kept no count"));
    });
  });
  const result: HostResult = { vscode: version, tests, passes, failures, pending };
  const resultFile = process.env["AWX_TOKENS_HOST_RESULT"];
  if (resultFile) writeFileSync(resultFile, JSON.stringify(result));
  assertNoHits(leaks.hits);
  if (failures > 0) throw new Error(`${String(failures)} tests failed`);
  if (passes === 0) throw new Error("No test ran");
}
