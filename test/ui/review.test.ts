import assert from "node:assert/strict";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

const day = 24 * 60 * 60 * 1000;

describe("an administrator who tidies up", function () {
  this.bail(true);
  let awx: FakeAwx;
  let server: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;

  before(async () => {
    awx = await startFakeAwx();
    awx.updateToken(5, { expires: new Date(Date.now() + 5 * day) });
    awx.createToken({ userId: 2, description: "Alice Personal", expires: new Date(Date.now() + 200 * day) });
    awx.createToken({ userId: 3, description: "", scope: "read" });
    server = await startVsCodeServer({ version: "newest" });
    await server.installVsix(vsixPath);
    workbench = await openWorkbench({ server, colorTheme: "Default Dark Modern" });
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/review"));
  });
  after(async () => {
    await page.picture("end");
    await workbench.close();
    await server.stop();
    await awx.stop();
  });

  it("sees whose the tokens are, and folds one's away", async () => {
    await page.openView();
    await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
    await page.row("Owner alice, 3 tokens").waitFor();
    await page.row("Owner bob, 2 tokens").waitFor();
    await page.row("alice app token, read, alice, vscode, expires in 4 days").hover();
    await page.picture("owners");
    await page.row("Owner alice").click();
    await page.row("alice app token").waitFor({ state: "detached" });
    await page.row("Owner alice").click();
    await page.row("alice app token").waitFor();
  });

  it("reviews them from the server's menu", async () => {
    await page.chooseOnRow("Server Production", "Review Tokens");
    await page.boxTitled("Review the tokens of Production");
    await page.box.getByText("Expired (1)").waitFor();
    await page.box.getByText("Expiring soon (2)").waitFor();
    assert.equal(await page.box.getByRole("checkbox", { checked: true }).count(), 0);
    await page.picture("review");
  });

  it("revokes two of them", async () => {
    await page.toggle("expired");
    await page.toggle("alice app token");
    await page.picture("review-ticked");
    await page.pressOk();
    await page.boxTitled("2 tokens on Production");
    await page.picture("acts");
    await page.choose("Revoke");
    await page.dialog.getByText("Revoke 2 tokens on Production?").waitFor();
    await page.picture("revoke");
    await page.answer("Revoke 2 Tokens");
    await page.notification.getByText("2 tokens on Production were revoked.").waitFor();
    await page.row("expired").waitFor({ state: "detached" });
    await page.row("alice app token").waitFor({ state: "detached" });
    await page.row("Owner alice, 2 tokens").waitFor();
    assert.deepEqual([awx.token(8), awx.token(5)], [undefined, undefined]);
    assert.equal(awx.tokens().length, 8);
  });
});
