import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { timeAwxCli } from "./awxCli";
import { measureBundle } from "./bundle";
import type { BenchServer } from "./person";
import { textOf, thisMachine, type Report } from "./report";
import { holds, type Measured } from "./results";

const usage = "usage: npm run bench -- [--json] [open|firstRows|requests|refresh|model|heap|keystroke|editor|bundle]…";

const counts = [100, 1000, 10_000, 50_000] as const;

/** Of so many tokens is the server that the `awx` command is timed with. */
const ofAwx = 10_000;

const vscode = path.join(__dirname, "vscode.ts");

/** Measures what is named, or all there is; what it needs is in processes of their own. */
async function bench(folder: string, names: readonly string[]): Promise<Report> {
  const isAll = names.length === 0;
  await bundleInto(folder);
  const ofBundle = isAll || names.includes("bundle") ? measureBundle(folder, path.join(folder, "vscode.js")) : [];
  const double = fork(path.join(__dirname, "double.ts"), counts.map(String), { execArgv: ["--import", "tsx"] });
  try {
    const servers = await messageOf<BenchServer[]>(double);
    const pairs = counts.map((count, index) => [count, servers[index]]);
    const options = { execArgv: ["--expose-gc"] };
    const measuring = fork(path.join(folder, "measured.js"), [JSON.stringify(pairs), ...names], options);
    const { rows, growth } = await messageOf<Measured>(measuring);
    const large = servers[counts.indexOf(ofAwx)];
    const awx = isAll && large ? await timeAwxCli(ofAwx, large) : undefined;
    return { machine: thisMachine(), rows: [...rows, ...ofBundle], growth, awx };
  } finally {
    double.kill();
  }
}

/** The extension as it is built, but in one file with what plays VS Code and the person. */
async function bundleInto(folder: string): Promise<void> {
  await build({
    entryPoints: [path.join(__dirname, "measured.ts"), vscode],
    outdir: folder,
    bundle: true,
    platform: "node",
    target: "node20",
    conditions: ["worker"],
    mainFields: ["module", "main"],
    alias: { vscode },
    minify: true,
    // Of documents and files, which nothing here is about, there is nothing in its place.
    logOverride: { "import-is-undefined": "silent" },
  });
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${child.spawnfile} ended with ${String(code)} before it had said anything`);
  });
  const [message] = (await Promise.race([once(child, "message"), ended])) as [T];
  ended.catch(() => undefined);
  return message;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { json: { type: "boolean" } }, allowPositionals: true });
  const folder = mkdtempSync(path.join(tmpdir(), "awx-tokens-bench-"));
  try {
    const report = await bench(folder, positionals);
    const rows = report.rows.map((row) => ({ ...row, ok: holds(row) }));
    if (rows.length === 0) throw new Error(`there is no ${positionals.join(", ")} to measure`);
    console.log(values.json ? JSON.stringify({ ...report, rows }) : textOf(report));
    if (rows.some(({ ok }) => !ok)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error, `\n\n${usage}`);
  process.exitCode = 2;
});
