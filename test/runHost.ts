/**
 * Runs the tests in `test/host`, or those in `test/faults`, inside real VS Codes.
 *
 * usage: npm run test:host -- [--vscode floor|newest|desktop] [--grep TEXT] [--grep-floor TEXT]
 *        npm run test:faults -- [the same]
 *
 * floor and newest come from npm; both by default, at the same time, as tests mostly wait. desktop is the VS Code named
 * in VSCODE_EXECUTABLE, else the latest one, downloaded. --grep runs only the tests whose full titles contain the text;
 * --grep-floor does so in the floor alone.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { build, type BuildOptions } from "esbuild";
import type { HostResult } from "./host/index";
import { assertNoHits, hitsInFolder } from "./support/canaries";
import { makeAuthority } from "./support/certificates";
import { writeTestHostExecutable } from "./vscodeServer/executable";
import { hostVersions, vscodeVersionOf } from "./vscodeServer/install";
import { scratchFolder } from "./vscodeServer/scratchFolder";

const root = resolve(__dirname, "..");

const hosts = [...hostVersions, "desktop"] as const;
type Host = (typeof hosts)[number];

/** Folders of tests. */
const suites = ["host", "faults"] as const;
type Suite = (typeof suites)[number];

/** So many faults at least are to be survived: a suite that lost its cases has survived nothing. */
const fewestFaults = 150;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      suite: { type: "string", default: "host" },
      vscode: { type: "string" },
      grep: { type: "string" },
      "grep-floor": { type: "string" },
      // Passed by this script to itself: the extension and the tests are built already.
      built: { type: "boolean", default: false },
    },
  });
  const { vscode, built } = values;
  const grepIn = (host: Host): string | undefined =>
    (host === "floor" ? values["grep-floor"] : undefined) ?? values.grep;
  const suite = suites.find((name) => name === values.suite);
  if (suite === undefined) throw new Error(`--suite must be one of ${suites.join(", ")}`);
  const chosen = vscode === undefined ? hostVersions : hosts.filter((host) => host === vscode);
  if (chosen.length === 0) throw new Error(`--vscode must be one of ${hosts.join(", ")}`);

  // Set by a VS Code that this is started in, it would make the one tested a plain Node.
  delete process.env["ELECTRON_RUN_AS_NODE"];
  if (!built) {
    buildExtension();
    await bundleTests(suite);
  }
  const [only, ...more] = chosen;
  if (only && more.length === 0) console.log(await testIn(only, suite, grepIn(only)));
  else await testAtOnce(chosen, suite, grepIn);
}

/**
 * Runs the bundled tests in several hosts at the same time, and prints what each has to say when it has ended.
 * @throws when one fails
 */
async function testAtOnce(
  chosen: readonly Host[],
  suite: Suite,
  grepIn: (host: Host) => string | undefined,
): Promise<void> {
  const codes = await Promise.all(
    chosen.map(async (host) => {
      const grep = grepIn(host);
      const options = ["--built", "--suite", suite, "--vscode", host, ...(grep === undefined ? [] : ["--grep", grep])];
      const child = spawn(process.execPath, [...process.execArgv, __filename, ...options], { cwd: root });
      const said: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => said.push(data));
      const [code] = (await once(child, "close")) as [number | null];
      process.stdout.write(Buffer.concat(said));
      return code;
    }),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`${suite}: failed in at least one VS Code`);
}

function buildExtension(): void {
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("npm run build failed");
}

async function bundleTests(suite: Suite): Promise<void> {
  const sources = join(root, "test", suite);
  const files = (await readdir(sources, { recursive: true })).filter((file) => file.endsWith(".test.ts")).sort();
  const common: BuildOptions = {
    outdir: outFolderOf(suite),
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    sourcemap: "inline",
    logLevel: "warning",
    external: ["vscode", "mocha"],
  };

  await build({ ...common, entryPoints: [join(root, "test/host/index.ts")] });
  // One bundle for all tests, so that they share what they import.
  const imports = files.map((file) => `import ${JSON.stringify(`./${file.replaceAll("\\", "/")}`)};`).join("\n");
  await build({
    ...common,
    stdin: { contents: imports, resolveDir: sources, sourcefile: "tests.ts", loader: "ts" },
    entryNames: "tests",
  });
}

function outFolderOf(suite: Suite): string {
  return join(root, "out", suite);
}

/**
 * Runs the bundled tests in one host.
 *
 * @returns a line that sums them up
 * @throws with that line when one fails, or none ran; or when a secret of the test doubles is in what the host wrote
 */
async function testIn(host: Host, suite: Suite, grep: string | undefined): Promise<string> {
  const scratch = await scratchFolder();
  const resultFile = join(scratch.path, "result.json");
  try {
    const code = await runTests({
      vscodeExecutablePath: await executable(host, suite),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(outFolderOf(suite), "index.js"),
      extensionTestsEnv: {
        AWX_TOKENS_HOST_RESULT: resultFile,
        AWX_TOKENS_HOST_GREP: grep,
        ...(host !== "desktop" && (await systemCertificates(scratch.path))),
        AWX_TOKENS_HOST_VSCODE: host === "desktop" ? undefined : await vscodeVersionOf(host),
      },
      launchArgs: [
        `--user-data-dir=${join(scratch.path, "user")}`,
        `--extensions-dir=${join(scratch.path, "extensions")}`,
        "--disable-extensions",
      ],
    }).catch(() => 1);

    assertNoHits(await hitsInFolder(scratch.path));
    const result = await readResult(resultFile);
    if (result === undefined) throw new Error(`host ${host}: the tests did not run to their end`);
    const summary = suite === "faults" ? survivalOf(host, result) : summaryOf(host, result);
    if (code !== 0 || result.failures > 0 || result.passes === 0) throw new Error(summary);
    if (suite === "faults" && grep === undefined && result.tests < fewestFaults) {
      throw new Error(`${summary}\nThere must be ${String(fewestFaults)} faults at least.`);
    }
    return summary;
  } finally {
    await scratch.remove();
  }
}

/**
 * Makes an authority that the host's system trusts, and nobody else.
 *
 * @returns what tells the host and its tests of it; its key is beside the certificate
 */
async function systemCertificates(folder: string): Promise<NodeJS.ProcessEnv> {
  const file = join(folder, "systemCa.pem");
  const { cert, key } = makeAuthority("System CA");
  await writeFile(file, cert);
  await writeFile(`${file}.key`, key);
  // The second is where Node looks for the system's certificates, which newer versions of VS Code may ask it for.
  return { AWX_TOKENS_HOST_SYSTEM_CA: file, SSL_CERT_FILE: file };
}

function summaryOf(host: Host, { vscode, passes, failures, pending }: HostResult): string {
  const counts = [`${String(passes)} passed`, `${String(failures)} failed`];
  if (pending > 0) counts.push(`${String(pending)} skipped`);
  return `host ${host} (VS Code ${vscode}): ${counts.join(", ")}`;
}

function survivalOf(host: Host, { vscode, passes, tests }: HostResult): string {
  return `faults: ${String(passes)} of ${String(tests)} survived (${host}, VS Code ${vscode})`;
}

async function executable(host: Host, suite: Suite): Promise<string> {
  if (host !== "desktop") return writeTestHostExecutable(host, outFolderOf(suite));
  const named = process.env["VSCODE_EXECUTABLE"];
  if (named) return named;
  try {
    return await downloadAndUnzipVSCode({ cachePath: join(root, ".cache/vscode-test") });
  } catch (error) {
    throw new Error("Desktop VS Code can't be downloaded from here: name an installed one in VSCODE_EXECUTABLE.", {
      cause: error,
    });
  }
}

async function readResult(file: string): Promise<HostResult | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as HostResult;
  } catch {
    return undefined;
  }
}

main().catch((error: unknown) => {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  console.error(cause instanceof Error ? `${message}\n${cause.message}` : message);
  process.exitCode = 1;
});
