import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";
import type { VsCodeServer } from "../test/vscodeServer/server";

const folder = path.join(__dirname, "../out/demo-window");

/** Has every window of the demo open with the view: by a second extension, for VS Code has no setting that does. */
export async function installViewOpener(vscode: VsCodeServer): Promise<void> {
  const manifest = {
    name: "awx-tokens-demo",
    publisher: "awx-tokens",
    version: "0.0.1",
    engines: { vscode: "^1.104.0" },
    main: "./opener.js",
    activationEvents: ["onStartupFinished"],
  };
  const opener =
    'exports.activate = () => require("vscode").commands.executeCommand("workbench.view.extension.awxTokens");\n';
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(path.join(folder, "opener.js"), opener);
  const packagePath = path.join(folder, "opener.vsix");
  await createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  await vscode.installVsix(packagePath);
}
