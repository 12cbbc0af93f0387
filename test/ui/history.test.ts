import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { until } from "../host/support/watch";
import { useStage } from "./stage";

describe("a person who wants to know about tokens", function () {
  this.bail(true);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "awx-tokens-"));
  });
  const stage = useStage("history", { workspace: () => folder });
  before(async () => {
    await stage.page.openView();
    await stage.page.addServer({ url: stage.awx.url, name: "Production", secret: stage.awx.secretOf(1) });
    await stage.page.row("alice personal").waitFor();
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  it("edits one twice, and sees who changed what in its details", async () => {
    await stage.page.pressOnRow("alice personal", "Edit Description");
    await stage.page.boxTitled("Description of “alice personal” (token 4) on Production");
    await stage.page.enter("Nightly backup");
    await stage.page.row("Nightly backup").waitFor();
    await stage.page.pressOnRow("Nightly backup", "Edit Scopes");
    await stage.page.boxTitled("Scopes of “Nightly backup” (token 4) on Production");
    await stage.page.toggle("write");
    await stage.page.toggle("read");
    await stage.page.pressOk();
    await stage.page.row("Nightly backup, read").waitFor();

    await stage.page.chooseOnRow("Nightly backup", "Show Details and History");
    await stage.page.editorText("Scopes: “write” became “read”").waitFor();
    await stage.page.editorText("Description: “alice personal” became “Nightly backup”").waitFor();
    await stage.page.editorText("· changed · “admin”").waitFor();
    await stage.page.editorText("· created · “alice”").waitFor();
    await stage.page.picture("details");
  });

  it("reads on in a long history where it is", async () => {
    for (let count = 1; count <= 60; count++)
      stage.awx.updateToken(4, { description: `Nightly backup ${String(count)}` });
    await stage.page.runFromPalette("Show Details and History");
    await stage.page.boxTitled("Show the details of which token?");
    await stage.page.choose("Nightly backup");
    await stage.page.editorText("“Nightly backup 59” became “Nightly backup 60”").waitFor();
    await stage.page.runFromPaletteAny("Go to Line/Column...", "Go to Line/Column...");
    await stage.page.line.fill(":200");
    await stage.page.press("Enter");
    await stage.page.editorText("13 older changes: the command Show Older Changes has the next ones.").waitFor();
    const lens = stage.workbench.page.locator(".codelens-decoration a", { hasText: "Show Older Changes" });
    await lens.waitFor();
    await stage.page.picture("older-changes");
    // A click on it is lost when VS Code draws it anew at that moment.
    await until(async () => {
      if (await lens.isVisible()) await lens.click();
      await lens.waitFor({ state: "detached", timeout: 5000 });
    }, 30_000);
    await stage.page.editorText("“Nightly backup 10” became “Nightly backup 11”").waitFor();
    await stage.page.picture("older-changes-shown");
    assert.equal(stage.awx.requests.filter(({ path: asked }) => asked.includes("page=2")).length, 1);
  });

  it("exports them all through the dialog of VS Code, to the folder that is open", async () => {
    await stage.page.chooseOnRow("Server Production", "Export Tokens");
    await stage.page.boxTitled("Export tokens of Production");
    // The dialog looks up the folder before it offers the name.
    const file = await until(async () => {
      const offered = await stage.page.line.inputValue();
      assert.match(offered, /awx-tokens-Production-\d{4}-\d\d-\d\d\.csv$/);
      return offered;
    });
    assert.equal(path.dirname(file), folder);
    await stage.page.picture("export-dialog");
    await stage.page.pressOk();
    await stage.page.notification.getByText(`8 tokens of Production were exported to ${file}.`).waitFor();
    const [header, ...lines] = (await readFile(file, "utf8")).trimEnd().split("\r\n");
    assert.match(header ?? "", /^server,address,table,id,description,scopes,owner,/);
    assert.equal(lines.length, 8);
    assert.ok(
      lines[3]?.startsWith(`Production,${stage.awx.url},controller,4,Nightly backup 60,read,alice,,`),
      lines[3],
    );
    await stage.page.notification.getByRole("button", { name: "Open" }).first().click();
    await stage.page.editorText("server,address,table,id").waitFor();
    await stage.page.picture("exported");
  });
});
