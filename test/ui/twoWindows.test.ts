import assert from "node:assert/strict";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { vsixPath } from "../../scripts/package";
import { sealSignIn } from "../../src/servers/credential";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openAnotherWindow, openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

for (const version of ["newest", "floor"] as const) {
  describe(`a person with two windows, in the ${version} VS Code`, function () {
    this.bail(true);
    let awx: FakeAwx;
    let server: VsCodeServer;
    let workbench: Workbench;
    let secondPage: Page;
    let first: WorkbenchPage;
    let second: WorkbenchPage;

    before(async () => {
      awx = await startFakeAwx();
      const lab = { name: "lab", url: awx.url };
      const signIn = { credential: { kind: "token", secret: awx.secretOf(1) }, canWrite: true } as const;
      server = await startVsCodeServer({
        version,
        settings: { "awxTokens.servers": [lab] },
        secrets: [{ extensionId: "awx-tokens.awx-tokens", key: "credential/lab", value: sealSignIn(signIn, lab) }],
      });
      await server.installVsix(vsixPath);
      workbench = await openWorkbench({ server });
      secondPage = await openAnotherWindow(workbench, server);
      const pictures = path.join(__dirname, "../../out/pictures", `windows-${version}`);
      first = new WorkbenchPage(workbench.page, path.join(pictures, "first"));
      second = new WorkbenchPage(secondPage, path.join(pictures, "second"));
      for (const page of [first, second]) await page.openView();
    });
    after(async () => {
      await first.picture("end");
      await second.picture("end");
      await workbench.close();
      await server.stop();
      await awx.stop();
    });

    async function signOut(page: WorkbenchPage): Promise<void> {
      await page.runFromPalette("Sign Out");
      await page.answer("Sign Out");
      await page.row("Sign in to see this server's tokens").waitFor();
    }

    async function signIn(page: WorkbenchPage, tokenId: number): Promise<void> {
      await page.runFromPalette("Sign In");
      await page.dialog.waitFor();
      await page.answer("Use Without Encryption");
      await page.boxTitled("Sign in to lab (1/2)");
      await page.choose("Access token");
      await page.boxTitled("Sign in to lab (2/2)");
      await page.enter(awx.secretOf(tokenId));
      await page.row("Server lab").waitFor();
    }

    it("sees the tokens in both", async () => {
      for (const page of [first, second]) await page.row("admin laptop").waitFor();
    });

    it("signs out in the first, and the second follows when it gets the focus", async () => {
      await signOut(first);
      awx.clearRequests();
      await getsFocusUntil(secondPage, second.row("Sign in to see this server's tokens"));
      await second.row("Server lab, not signed in, not encrypted").waitFor();
      await second.picture("followed");
      assert.equal(await second.row("admin laptop").count(), 0);
      assert.deepEqual(awx.requests, []);
    });

    it("signs in in the first with another token; the second says that it has to be reloaded, and then has it", async () => {
      await signIn(first, 4);
      await first.row("alice personal").waitFor();
      await getsFocusUntil(secondPage, second.row("Reload the window You signed in in another window."));
      await second.picture("elsewhere");
      await second.reload();
      await second.row("alice personal").waitFor();
    });

    it("signs out in the second while the first has an edit open: it sends nothing any more", async () => {
      await first.pressOnRow("alice personal", "Edit Description");
      await first.boxTitled("Description of “alice personal” (token 4) on lab");
      await signOut(second);
      awx.clearRequests();
      await getsFocusUntil(workbench.page, first.row("Sign in to see this server's tokens"));
      await first.enter("mine");
      await first.notification.getByText("You are not signed in to lab").waitFor();
      await first.picture("not-sent");
      assert.deepEqual(awx.requests, []);
    });

    it("is still signed out in both when they are reloaded, whatever either stored last", async () => {
      for (const page of [first, second]) {
        await page.reload();
        await page.row("Sign in to see this server's tokens").waitFor();
      }
    });
  });
}

/**
 * Turns to a window until it shows something: what another one did reaches it some moments later. A browser without a
 * screen gives every page the focus, and never takes it, so the page is told.
 */
async function getsFocusUntil(page: Page, shown: Locator): Promise<void> {
  do {
    await page.evaluate('document.hasFocus = () => false; window.dispatchEvent(new Event("blur"))');
    await page.evaluate('delete document.hasFocus; window.dispatchEvent(new Event("focus"))');
  } while (!(await shown.isVisible()));
}
