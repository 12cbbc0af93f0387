import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { BenchServer } from "./person";
import type { Measured } from "./results";

const counts = [100, 1000, 10_000, 50_000];

async function bench(folder: string): Promise<Measured> {
  const bundle = path.join(folder, "measured.js");
  await build({
    entryPoints: [path.join(__dirname, "measured.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20",
    conditions: ["worker"],
    alias: { vscode: path.join(__dirname, "vscode.ts") },
    logLevel: "error",
  });
  const double = fork(path.join(__dirname, "double.ts"), counts.map(String), { execArgv: ["--import", "tsx"] });
  const [servers] = (await once(double, "message")) as [BenchServer[]];
  const pairs = counts.map((count, index) => [count, servers[index]]);
  const measuring = fork(bundle, [JSON.stringify(pairs)], { execArgv: ["--expose-gc", ...(process.env['BENCH_NODE'] ?? "").split(" ").filter(Boolean)] });
  const [measured] = (await Promise.race([once(measuring, "message"), failure(measuring)])) as [Measured];
  double.disconnect();
  return measured;
}

/** Rejects when a process ends, which is before it has said what it was to say. */
async function failure(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, "exit")) as [number | null];
  throw new Error(`measuring ended with ${String(code)}`);
}

void (async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "awx-tokens-bench-"));
  try {
    console.log(JSON.stringify(await bench(folder), undefined, 2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();
