import assert from "node:assert/strict";
import { until } from "../host/support/watch";
import { editorSettings } from "./editorPart";
import { useStage } from "./stage";

const settings = [
  { theme: "dark", colorTheme: "Default Dark Modern", version: "newest" },
  { theme: "high-contrast", colorTheme: "Default High Contrast", version: "floor" },
] as const;

for (const { theme, colorTheme, version } of settings) {
  describe(`a person with a token's file, in a ${theme} theme of the ${version} VS Code`, function () {
    this.bail(true);

    const stage = useStage(`token-file-${theme}`, { version, colorTheme, settings: editorSettings });

    const puts = (): string[] => stage.awx.requests.flatMap(({ method, body }) => (method === "PUT" ? [body] : []));

    it("opens it from the token's row", async () => {
      const { page, awx } = stage;
      await page.openView();
      await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
      await page.chooseOnRow("admin read only", "Open Token as JSON");
      await page.editor.lines('"description": "admin read only"').waitFor();
      await page.editor.lens("Token 2 on Production · admin · personal token · expires").waitFor();
      await page.picture("opened");
    });

    it("is offered the scopes with what they mean", async () => {
      const { page } = stage;
      await page.editor.replace('"read"', " ");
      await page.press("Control+Space");
      await page.editor.suggestion('"read"').waitFor();
      await page.editor.suggestion('"write"').waitFor();
      await page.press("Control+Space");
      await page.editor.meaning.waitFor();
      await page.picture("suggestions");
      await page.press("Control+Space");
      await page.press("Escape");
    });

    it("is offered no words that only the schema has", async () => {
      const { page } = stage;
      await page.editor.replace(" read only", " ad");
      await page.press("Control+Space");
      await page.editor.suggestion("admin").waitFor();
      assert.equal(await page.editor.suggestion("additionalProperties").count(), 0);
      await page.press("Escape");
      await page.editor.replace("admin ad", "admin read only");
      await page.press("Escape");
      await page.editor.select("[ ");
      await page.press("ArrowRight");
    });

    it("sees that a word is no scope, and that it is not saved so", async () => {
      const { page, awx } = stage;
      await page.type('"admin"');
      await page.press("Control+Shift+M");
      await page.editor.problem('Value is not accepted. Valid values: "read", "write".').waitFor();
      await page.picture("unknown-scope");
      await page.press("Control+Shift+M");
      await page.press("Control+1");
      await page.press("Control+s");
      await page.notification.getByText("“admin” is not a scope.").waitFor();
      await page.picture("not-saved");
      assert.equal(awx.token(2)?.scope, "read");
    });

    it("mends it, and saves another description", async () => {
      const { page } = stage;
      await page.editor.replace("[ ", "[");
      await page.editor.replace('"admin"', '"read"');
      await page.editor.replace(" read only", "'s reports");
      await page.press("Control+s");
      await page.row("admin's reports").waitFor();
      await page.editor.savedTab("2.json").waitFor();
      await page.editor.wrong.waitFor({ state: "detached" });
      await page.notification.waitFor({ state: "detached" });
      await page.picture("saved");
      assert.deepEqual(puts(), ['{"description":"admin\'s reports","scope":"read"}']);
    });

    it("is asked before the token may write, and gives it up without a word", async () => {
      const { page, awx } = stage;
      await page.editor.replace('"read"', '"write"');
      await page.press("Control+s");
      await page.dialog.getByText("Let “admin's reports” (token 2) on Production write?").waitFor();
      await page.picture("widen");
      await page.answer("Cancel");
      await page.editor.unsavedTab("2.json").waitFor();
      assert.equal(await page.notification.count(), 0);
      await page.press("Control+s");
      await page.answer("Widen to Write");
      await page.editor.savedTab("2.json").waitFor();
      assert.equal(awx.token(2)?.scope, "write");
    });

    it("sees what somebody else made of it meanwhile, and overwrites that", async () => {
      const { page, awx } = stage;
      await page.editor.replace("admin's reports", "mine");
      awx.updateToken(2, { description: "theirs" });
      await page.press("Control+s");
      await page.notification.getByText("The content of the file is newer.").waitFor();
      await page.picture("conflict");
      assert.equal(awx.token(2)?.description, "theirs");
      await page.notification.getByRole("button", { name: "Compare" }).click();
      await page.editor.compared("original", '"description": "theirs"').waitFor();
      await page.editor.compared("modified", '"description": "mine"').waitFor();
      await page.picture("conflict-compared");
      await stage.workbench.page.getByRole("button", { name: /overwrite file contents/ }).click();
      await page.row("mine").waitFor();
      await page.editor.savedTab("2.json").waitFor();
      assert.equal(awx.token(2)?.description, "mine");
      await page.picture("overwritten");
    });

    it("takes what somebody else made of it", async () => {
      const { page, awx } = stage;
      await page.editor.replace('"mine"', '"mine again"');
      awx.updateToken(2, { description: "theirs" });
      await page.press("Control+s");
      await page.notification.getByText("The content of the file is newer.").waitFor();
      await page.runFromPaletteAny("File: Revert File", "Revert File");
      await page.editor.savedTab("2.json").waitFor();
      await page.editor.lines('"description": "theirs"').waitFor();
      assert.equal(awx.token(2)?.description, "theirs");
      await page.picture("reverted");
    });

    it("undoes and does again what it typed", async () => {
      const { page } = stage;
      await page.editor.replace("theirs", "ours");
      await page.editor.unsavedTab("2.json").waitFor();
      await page.press("Control+z");
      await page.editor.lines('"description": "theirs"').waitFor();
      await page.editor.savedTab("2.json").waitFor();
      await page.press("Control+Shift+z");
      await page.editor.lines('"description": "ours"').waitFor();
      await page.editor.unsavedTab("2.json").waitFor();
    });

    it("compares it with what is saved", async () => {
      const { page } = stage;
      await page.runFromPaletteAny("File: Compare Active File with Saved", "Compare Active File with Saved");
      await page.editor.compared("original", '"description": "theirs"').waitFor();
      await page.editor.compared("modified", '"description": "ours"').waitFor();
      await page.picture("compared-with-saved");
      await page.press("Control+F4");
    });

    it("sees its edits in both halves of a split view", async () => {
      const { page } = stage;
      await page.press("Control+Backslash");
      await page.editor.lines('"description": "ours"').nth(1).waitFor();
      await page.editor.replace("ours", "everybody's");
      await page.editor.lines('"description": "everybody\'s"').nth(1).waitFor();
      await page.picture("split");
      await page.press("Control+F4");
    });

    it("is offered a name to save it as", async () => {
      const { page } = stage;
      await page.press("Control+Shift+s");
      await page.boxTitled("Save As");
      await until(async () => {
        assert.equal(await page.line.inputValue(), "/Production/2.json");
      });
      await page.picture("save-as");
      await page.press("Escape");
    });

    it("has its edits still after a reload, and saves them", async () => {
      const { page, awx } = stage;
      await page.editor.untilKept();
      await page.reload();
      await page.editor.unsavedTab("2.json").waitFor();
      await page.editor.lines('"description": "everybody\'s"').waitFor();
      await page.row("theirs").waitFor();
      await page.picture("reloaded");
      await page.editor.lines('"description": "everybody\'s"').click();
      await page.press("Control+s");
      await page.row("everybody's").waitFor();
      await page.editor.savedTab("2.json").waitFor();
      assert.equal(awx.token(2)?.description, "everybody's");
    });
  });
}
