import assert from "node:assert/strict";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

const day = 24 * 60 * 60 * 1000;
const extraTokens = 4992;

describe("a person whose tokens end", function () {
  this.bail(true);
  let awx: FakeAwx;
  let server: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;

  before(async () => {
    awx = await startFakeAwx();
    awx.updateToken(2, { expires: new Date(Date.now() + 3.5 * day) });
    server = await startVsCodeServer({ version: "newest" });
    await server.installVsix(vsixPath);
    workbench = await openWorkbench({ server, colorTheme: "Default Dark Modern" });
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/marks"));
  });
  after(async () => {
    await page.picture("end");
    await workbench.close();
    await server.stop();
    await awx.stop();
  });

  it("sees them marked, and how many there are", async () => {
    await page.openView();
    await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
    await page.row("admin read only").waitFor();
    // The tab says it to a screen reader too.
    await workbench.page.locator(".activitybar").getByRole("tab", { name: "3 tokens need attention" }).waitFor();
    assert.deepEqual(
      [
        await markOf("admin laptop"),
        await markOf("admin read only"),
        await markOf("one hour"),
        await markOf("expired"),
      ],
      ["none", '"!"', '"!"', '"×"'],
    );
  });

  it("sees and hears the rest of such a row as before", async () => {
    await page.row("admin read only, read, admin, expires in 3 days, Production").waitFor();
    const row = page.row("admin read only");
    assert.equal(await row.innerText(), "admin read onlyread · expires in 3 days");
    assert.equal(await row.locator(".codicon-eye").count(), 1);
    await row.hover();
    await workbench.page.locator(".monaco-hover").getByText("Expires").waitFor();
    await page.picture("marks");
  });

  it("opens nothing with a click on one", async () => {
    await page.row("expired").click();
    await page.row("expired").and(workbench.page.locator("[aria-selected=true]")).waitFor();
    assert.equal(await workbench.page.locator(".tabs-container .tab").count(), 0);
  });

  /** The character that a row is marked by, as it is drawn. */
  async function markOf(text: string): Promise<string> {
    const label = page.row(text).locator(".monaco-icon-label");
    return label.evaluate((element) => {
      const browser = globalThis as unknown as { getComputedStyle(of: unknown, part: string): { content: string } };
      return browser.getComputedStyle(element, "::after").content;
    });
  }
});

describe("a person with thousands of tokens", function () {
  this.bail(true);
  let awx: FakeAwx;
  let server: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;

  before(async () => {
    awx = await startFakeAwx({ extraTokens });
    server = await startVsCodeServer({ version: "newest" });
    await server.installVsix(vsixPath);
    workbench = await openWorkbench({ server, colorTheme: "Default Dark Modern" });
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/thousands"));
    await page.openView();
    await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
    await page
      .row("Server Production, admin, not encrypted, 5,000 tokens")
      .or(page.row("Server Production, admin, not encrypted, 5000 tokens"))
      .waitFor();
  });
  after(async () => {
    await page.picture("end");
    await workbench.close();
    await server.stop();
    await awx.stop();
  });

  it("finds some by what they type, and ticks them one after the other", async () => {
    await page.runFromPalette("Edit or Revoke Several Tokens");
    await page.box.getByText("admin laptop").first().waitFor();
    await page.line.pressSequentially("owner:alice personal");
    await page.toggle("alice personal");
    await page.line.fill("id:6");
    await page.toggle("bob auditor");
    await page.line.fill("scope:write Brno");
    await page.box.getByText("2 Selected").waitFor();
    await page.box.locator(".monaco-list-row").first().getByText("Brno").waitFor();
    await page.picture("ticked-while-typing");
    await page.pressOk();
    await page.boxTitled("2 tokens");
    await page.press("Escape");
  });
});
