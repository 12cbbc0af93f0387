/**
 * A VS Code in the browser with the packaged extension, connected to a server with sample data.
 *
 * usage: npm run demo [-- --check]
 *
 * --check does the main job in it, headless, and exits with 0 if the server then has exactly those changes.
 */
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { sealSignIn } from "../src/servers/credential";
import { startFakeAwx, type FakeAwx } from "../test/fakeAwx/server";
import { WorkbenchPage } from "../test/ui/workbenchPage";
import { startVsCodeServer, type VsCodeServer } from "../test/vscodeServer/server";
import { openWorkbench } from "../test/vscodeServer/workbench";
import { packageExtension, vsixPath } from "./package";

const serverName = "Demo AWX";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  await packageExtension();
  const awx = await startFakeAwx({ extraTokens: 32 });
  const server = { name: serverName, url: awx.url };
  const vscode = await startVsCodeServer({
    version: "newest",
    settings: { "awxTokens.servers": [server] },
    secrets: [
      {
        extensionId: "awx-tokens.awx-tokens",
        key: `credential/${serverName}`,
        value: sealSignIn({ credential: { kind: "token", secret: awx.secretOf(1) }, canWrite: true }, server),
      },
    ],
  });
  const stop = async (): Promise<void> => {
    await vscode.stop();
    await awx.stop();
  };
  try {
    await vscode.installVsix(vsixPath);
    if (values.check) {
      await check(awx, vscode);
      console.log("The demo works: one description and the scopes of one token were changed, and nothing else.");
      return;
    }
    console.log(`\nOpen ${vscode.startUrl} and choose the key in the activity bar. Ctrl+C ends it.\n`);
    await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  } finally {
    await stop();
  }
}

async function check(awx: FakeAwx, vscode: VsCodeServer): Promise<void> {
  const before = new Map(awx.tokens().map(({ id, description, scope }) => [id, { description, scope }]));
  const workbench = await openWorkbench({ server: vscode });
  try {
    const page = new WorkbenchPage(workbench.page);
    await page.openView();
    await page.row("admin laptop").waitFor();
    await page.pressOnRow("admin laptop", "Edit Description");
    await page.boxTitled("Description of “admin laptop”");
    await page.enter("edited in the demo");
    await page.row("edited in the demo").waitFor();
    await page.pressOnRow("alice personal", "Edit Scopes");
    await page.boxTitled("Scopes of “alice personal”");
    await page.toggle("read");
    await page.toggle("write");
    await page.pressOk();
    await page.row("alice personal, read, alice").waitFor();
  } finally {
    await workbench.close();
  }
  const after = new Map(awx.tokens().map(({ id, description, scope }) => [id, { description, scope }]));
  before.set(1, { description: "edited in the demo", scope: "write" });
  before.set(4, { description: "alice personal", scope: "read" });
  assert.deepEqual(after, before);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
