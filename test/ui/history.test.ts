import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { until } from "../host/support/watch";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

describe("a person who wants to know about tokens", function () {
  this.bail(true);
  let folder: string;
  let awx: FakeAwx;
  let server: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "awx-tokens-"));
    awx = await startFakeAwx();
    server = await startVsCodeServer({ version: "newest" });
    await server.installVsix(vsixPath);
    workbench = await openWorkbench({ server, workspace: folder, colorTheme: "Default Dark Modern" });
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/history"));
    await page.openView();
    await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
    await page.row("alice personal").waitFor();
  });
  after(async () => {
    await page.picture("end");
    await workbench.close();
    await server.stop();
    await awx.stop();
    await rm(folder, { recursive: true });
  });

  it("edits one twice, and sees who changed what in its details", async () => {
    await page.pressOnRow("alice personal", "Edit Description");
    await page.boxTitled("Description of “alice personal” (token 4) on Production");
    await page.enter("Nightly backup");
    await page.row("Nightly backup").waitFor();
    await page.pressOnRow("Nightly backup", "Edit Scopes");
    await page.boxTitled("Scopes of “Nightly backup” (token 4) on Production");
    await page.toggle("write");
    await page.toggle("read");
    await page.pressOk();
    await page.row("Nightly backup, read").waitFor();

    await page.chooseOnRow("Nightly backup", "Show Details and History");
    await page.editorText("Scopes: “write” became “read”").waitFor();
    await page.editorText("Description: “alice personal” became “Nightly backup”").waitFor();
    await page.editorText("· changed · “admin”").waitFor();
    await page.editorText("· created · “alice”").waitFor();
    await page.picture("details");
  });

  it("reads on in a long history where it is", async () => {
    for (let count = 1; count <= 60; count++) awx.updateToken(4, { description: `Nightly backup ${String(count)}` });
    await page.runFromPalette("Show Details and History");
    await page.boxTitled("Show the details of which token?");
    await page.choose("Nightly backup");
    await page.editorText("“Nightly backup 59” became “Nightly backup 60”").waitFor();
    await page.runFromPaletteAny("Go to Line/Column...", "Go to Line/Column...");
    await page.line.fill(":200");
    await page.press("Enter");
    await page.editorText("13 older changes: the command Show Older Changes has the next ones.").waitFor();
    const lens = workbench.page.locator(".codelens-decoration a", { hasText: "Show Older Changes" });
    await lens.waitFor();
    await page.picture("older-changes");
    await lens.click();
    await lens.waitFor({ state: "detached" });
    await page.editorText("“Nightly backup 10” became “Nightly backup 11”").waitFor();
    await page.picture("older-changes-shown");
    assert.equal(awx.requests.filter(({ path: asked }) => asked.includes("page=2")).length, 1);
  });

  it("exports them all through the dialog of VS Code, to the folder that is open", async () => {
    await page.chooseOnRow("Server Production", "Export Tokens");
    await page.boxTitled("Export tokens of Production");
    // The dialog looks up the folder before it offers the name.
    const file = await until(async () => {
      const offered = await page.line.inputValue();
      assert.match(offered, /awx-tokens-Production-\d{4}-\d\d-\d\d\.csv$/);
      return offered;
    });
    assert.equal(path.dirname(file), folder);
    await page.picture("export-dialog");
    await page.pressOk();
    await page.notification.getByText(`8 tokens of Production were exported to ${file}.`).waitFor();
    const [header, ...lines] = (await readFile(file, "utf8")).trimEnd().split("\r\n");
    assert.match(header ?? "", /^server,address,table,id,description,scopes,owner,/);
    assert.equal(lines.length, 8);
    assert.ok(lines[3]?.startsWith(`Production,${awx.url},controller,4,Nightly backup 60,read,alice,,`), lines[3]);
    await page.notification.getByRole("button", { name: "Open" }).first().click();
    await page.editorText("server,address,table,id").waitFor();
    await page.picture("exported");
  });
});
