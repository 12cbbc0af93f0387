import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";

const root = path.join(__dirname, "..");

/** Where `npm run package` puts the VSIX. */
export const vsixPath = path.join(root, "out", "awx-tokens.vsix");

/** Builds the extension and packs it into a VSIX. */
export async function packageExtension(): Promise<void> {
  mkdirSync(path.dirname(vsixPath), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: vsixPath,
    // Everything that runs is in the bundle.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  console.log(`${path.relative(root, vsixPath)}: ${String(Math.ceil(statSync(vsixPath).size / 1000))} kB`);
}

if (require.main === module) {
  void packageExtension().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
