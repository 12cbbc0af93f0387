import assert from "node:assert/strict";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

describe("a person who needs new tokens", function () {
  this.bail(true);
  let awx: FakeAwx;
  let server: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;

  before(async () => {
    awx = await startFakeAwx();
    server = await startVsCodeServer({ version: "newest" });
    await server.installVsix(vsixPath);
    workbench = await openWorkbench({ server, colorTheme: "Default Dark Modern" });
    await workbench.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/createAndRotate"));
  });
  after(async () => {
    await page.picture("end");
    await workbench.close();
    await server.stop();
    await awx.stop();
  });

  function clipboard(): Promise<string> {
    return workbench.page.evaluate<string>("navigator.clipboard.readText()");
  }

  /** Presses a button of the dialog that hands over a value, which then comes again. */
  async function pressInDialog(button: string): Promise<void> {
    await page.dialog.getByRole("button", { name: button, exact: true }).click();
  }

  it("signs in", async () => {
    await page.openView();
    await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
    await page.row("admin laptop").waitFor();
  });

  it("chooses what a new token is for, and what it is to be", async () => {
    await page.pressOnRow("Server Production", "Create Token");
    await page.boxTitled("Create a token on Production (1/4)");
    await page.box.getByText("password grant app").waitFor();
    await page.picture("what-for");
    await page.line.fill("grant");
    await page.choose("ci");
    await page.boxTitled("Create a token on Production (2/4)");
    await page.enter("pipeline");
    await page.boxTitled("Create a token on Production (3/4)");
    await page.box.getByText("See everything that the token's owner may see").waitFor();
    await page.picture("scopes");
    await page.pressOk();
    await page.boxTitled("Create a token on Production (4/4)");
    await page.box.getByText("Its value is then shown once").waitFor();
    await page.picture("review");
    assert.equal(awx.tokens().length, 8, "nothing is made yet");
    await page.choose("Create Token");
  });

  it("copies its value, which is shown once", async () => {
    await page.dialog.getByText("“pipeline” (token 9) was created on Production").waitFor();
    const { secret, refreshSecret } = awx.token(9) ?? {};
    assert.ok(secret && refreshSecret);
    await page.dialog.getByText(secret).waitFor();
    await pressInDialog("Copy Token");
    await page.dialog.getByText("The value is in the clipboard.").waitFor();
    assert.equal(await clipboard(), secret);
    await pressInDialog("Copy Refresh Token");
    await page.dialog.getByText("The refresh token is in the clipboard.").waitFor();
    assert.equal(await clipboard(), refreshSecret);
    await pressInDialog("Close");
    await page.dialog.waitFor({ state: "detached" });
    await page.row("pipeline, read, admin, ci").waitFor();
    await page.picture("created");
  });

  it("rotates it, and is asked first", async () => {
    await page.chooseOnRow("admin read only", "Rotate Token");
    await page.dialog.getByText("Rotate “admin read only” (token 2) on Production?").waitFor();
    await page.picture("rotate");
    await page.dialog.getByRole("button", { name: "Rotate Token" }).click();
    await page.dialog.getByText("Token 10 takes the place of “admin read only” (token 2) on Production").waitFor();
    await page.picture("value", awx.secretOf(10));
    await pressInDialog("Copy Token");
    await page.dialog.getByText("The value is in the clipboard.").waitFor();
    assert.equal(await clipboard(), awx.secretOf(10));
    await pressInDialog("Close");
    await page.dialog.getByText("Revoke “admin read only” (token 2) on Production now?").waitFor();
    await page.picture("revoke-former");
    await page.answer("Revoke Token");
    await page.notification.getByText("was revoked. Token 10 has its place.").waitFor();
    assert.deepEqual([awx.token(2), awx.token(10)?.description], [undefined, "admin read only"]);
  });

  it("rotates several, and gets their values one by one", async () => {
    await page.row("one hour").click();
    await page.row("pipeline").click({ modifiers: ["ControlOrMeta"] });
    await page.chooseOnRow("pipeline", "Rotate Token");
    await page.dialog.getByText("Rotate 2 tokens on Production?").waitFor();
    await page.picture("rotate-several");
    await page.answer("Rotate 2 Tokens");
    await page.boxTitled("2 of 2 tokens on Production were rotated");
    await page.choose("one hour");
    const made = awx.tokens().findLast(({ description }) => description === "one hour");
    assert.ok(made);
    await page.dialog.getByText(made.secret).waitFor();
    await pressInDialog("Copy Token");
    await page.dialog.getByText("The value is in the clipboard.").waitFor();
    await pressInDialog("Close");
    await page.dialog.getByText("Revoke “one hour” (token 7) on Production now?").waitFor();
    await page.answer("Revoke Token");
    await page.boxTitled("2 of 2 tokens on Production were rotated");
    await page.box.getByText("Token 7 is revoked.").waitFor();
    await page.picture("several");
    await page.press("Escape");
    await page.dialog.getByText("Leave without the value of “pipeline”").waitFor();
    await page.picture("leave");
    await page.answer("Leave");
    await page.notification.getByText("Still valid on Production").waitFor();
    assert.equal(awx.token(7), undefined);
    assert.ok(awx.token(9));
  });
});
