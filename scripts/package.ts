import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { withoutRelativeLinks } from "./readme";

const root = path.join(__dirname, "..");

/** Where `npm run package` puts the VSIX. */
export const vsixPath = path.join(root, "out/awx-tokens.vsix");
/** And, beside it, the bill of what is in it. */
const sbomPath = path.join(root, "out/awx-tokens.cdx.json");

/** What a VSIX depends on beside its files: the times and the order in it. */
const sameEverywhere = { SOURCE_DATE_EPOCH: "315532800", TZ: "UTC", LC_ALL: "C" };

/** Builds the extension and packs it into a VSIX, which is the same byte by byte wherever and whenever it is made. */
export async function packageExtension(): Promise<void> {
  mkdirSync(path.dirname(vsixPath), { recursive: true });
  await giveFilesTheSameModes();
  execFileSync(
    process.execPath,
    [path.join(root, "node_modules/@vscode/vsce/vsce"), "package", "--out", vsixPath, ...readmeOptions()],
    // Not its output: on a terminal it would ask npm for a newer version of itself.
    { cwd: root, env: { ...process.env, ...sameEverywhere }, stdio: ["ignore", "ignore", "inherit"] },
  );
  copyFileSync(path.join(root, "dist/sbom.cdx.json"), sbomPath);
  console.log(`${path.relative(root, vsixPath)}: ${String(Math.ceil(statSync(vsixPath).size / 1000))} kB`);
}

/** A VSIX has the modes of its files, and these come from whoever checked them out. */
async function giveFilesTheSameModes(): Promise<void> {
  // Those of what is built now.
  process.umask(0o022);
  for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None })) {
    chmodSync(path.join(root, file), 0o644);
  }
}

/**
 * The pictures and pages that the README names are in the repository. Until package.json says where that is, the README
 * goes without them; from then on they are those of this version, whatever comes after it.
 */
function readmeOptions(): string[] {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    version: string;
    repository?: unknown;
  };
  if (manifest.repository !== undefined) return ["--githubBranch", `v${manifest.version}`];
  const readme = "out/README.md";
  writeFileSync(path.join(root, readme), withoutRelativeLinks(readFileSync(path.join(root, "README.md"), "utf8")));
  return ["--allow-missing-repository", "--no-rewrite-relative-links", "--readme-path", readme];
}

if (require.main === module) {
  void packageExtension().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
