/**
 * Adds up what the test runners of a log counted, and prints it as one line: `N passed, N failed`.
 *
 * usage: tsx scripts/summarize.ts LOG
 */
import { readFileSync } from "node:fs";

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
console.log(`${String(passed)} passed, ${String(failed)} failed`);
if (passed === 0 || failed > 0) process.exitCode = 1;
