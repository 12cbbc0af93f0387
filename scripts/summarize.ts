/**
 * Adds up what the test runners of a log counted, and prints it as one line: `N passed, N failed`. Before that line it
 * tells again what failed and why, because a long log is shown without its beginning.
 *
 * usage: tsx scripts/summarize.ts LOG
 */
import { readFileSync } from "node:fs";

/** How many lines are told again at most, of one failure and in total. */
const mostOfOne = 15;
const most = 100;

const log = readFileSync(process.argv[2] ?? "", "utf8");

let passed = 0;
let failed = 0;
for (const [, count, outcome] of log.matchAll(/^\s*(\d+) (passing|failing)\b/gm)) {
  if (outcome === "passing") passed += Number(count);
  else failed += Number(count);
}
for (const [, alike, all] of log.matchAll(/^contract: (\d+) of (\d+) exchanges$/gm)) {
  passed += Number(alike);
  failed += Number(all) - Number(alike);
}
let left = most;
for (const failure of failuresIn(log)) {
  left -= failure.length;
  if (left < 0) {
    console.log("  … and more, which the log has");
    break;
  }
  console.log(failure.join("\n"));
}
console.log(`${String(passed)} passed, ${String(failed)} failed`);
if (passed === 0 || failed > 0) process.exitCode = 1;

/** The lines of each failure that mocha lists at the end of a run, without its stack. */
function failuresIn(text: string): string[][] {
  const lines = text.split(/\r?\n/);
  const failures: string[][] = [];
  for (const [index, line] of lines.entries()) {
    const count = Number(/^\s*(\d+) failing\b/.exec(line)?.[1] ?? 0);
    let from = index + 1;
    for (let number = 1; number <= count; number++) {
      const begin = indexFrom(lines, from, new RegExp(`^\\s+${String(number)}\\) `));
      if (begin === undefined) break;
      from = begin + 1;
      // A message may be many lines long, and have no stack.
      const next = indexFrom(lines, from, number < count ? new RegExp(`^\\s+${String(number + 1)}\\) `) : /^\s+at /);
      const end = Math.min(indexFrom(lines, from, /^\s+at /) ?? lines.length, next ?? lines.length, begin + mostOfOne);
      failures.push(lines.slice(begin, end).filter((each) => each.trim() !== ""));
    }
  }
  return failures;
}

function indexFrom(lines: readonly string[], from: number, pattern: RegExp): number | undefined {
  const index = lines.findIndex((line, at) => at >= from && pattern.test(line));
  return index < 0 ? undefined : index;
}
