/**
 * A VS Code in the browser with the packaged extension, signed in to an AWX and to a platform with two years of history.
 *
 * usage: npm run demo [-- --check]
 *
 * --check does the main job in it, headless, and exits with 0 if the servers then have exactly those changes.
 */
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { sealSignIn } from "../src/servers/credential";
import type { HeldTokens } from "../test/fakeAwx/heldTokens";
import { startFakeAwx, type FakeAwx } from "../test/fakeAwx/server";
import { WorkbenchPage } from "../test/ui/workbenchPage";
import { startVsCodeServer, type VsCodeServer } from "../test/vscodeServer/server";
import { openWorkbench } from "../test/vscodeServer/workbench";
import { colleagues, fillAwx, fillPlatform, ownTokens } from "./demoData";
import { installViewOpener } from "./demoWindow";
import { packageExtension, vsixPath } from "./package";

interface Demo {
  readonly awx: FakeAwx;
  readonly platform: FakeAwx;
  readonly vscode: VsCodeServer;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  await packageExtension();
  const awx = await startFakeAwx({ extraUsers: colleagues, fill: fillAwx });
  const platform = await startFakeAwx({ family: "both", extraUsers: colleagues, fill: fillPlatform });
  try {
    await show(awx, platform, values.check);
  } finally {
    await Promise.all([awx.stop(), platform.stop()]);
  }
}

async function show(awx: FakeAwx, platform: FakeAwx, isCheck: boolean): Promise<void> {
  const signedIn = [
    { server: { name: "Platform", url: platform.url }, secret: secretOf(platform, ownTokens.platform) },
    { server: { name: "Production AWX", url: awx.url }, secret: secretOf(awx, ownTokens.awx) },
  ];
  const vscode = await startVsCodeServer({
    version: "newest",
    settings: { "awxTokens.servers": signedIn.map(({ server }) => server) },
    secrets: signedIn.map(({ server, secret }) => ({
      extensionId: "awx-tokens.awx-tokens",
      key: `credential/${server.name}`,
      value: sealSignIn({ credential: { kind: "token", secret }, canWrite: true }, server),
    })),
  });
  try {
    await vscode.installVsix(vsixPath);
    await installViewOpener(vscode);
    if (isCheck) {
      await check({ awx, platform, vscode });
      console.log("The demo works: one description and the scopes of one token were changed, and nothing else.");
      return;
    }
    console.log(whatToTry(vscode.startUrl, awx.url));
    await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  } finally {
    await vscode.stop();
  }
}

function whatToTry(startUrl: string, awxUrl: string): string {
  return `
Open ${startUrl}. All in it is made up, and is gone when Ctrl+C ends it. Some things to try there:

  a token      point at it: the pencil edits its description, the shield picks its scopes; F2 and Shift+F2 do, too
  its story    Show Details and History in the menu of “Nightly deploy to production”, which dana owns
  one of many  the funnel above the tokens: type  owner:erik scope:write  or  expires:<30d
  many         select rows and press F2, or choose Edit Tokens in Editor in a server's menu; then Undo Last Edit
  a review     Review Tokens in a server's menu: expired, expiring soon, never used, nameless or named alike
  a new one    the plus on a server's row makes a token; Rotate Token replaces one of your own
  a platform   has its own tokens, and its controller's; alice may change hers alone
  from nothing Remove Server, then Add Server with ${awxUrl} as admin, whose password is password

Every command is in the palette (F1), under AWX Tokens; the first steps are under Welcome: Open Walkthrough.
`;
}

async function check({ awx, platform, vscode }: Demo): Promise<void> {
  const tables: readonly HeldTokens[] = [awx, platform, platform.controller];
  const expected = tables.map(editable);
  const workbench = await openWorkbench({ server: vscode, viewport: { width: 1280, height: 1600 } });
  try {
    const page = new WorkbenchPage(workbench.page);
    await page.row("Server Platform, alice, not encrypted, 18 tokens").waitFor();
    await page.row(ownTokens.awx).waitFor();
    await page.pressOnRow(ownTokens.awx, "Edit Description");
    await page.boxTitled(`Description of “${ownTokens.awx}”`);
    await page.enter("edited in the demo");
    await page.row("edited in the demo").waitFor();
    await page.pressOnRow("Move to the new data centre", "Edit Scopes");
    await page.boxTitled("Scopes of “Move to the new data centre”");
    await page.toggle("read");
    await page.toggle("write");
    await page.pressOk();
    await page.row("Move to the new data centre, read, admin").waitFor();
  } finally {
    await workbench.close();
  }
  for (const token of expected[0] ?? []) {
    if (token.description === ownTokens.awx) token.description = "edited in the demo";
    if (token.description === "Move to the new data centre") token.scope = "read";
  }
  assert.deepEqual(tables.map(editable), expected);
}

function editable(table: HeldTokens): { id: number; description: string; scope: string }[] {
  return table.tokens().map(({ id, description, scope }) => ({ id, description, scope }));
}

function secretOf(table: HeldTokens, description: string): string {
  const token = table.tokens().find((each) => each.description === description);
  if (!token) throw new RangeError(`there is no token “${description}”`);
  return table.secretOf(token.id);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
