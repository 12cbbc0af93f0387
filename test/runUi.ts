/**
 * Runs the tests in `test/ui`, each file in a process of its own and two at a time, as a workbench waits a lot.
 *
 * usage: npm run test:ui -- [--second-try] [what mocha takes, such as --grep TEXT]
 *
 * A file's tests go on where the one before ended, so the first that fails ends the file, but not the others. With
 * --second-try a file that fails is run once more, since a browser on a busy machine can lose a key or a click. What
 * failed first is printed all the same, and that it did.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

const folder = join(__dirname, "ui");

/** How many files run at the same time. */
const jobs = 2;

interface Run {
  readonly passed: boolean;
  readonly output: string;
}

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const options = given.filter((option) => option !== "--second-try");
  const tries = given.length > options.length ? 2 : 1;

  const waiting = (await readdir(folder)).filter((file) => file.endsWith(".test.ts")).sort();
  const remarks: string[] = [];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      let run = await runFile(file, options);
      if (!run.passed && tries > 1) {
        // Quoted, so that whoever counts what failed counts the last try alone.
        process.stdout.write(run.output.replaceAll(/^/gm, "first try | "));
        run = await runFile(file, options);
        if (run.passed) remarks.push(`unsteady: ${file} passed only the second time`);
      }
      process.stdout.write(run.output);
      if (!run.passed) {
        remarks.push(`failed: ${file}`);
        process.exitCode = 1;
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  for (const remark of remarks) console.log(remark);
}

async function runFile(file: string, options: readonly string[]): Promise<Run> {
  const mocha = require.resolve("mocha/bin/mocha.js");
  const child = spawn(process.execPath, [
    mocha,
    ...["--exit", "--timeout", "90000", "--spec", join(folder, file)],
    ...options,
  ]);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => said.push(data));
  const [code] = (await once(child, "close")) as [number | null];
  return { passed: code === 0, output: Buffer.concat(said).toString() };
}

void main();
