import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const script = path.resolve(__dirname, "../../../scripts/summarize.ts");

/** What two runs print, the first of which has two failures. */
const recorded = `
> test:unit

  a body
    ✔ is read
    1) is given up
    2) is compared

  1 passing (12ms)
  2 failing

  1) a body
       is given up:
     Error: Timeout of 10000ms exceeded.
      at listOnTimeout (node:internal/timers:588:17)

  2) a body
       is compared:

      AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:

1 !== 2

      + expected - actual

      at Context.<anonymous> (test/unit/awx/body.test.ts:7:12)


> test:host

  a tree
    1) is of the second run

  3 passing (1s)
`;

describe("the summary of a log", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "summarize-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function summarize(log: string): { readonly lines: readonly string[]; readonly status: number | null } {
    const file = path.join(folder, "log");
    writeFileSync(file, log);
    const { stdout, status } = spawnSync(process.execPath, ["--import", "tsx", script, file], { encoding: "utf8" });
    return { lines: stdout.trimEnd().split("\n"), status };
  }

  it("tells again what failed and why, without stacks, and adds up all runs in its last line", () => {
    assert.deepEqual(summarize(recorded), {
      lines: [
        "  1) a body",
        "       is given up:",
        "     Error: Timeout of 10000ms exceeded.",
        "  2) a body",
        "       is compared:",
        "      AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:",
        "1 !== 2",
        "      + expected - actual",
        "4 passed, 2 failed",
      ],
      status: 1,
    });
  });

  it("says no more than the sum when nothing failed", () => {
    assert.deepEqual(summarize("  3 passing (1s)\n\ncontract: 5 of 5 exchanges\n"), {
      lines: ["8 passed, 0 failed"],
      status: 0,
    });
  });

  it("tells no more than can be read", () => {
    const failures = Array.from(
      { length: 60 },
      (_, index) => `  ${String(index + 1)}) a\n       b:\n     Error\n      at c\n`,
    );
    const { lines } = summarize(`  0 passing (1s)\n  60 failing\n\n${failures.join("\n")}`);
    assert.equal(lines.length, 33 * 3 + 2);
    assert.deepEqual(lines.slice(-2), ["  … and more, which the log has", "0 passed, 60 failed"]);
  });
});
