import assert from "node:assert/strict";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

const settings = [
  { theme: "dark", colorTheme: "Default Dark Modern", version: "newest" },
  { theme: "light", colorTheme: "Default Light Modern", version: "newest" },
  { theme: "high-contrast", colorTheme: "Default High Contrast", version: "floor" },
] as const;

for (const { theme, colorTheme, version } of settings) {
  describe(`a person, in a ${theme} theme of the ${version} VS Code`, function () {
    this.bail(true);
    let awx: FakeAwx;
    let server: VsCodeServer;
    let workbench: Workbench;
    let page: WorkbenchPage;

    before(async () => {
      awx = await startFakeAwx();
      server = await startVsCodeServer({ version });
      await server.installVsix(vsixPath);
      workbench = await openWorkbench({ server, colorTheme });
      page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures", theme));
    });
    after(async () => {
      await page.picture("end");
      await workbench.close();
      await server.stop();
      await awx.stop();
    });

    it("finds the view empty and is told what to do", async () => {
      await page.openView();
      await page.view.getByRole("button", { name: "Add Server" }).last().waitFor();
      await page.picture("welcome");
    });

    it("adds a server by a page of its web UI, and signs in with a token", async () => {
      await page.view.getByRole("button", { name: "Add Server" }).last().click();
      await page.boxTitled("Add an AWX server (1/4)");
      await page.picture("add-server-address");
      await page.enter(`${awx.url}/#/home`);
      await page.dialog.waitFor();
      await page.picture("add-server-unencrypted");
      await page.answer("Use Without Encryption");
      await page.boxTitled("Add an AWX server (2/4)");
      await page.enter("Production");
      await page.boxTitled("Sign in to Production (3/4)");
      await page.picture("sign-in-ways");
      await page.choose("Access token");
      await page.boxTitled("Sign in to Production (4/4)");
      await page.enter("mistyped");
      await page.boxMessage.getByText("does not accept the access token").waitFor();
      await page.picture("sign-in-refused");
      await page.enter(awx.secretOf(1));
      await page.row("admin laptop").waitFor();
    });

    it("sees the tokens and who is signed in", async () => {
      await page.row("Server Production, admin, not encrypted, 8 tokens").waitFor();
      await page.row("alice app token, read, alice, vscode").waitFor();
      await page.row("alice app token").hover();
      await page.picture("tokens");
    });

    it("edits a description with the button on the row", async () => {
      await page.pressOnRow("admin laptop", "Edit Description");
      await page.boxTitled("Description of “admin laptop” (token 1) on Production");
      assert.equal(await page.line.inputValue(), "admin laptop");
      await page.picture("edit-description");
      await page.enter("Admin's new laptop");
      await page.row("Admin's new laptop").waitFor();
      assert.equal(awx.token(1)?.description, "Admin's new laptop");
    });

    it("edits a description with F2 on the focused row", async () => {
      await page.focusRow("alice personal");
      await page.press("F2");
      await page.boxTitled("Description of “alice personal” (token 4) on Production");
      await page.enter("alice's CI");
      await page.row("alice's CI").waitFor();
      assert.equal(awx.token(4)?.description, "alice's CI");
    });

    it("narrows the scopes of a token", async () => {
      await page.pressOnRow("one hour", "Edit Scopes");
      await page.boxTitled("Scopes of “one hour” (token 7) on Production");
      await page.toggle("write");
      await page.picture("edit-scopes");
      await page.pressOk();
      await page.row("one hour, read, admin").waitFor();
      assert.equal(awx.token(7)?.scope, "read");
    });

    it("widens the scopes of a token with the keyboard, after a question", async () => {
      await page.focusRow("one hour");
      await page.press("Shift+F2");
      await page.boxTitled("Scopes of “one hour” (token 7) on Production");
      await page.toggleByKeyboard("write");
      await page.press("Enter");
      await page.dialog.getByText("Let “one hour” (token 7) on Production write?").waitFor();
      await page.picture("widen-scopes");
      await page.answer("Widen to Write");
      await page.row("one hour, read write, admin").waitFor();
      assert.equal(awx.token(7)?.scope, "read write");
    });

    it("sees why an edit is refused, and what is true", async () => {
      awx.intercept({ method: "PATCH" }, refusal, { times: 1 });
      await page.runFromPalette("Edit Description");
      await page.boxTitled("Edit the description of which token?");
      await page.line.fill("bob");
      await page.picture("pick-token");
      await page.press("Enter");
      await page.boxTitled("Description of “bob auditor”");
      await page.enter("mine now");
      await page.notification
        .getByText("The description of “bob auditor” (token 6) on Production was not changed.")
        .waitFor();
      await page.picture("refused");
      await page.row("bob auditor").waitFor();
      assert.equal(await page.notification.count(), 1);
      assert.equal(awx.token(6)?.description, "bob auditor");
      await page.notification.first().hover();
      await page.press("Escape");
    });

    it("is shown what a colleague changed meanwhile, and chooses", async () => {
      awx.updateToken(6, { description: "bob, do not touch" });
      await page.pressOnRow("bob auditor", "Edit Description");
      await page.boxTitled("Description of “bob auditor” (token 6) on Production");
      await page.enter("bob's report");
      await page.dialog.getByText("“bob auditor” (token 6) on Production was changed meanwhile").waitFor();
      await page.dialog.getByText("Description: “bob auditor” became “bob, do not touch”").waitFor();
      await page.picture("changed-meanwhile");
      await page.answer("Take Server's");
      await page.row("bob, do not touch").waitFor();
      assert.equal(awx.token(6)?.description, "bob, do not touch");
    });

    it("is told what became of an edit whose answer did not come", async () => {
      awx.intercept({ method: "PATCH" }, "reset", { times: 1 });
      await page.pressOnRow("bob, do not touch", "Edit Description");
      await page.enter("bob's report");
      await page.notification.getByText("was not saved: the server still has the former one.").waitFor();
      await page.picture("not-saved");
      await page.notification.getByRole("button", { name: "Edit Again" }).first().click();
      await page.boxTitled("Description of “bob, do not touch” (token 6) on Production");
      assert.equal(await page.line.inputValue(), "bob's report");
      await page.press("Enter");
      await page.row("bob's report").waitFor();
      assert.equal(awx.token(6)?.description, "bob's report");
    });

    it("is still signed in after a reload", async () => {
      await page.reload();
      await page.row("Admin's new laptop").waitFor();
    });

    it("sees in the view that the list is being read, and still the last one", async () => {
      let answer: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const release = awx.intercept({ path: /tokens/ }, { until: held });
      await page.pressOnRow("Server Production", "Refresh");
      await page.row("Server Production, loading").waitFor();
      await page.progress.waitFor();
      await page.row("alice's CI").waitFor();
      release();
      answer();
      await page.row("Server Production, admin, not encrypted, 8 tokens").waitFor();
      await page.progress.waitFor({ state: "hidden" });
    });

    it("keeps the last list while the server cannot be reached", async () => {
      const recover = awx.intercept({}, "reset");
      await page.pressOnRow("Server Production", "Refresh");
      await page.row("Out of date").waitFor();
      await page.row("Server Production, cannot be reached, admin, not encrypted").waitFor();
      await page.picture("unreachable");
      recover();
      await page.pressOnRow("Out of date", "Refresh");
      await page.row("Out of date").waitFor({ state: "detached" });
    });

    it("signs out, and the view says so", async () => {
      await page.runFromPalette("Sign Out");
      await page.dialog.getByText("Sign out of Production?").waitFor();
      await page.answer("Sign Out");
      await page.row("Sign in to see this server's tokens").waitFor();
      await page.row("Server Production, not signed in, not encrypted").waitFor();
      await page.picture("signed-out");
    });
  });
}

const refusal = {
  status: 403,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ detail: "You do not have permission to perform this action." }),
};
