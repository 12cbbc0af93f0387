import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import type { FakeAwx } from "../fakeAwx/server";
import { startFakeAwx } from "../fakeAwx/server";
import { differences } from "./compare";
import { OutsideTokens } from "./outsideTokens";
import type { Exchange } from "./recording";
import { familyOf, readRecording } from "./recording";
import { send } from "./send";

/** How many exchanges of a file there are and how many the double answers alike. */
interface Score {
  readonly total: number;
  readonly alike: number;
}

main().then(
  (succeeded) => {
    process.exitCode = succeeded ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

async function main(): Promise<boolean> {
  const files = process.argv.length > 2 ? process.argv.slice(2) : await defaultFiles();
  const scores: Score[] = [];
  for (const file of files) {
    const score = await replayFile(file);
    console.log(`${relative(process.cwd(), file)}: ${String(score.alike)} of ${String(score.total)} exchanges`);
    scores.push(score);
  }
  const total = scores.reduce((sum, score) => sum + score.total, 0);
  const alike = scores.reduce((sum, score) => sum + score.alike, 0);
  console.log(`contract: ${String(alike)} of ${String(total)} exchanges`);
  return total > 0 && alike === total;
}

async function defaultFiles(): Promise<readonly string[]> {
  const names = await readdir(import.meta.dirname);
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(import.meta.dirname, name));
}

/**
 * The gateway was recorded at the version that AAP 2.5 has, where the controller behind it has tokens, too; but none was
 * behind the one recorded.
 */
const doubles = { controller: { family: "controller" }, gateway: { family: "both", controllerRuns: false } } as const;

async function replayFile(file: string): Promise<Score> {
  const exchanges = await readRecording(file);
  const awx = await startFakeAwx(doubles[familyOf(exchanges)]);
  const outsideTokens = new OutsideTokens(awx, exchanges);
  let alike = 0;
  try {
    for (const exchange of exchanges) {
      outsideTokens.prepare(exchange);
      const problems = await replay(awx, exchange);
      if (problems.length === 0) alike += 1;
      else report(exchange, problems);
    }
  } finally {
    await awx.stop();
  }
  return { total: exchanges.length, alike };
}

async function replay(awx: FakeAwx, exchange: Exchange): Promise<readonly string[]> {
  const secretOf = (tokenId: number): string => awx.secretOf(tokenId);
  try {
    return differences(exchange, await send(awx.url, exchange, secretOf), secretOf);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const shownProblems = 8;

function report({ name, request }: Exchange, problems: readonly string[]): void {
  console.error(`✗ ${name}: ${request.method} ${request.target}`);
  for (const problem of problems.slice(0, shownProblems)) console.error(`    ${problem}`);
  if (problems.length > shownProblems) console.error(`    and ${String(problems.length - shownProblems)} more`);
}
