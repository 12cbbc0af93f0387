import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { canaryPassword } from "../support/canaries";
import { makeAuthority } from "../support/certificates";
import { secretsStorageKey } from "../vscodeServer/secrets";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

const tokenName = `VS Code on ${hostname()}`;

for (const { version, colorTheme } of [
  { version: "newest", colorTheme: "Default Dark Modern" },
  { version: "floor", colorTheme: "Default Light Modern" },
] as const) {
  describe(`a person with a platform behind a private authority, in the ${version} VS Code`, function () {
    this.bail(true);
    let folder: string;
    let caFile: string;
    let awx: FakeAwx;
    let server: VsCodeServer;
    let workbench: Workbench;
    let page: WorkbenchPage;

    before(async () => {
      const authority = makeAuthority("Acme Root CA");
      folder = await mkdtemp(path.join(tmpdir(), "awx-tokens-"));
      caFile = path.join(folder, "acme.pem");
      await writeFile(caFile, authority.cert);
      awx = await startFakeAwx({ family: "both", tls: authority.issue(), password: canaryPassword });
      server = await startVsCodeServer({ version });
      await server.installVsix(vsixPath);
      workbench = await openWorkbench({ server, colorTheme });
      page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures", `platform-${version}`));
    });
    after(async () => {
      await page.picture("end");
      await workbench.close();
      await server.stop();
      await awx.stop();
      await rm(folder, { recursive: true });
    });

    it("is told why the certificate is not accepted, and names a CA file", async () => {
      await page.openView();
      await page.runFromPalette("Add Server");
      await page.boxTitled("Add an AWX server (1/4)");
      await page.enter(awx.url);
      await page.boxTitled("Add an AWX server (2/3)");
      assert.match(
        (await page.line.getAttribute("placeholder")) ?? "",
        /not signed by an authority that is trusted here/,
      );
      await page.picture("certificate-ways");
      await page.choose("Enter the path of a CA file");
      await page.boxMessage.getByText("The full path of a PEM file").waitFor();
      await page.enter(caFile);
      await page.boxTitled("Add an AWX server (3/5)");
      await page.enter("Platform");
    });

    it("signs in with a password, which makes a token of the chosen scopes", async () => {
      await page.boxTitled("Sign in to Platform (4/5)");
      await page.choose("User name and password");
      await page.boxTitled("Sign in to Platform (5/7)");
      await page.enter("alice");
      await page.boxTitled("Sign in to Platform (6/7)");
      await page.enter("mistyped");
      await page.boxMessage.getByText("does not accept the user name and password").waitFor();
      await page.picture("password-refused");
      await page.enter(canaryPassword);
      await page.boxTitled(`Scopes of “${tokenName}” on Platform (7/7)`);
      await page.picture("sign-in-scopes");
      await page.pressOk();
      await page.row(tokenName).waitFor();
      const made = awx.tokens().filter(({ description }) => description === tokenName);
      assert.deepEqual(
        made.map(({ scope }) => scope),
        ["write"],
      );
    });

    it("sees the tokens of the platform and of the controller apart, and others' below one's own", async () => {
      await page.row("Server Platform, alice, 11 tokens").waitFor();
      await page.row("Platform tokens, 9 tokens").waitFor();
      await page.row("Controller tokens, 2 tokens").waitFor();
      const others = page.row("Other users' tokens, 6 tokens, not yours to change");
      await others.click();
      await page.row("bob auditor").waitFor();
      await page.row("bob auditor").hover();
      await page.picture("platform");
      assert.equal(await page.row("bob auditor").getByRole("button", { name: "Edit Description" }).count(), 0);
      await others.click();
    });

    it("edits one's own token on the platform", async () => {
      await page.pressOnRow(tokenName, "Edit Description");
      await page.enter("my editor");
      await page.row("my editor").waitFor();
    });

    it("reads a report of the connection", async () => {
      await page.runFromPalette("Test Connection");
      await page.editorText("Ansible Automation Platform").waitFor();
      await page.notification.first().waitFor({ state: "detached" });
      await page.picture("test-connection");
    });

    it("gives the server another name, and stays signed in", async () => {
      await page.runFromPalette("Edit Server");
      await page.boxTitled("Edit Platform");
      await page.picture("edit-server");
      await page.choose("Name");
      await page.boxMessage.getByText("What to call").waitFor();
      await page.enter("AAP");
      await page.boxTitled("Edit AAP");
      await page.press("Escape");
      await page.row("Server AAP, alice, 11 tokens").waitFor();
    });

    it("learns after a reload that the browser has lost what was stored, which is not being signed out", async () => {
      await workbench.page.evaluate((key) => {
        localStorage.removeItem(key);
      }, secretsStorageKey);
      await page.reload();
      await page.row("Sign in again VS Code's secret storage no longer has what you signed in with").waitFor();
      await page.picture("lost");
    });

    it("skips the checks of the certificate after a warning, which the row then shows", async () => {
      await page.runFromPalette("Edit Server");
      await page.boxTitled("Edit AAP");
      await page.choose("Certificate checks");
      await page.dialog.getByText("without checking its certificate").waitFor();
      await page.picture("skip-checks");
      await page.answer("Use Without Checking");
      await page.boxTitled("Edit AAP");
      await page.press("Escape");
      await page.row("Server AAP, not signed in, certificate not checked").waitFor();
      await page.picture("unchecked");
    });
  });
}
