import assert from "node:assert/strict";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { json } from "../support/answers";
import { startVsCodeServer, type VsCodeServer } from "../vscodeServer/server";
import { openWorkbench, type Workbench } from "../vscodeServer/workbench";
import { WorkbenchPage } from "./workbenchPage";

const jobs = ["backup", "deploy staging", "deploy production", "inventory sync", "nightly report", "patching"];

describe("a person with many tokens", function () {
  this.bail(true);
  let awx: FakeAwx;
  let server: VsCodeServer;
  let workbench: Workbench;
  let page: WorkbenchPage;

  before(async () => {
    awx = await startFakeAwx();
    for (const [index, description] of jobs.entries()) {
      awx.createToken({ userId: 1, description, scope: index % 2 === 0 ? "write" : "read" });
    }
    server = await startVsCodeServer({ version: "newest" });
    await server.installVsix(vsixPath);
    workbench = await openWorkbench({ server, colorTheme: "Default Dark Modern" });
    page = new WorkbenchPage(workbench.page, path.join(__dirname, "../../out/pictures/several"));
  });
  after(async () => {
    await page.picture("end");
    await workbench.close();
    await server.stop();
    await awx.stop();
  });

  it("signs in", async () => {
    await page.openView();
    await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
    await page.row("patching").waitFor();
  });

  it("selects rows, and sees which of them have a scope", async () => {
    await page.row("backup").click();
    await page.row("patching").click({ modifiers: ["Shift"] });
    await page.press("Shift+F2");
    await page.boxTitled("Scopes of 6 tokens on Production");
    await page.box.getByText("mixed: 3 of 6 have it").first().waitFor();
    await page.toggle("read for all");
    await page.toggle("write for all");
    await page.picture("mixed-scopes");
    await page.pressOk();
  });

  it("sees what each would get, the widening ones first, and takes one out", async () => {
    await page.boxTitled("Change the scopes of 6 tokens on Production");
    const [first] = await page.box.locator(".monaco-list-row").allInnerTexts();
    assert.match(first ?? "", /deploy staging[\s\S]*“read” → “read write” · lets it write/);
    await page.picture("preview");
    await page.toggle("deploy staging");
    await page.pressOk();
    await page.dialog.getByText("Let 2 tokens on Production write?").waitFor();
    await page.picture("widen-several");
    await page.answer("Widen to Write");
    await page.notification.getByText("The scopes of 5 tokens on Production were changed.").waitFor();
    await page.row("patching, read write").waitFor();
    const scopes = awx.tokens().filter(({ description }) => jobs.includes(description));
    assert.deepEqual(
      scopes.map(({ scope }) => scope),
      ["read write", "read", "read write", "read write", "read write", "read write"],
    );
  });

  it("takes it back with the button of the message", async () => {
    await page.notification.getByRole("button", { name: "Undo" }).click();
    await page.boxTitled("Change the scopes of 5 tokens on Production");
    await page.box.getByText("5 Selected").waitFor();
    await page.pressOk();
    await page.row("patching, read,").waitFor();
    await page.row("backup, write,").waitFor();
    assert.deepEqual(
      awx.tokens().flatMap(({ description, scope }) => (jobs.includes(description) ? scope : [])),
      ["write", "read", "write", "read", "write", "read"],
    );
  });

  it("gives several a prefix, and is told which was refused and why", async () => {
    const refused = awx.tokens().find(({ description }) => description === "inventory sync")?.id ?? 0;
    const allow = awx.intercept(
      { method: "PATCH", path: new RegExp(`/tokens/${String(refused)}/`) },
      json(403, { detail: "You do not have permission to perform this action." }),
    );
    await page.row("backup").click();
    await page.row("patching").click({ modifiers: ["Shift"] });
    await page.press("F2");
    await page.choose("Add a prefix");
    await page.boxTitled("Descriptions of 6 tokens on Production (2/2)");
    await page.line.fill("ci: ");
    await page.boxMessage.getByText("“backup” becomes “ci: backup”").waitFor();
    await page.picture("prefix");
    await page.press("Enter");
    await page.boxTitled("Change the description of 6 tokens on Production");
    await page.box.getByText("6 Selected").waitFor();
    await page.picture("preview-descriptions");
    await page.pressOk();
    await page.boxTitled("5 of 6 tokens on Production were changed");
    await page.picture("results");
    allow();
    await page.choose("inventory sync");
    await page.boxTitled("Change the description of “inventory sync”");
    await page.box.getByText("1 Selected").waitFor();
    await page.pressOk();
    await page.row("ci: inventory sync").waitFor();
  });

  it("looks at the edits of this window", async () => {
    await page.runFromPalette("Show Recent Edits");
    await page.boxTitled("Recent edits in this window");
    await page.box.getByText("Description of 5 tokens").waitFor();
    await page.picture("recent-edits");
    await page.press("Escape");
  });

  it("revokes two with the Delete key, after a question that names them", async () => {
    await page.row("ci: nightly report").click();
    await page.row("ci: patching").click({ modifiers: ["Control"] });
    await page.press("Delete");
    await page.dialog.getByText("Revoke 2 tokens on Production?").waitFor();
    await page.picture("revoke");
    await page.answer("Revoke 2 Tokens");
    await page.row("ci: patching").waitFor({ state: "detached" });
    assert.equal(
      awx.tokens().some(({ description }) => description === "ci: nightly report"),
      false,
    );
  });
});
