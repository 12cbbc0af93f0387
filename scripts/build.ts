import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type Metafile } from "esbuild";

const root = path.join(__dirname, "..");

/** Bundles the extension into dist/, with the licences of what is bundled. */
async function buildExtension(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    bundle: true,
    platform: "node",
    format: "cjs",
    // What the oldest VS Code we run in has.
    target: "node22",
    external: ["vscode"],
    // ofetch's "node" export brings a second implementation of fetch along, ten times the size of all the rest.
    conditions: ["worker"],
    minify: true,
    charset: "utf8",
    sourcemap: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  writeFileSync(path.join(root, "dist/licenses.txt"), licensesOf(metafile));
}

function licensesOf(metafile: Metafile): string {
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  );
  return [...packages]
    .sort()
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
