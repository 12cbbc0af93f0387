import assert from "node:assert/strict";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

const day = 24 * 60 * 60 * 1000;

describe("somebody who looks for tokens among thousands", function () {
  this.bail(true);
  let awx: FakeAwx;
  let server: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;

  before(async () => {
    awx = await startFakeAwx({ extraTokens: 1992 });
    server = await startVsCodeServer({ version: "newest" });
    await server.installVsix(vsixPath);
    workbench = await openWorkbench({ server, colorTheme: "Default Dark Modern" });
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/finding"));
  });
  /** How many tokens expire within some days, of those that have not. */
  const expiring = (days: number): number => {
    const left = awx.tokens().map(({ expires }) => expires.getTime() - Date.now());
    return left.filter((milliseconds) => milliseconds > 0 && milliseconds < days * day).length;
  };

  after(async () => {
    await page.picture("end");
    await workbench.close();
    await server.stop();
    await awx.stop();
  });

  it("sees with every letter what is left, and goes on with what is offered", async () => {
    await page.openView();
    await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
    await page.row("Server Production").getByText("2000 tokens").waitFor();
    await page.runFromPalette("Filter Tokens");
    await page.boxTitled("Filter the tokens of Production: 2000 of 2000");
    await page.picture("filter-empty");
    await page.type("exp");
    await page.boxTitled("Filter the tokens of Production: 1 of 2000");
    // What is offered has more in common with what was typed than the first line has, which Enter is for.
    assert.match((await page.items())[0] ?? "", /^Show 1 of 2000 tokens/);
    assert.match((await page.items())[1] ?? "", /^expires:/);
    await page.picture("filter-typed");
    await page.press("ArrowDown");
    await page.press("Enter");
    await page.boxTitled("Filter the tokens of Production: 2000 of 2000");
    await page.type("<30d -expired");
    await page.boxTitled(`Filter the tokens of Production: ${String(expiring(30))} of 2000`);
    await page.row("one hour").waitFor();
    await page.row(`${String(expiring(30))} of 2000`).waitFor();
    await page.picture("filter");
    await page.press("Enter");
    await page.box.waitFor({ state: "hidden" });
    await page.row("one hour").waitFor();
  });

  it("changes it from its row, clears it in the box, and has the former one back", async () => {
    await page.pressOnRow(`${String(expiring(30))} of 2000`, "Filter Tokens");
    await page.boxTitled(`Filter the tokens of Production: ${String(expiring(30))} of 2000`);
    await page.box.getByRole("button", { name: "Clear Filter" }).click();
    await page.boxTitled("Filter the tokens of Production: 2000 of 2000");
    await page.row(`${String(expiring(30))} of 2000`).waitFor({ state: "detached" });
    await page.press("Escape");
    await page.row(`${String(expiring(30))} of 2000`).waitFor();
    await page.pressOnRow(`${String(expiring(30))} of 2000`, "Clear Filter");
    await page.row(`${String(expiring(30))} of 2000`).waitFor({ state: "detached" });
  });

  it("has them in another order, and in groups", async () => {
    await page.runFromPalette("Sort Tokens By");
    await page.boxTitled("Sort tokens by");
    await page.picture("sort");
    await page.choose("Expires");
    await page.runFromPalette("Group Tokens By");
    await page.boxTitled("Group tokens by");
    await page.picture("group");
    await page.choose("Expiry");
    await page.row("Expiry Expired").waitFor();
    await page.row("Expiry Practically never expires").waitFor();
    await page.picture("grouped");
  });
});
