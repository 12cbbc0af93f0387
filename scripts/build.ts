import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, transform, type Metafile, type Plugin } from "esbuild";
import { sbomOf } from "./sbom";

const root = path.join(__dirname, "..");
// What the oldest VS Code we run in has.
const target = "node22";

const outFolder = path.join(root, "dist");

/**
 * Bundles the extension into dist/, with the licences and the bill of what is bundled. What is imported with `import()` becomes a
 * file of its own, which is loaded when it is first needed: a start loads what a start needs.
 */
async function buildExtension(): Promise<void> {
  rmSync(outFolder, { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/extension.ts"],
    outdir: "dist",
    chunkNames: "[name]-[hash]",
    bundle: true,
    platform: "node",
    // esbuild splits this format alone; each file is turned into the one that VS Code loads below.
    format: "esm",
    splitting: true,
    write: false,
    target,
    // ofetch's "node" export brings a second implementation of fetch along, ten times the size of all the rest.
    conditions: ["worker"],
    // Where node_modules really is must not be told by the names of the files.
    preserveSymlinks: true,
    // jsonc-parser's "main" is of a format that cannot be bundled.
    mainFields: ["module", "main"],
    minify: true,
    charset: "utf8",
    sourcemap: "inline",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [startInOneFile, vscodeOnce],
  });
  mkdirSync(outFolder);
  for (const { path: file, text } of outputFiles) {
    const { code, map } = await transform(text, {
      format: "cjs",
      platform: "node",
      target,
      supported: { "dynamic-import": false },
      minify: true,
      charset: "utf8",
      sourcemap: "external",
      sourcefile: path.basename(file),
      logLevel: "warning",
    });
    writeFileSync(file, `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
    writeFileSync(`${file}.map`, map);
  }
  const packages = bundledPackages(metafile);
  writeFileSync(path.join(outFolder, "licenses.txt"), licensesOf(packages));
  writeFileSync(path.join(outFolder, "sbom.cdx.json"), sbomOf(packages));
}

/**
 * Has all that a start loads in one file: esbuild makes a file of the modules that the same entries lead to, so each
 * leads to the start. Otherwise there would be twenty files, which take twice as long to load.
 */
const startInOneFile: Plugin = {
  name: "start in one file",
  setup: (esbuild) => {
    const source = path.join(root, "src");
    esbuild.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (!file.startsWith(source + path.sep)) return undefined;
      const start = path.relative(path.dirname(file), path.join(source, "extension")).replaceAll("\\", "/");
      return { contents: `${readFileSync(file, "utf8")}\nimport "./${start}";\n`, loader: "ts" };
    });
  },
};

/**
 * Has `vscode` loaded once, and not by each module that imports it: every time, all the names that it has are copied.
 */
const vscodeOnce: Plugin = {
  name: "vscode once",
  setup: (esbuild) => {
    const namespace = "once";
    esbuild.onResolve({ filter: /^vscode$/ }, ({ path: name, importer }) =>
      importer === name ? { path: name, external: true } : { path: name, namespace },
    );
    esbuild.onLoad({ filter: /^vscode$/, namespace }, () => ({ contents: 'export * from "vscode";' }));
  },
};

/** The names of the packages of which something is in the bundle. */
function bundledPackages(metafile: Metafile): string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  );
  const names = inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return [...new Set(names)].sort();
}

function licensesOf(packages: readonly string[]): string {
  return packages
    .map((name) => {
      const folder = path.join(root, "node_modules", name);
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      if (file === undefined) throw new Error(`${name} is bundled, but has no licence file`);
      return `${name}\n\n${readFileSync(path.join(folder, file), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

void buildExtension().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
