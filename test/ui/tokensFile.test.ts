import assert from "node:assert/strict";
import { json } from "../support/answers";
import { editorSettings } from "./editorPart";
import { useStage } from "./stage";

const settings = [
  { theme: "dark", colorTheme: "Default Dark Modern", version: "newest" },
  { theme: "light", colorTheme: "Default Light Modern", version: "floor" },
] as const;

const jobs = Array.from({ length: 20 }, (_, index) => `ci job ${String(index + 1).padStart(2, "0")}`);

for (const { theme, colorTheme, version } of settings) {
  describe(`a person with a file of tokens, in a ${theme} theme of the ${version} VS Code`, function () {
    this.bail(true);

    const stage = useStage(`tokens-file-${theme}`, {
      version,
      colorTheme,
      settings: editorSettings,
      prepare: (awx) => {
        for (const description of jobs) awx.createToken({ userId: 1, description, scope: "read" });
      },
    });

    const idOf = (description: string): number =>
      stage.awx.tokens().find((token) => token.description === description)?.id ?? assert.fail(description);
    const patches = (): string[] =>
      stage.awx.requests.flatMap(({ method, body }) => (method === "PATCH" ? [body] : []));

    it("opens all of a server's tokens", async () => {
      const { page, awx } = stage;
      await page.openView();
      await page.addServer({ url: awx.url, name: "Production", secret: awx.secretOf(1) });
      await page.row("ci job 20").waitFor();
      await page.chooseOnRow("Server Production", "Edit Tokens in Editor");
      await page.editor.lines('"description": "ci job 20" }').waitFor();
      await page.picture("opened");
    });

    it("replaces a word in twenty of them, and lets one write", async () => {
      const { page } = stage;
      await page.editor.replaceAll("ci job", "build");
      await page.editor.replace('["read"], "description": "build 07"', '["write"], "description": "build 07"');
      await page.editor.unsavedTab("tokens.jsonc").waitFor();
      await page.picture("replaced");
    });

    it("sees what would be sent, the widening one first, and gives it up without a word", async () => {
      const { page, awx } = stage;
      await page.press("Control+s");
      await page.boxTitled("Change 20 tokens on Production");
      await page.box.getByText("20 Selected").waitFor();
      const [first, second] = await page.box.locator(".monaco-list-row").allInnerTexts();
      const path = `PATCH /api/v2/tokens/${String(idOf("ci job 07"))}/`;
      assert.ok(first?.includes(`${path} {"description":"build 07","scope":"write"}`), first ?? "nothing");
      assert.match(first ?? "", /lets it write/);
      assert.match(second ?? "", /PATCH \/api\/v2\/tokens\/\d+\/ {"description":"build \d\d"}/);
      await page.editor.compared("modified", '"build 01"').waitFor();
      await page.picture("preview");
      await page.press("Escape");
      await page.editor.tab("Change 20 tokens").waitFor({ state: "detached" });
      await page.editor.unsavedTab("tokens.jsonc").waitFor();
      await page.editor.lines('"build 20"').waitFor();
      assert.equal(await page.notification.count(), 0);
      assert.deepEqual(patches(), []);
      assert.ok(awx.token(idOf("ci job 01")));
    });

    it("keeps what the server refused, and is told why on its line", async () => {
      const { page, awx } = stage;
      const refused = idOf("ci job 12");
      const allow = awx.intercept(
        { method: "PATCH", path: new RegExp(`/tokens/${String(refused)}/`) },
        json(400, { description: ["Ask the release managers first."] }),
      );
      await page.press("Control+s");
      await page.boxTitled("Change 20 tokens on Production");
      await page.box.getByText("20 Selected").waitFor();
      await page.pressOk();
      await page.dialog.getByText("Let “ci job 07”").waitFor();
      await page.picture("widen");
      await page.answer("Widen to Write");
      await page.notification.getByText("19 of 20 tokens on Production were changed.").waitFor();
      await page.editor.unsavedTab("tokens.jsonc").waitFor();
      await page.editor.wrong.waitFor();
      await page.row("build 07, write").waitFor();
      await page.row("ci job 12").waitFor();
      await page.picture("refused");
      await page.press("Control+Shift+M");
      await page.editor.problem("Ask the release managers first.").waitFor();
      await page.picture("refused-problems");
      await page.press("Control+Shift+M");
      await page.press("Control+1");
      assert.equal(patches().length, 20);
      allow();
    });

    it("saves the rest when it is allowed", async () => {
      const { page } = stage;
      await page.press("Control+s");
      await page.boxTitled("Change “ci job 12”");
      await page.box.getByText("1 Selected").waitFor();
      await page.pressOk();
      await page.row("build 12").waitFor();
      await page.editor.savedTab("tokens.jsonc").waitFor();
      await page.editor.wrong.waitFor({ state: "detached" });
      await page.picture("saved");
      assert.equal(patches().length, 21);
    });

    it("opens those that were selected, and edits them with several cursors", async () => {
      const { page } = stage;
      await page.row("build 01").click();
      await page.row("build 03").click({ modifiers: ["Shift"] });
      await page.chooseOnRow("build 02", "Edit Tokens in Editor");
      await page.editor.savedTab("tokens-2.jsonc").waitFor();
      await page.editor.lines("A line that is taken out leaves its token").click();
      await page.editor.select("build");
      await page.press("Control+Shift+l");
      await page.type("nightly");
      await page.editor.lines('"description": "nightly 03" }').waitFor();
      await page.picture("several-cursors");
      await page.press("Control+z");
      await page.editor.savedTab("tokens-2.jsonc").waitFor();
      await page.press("Control+Shift+z");
      await page.editor.unsavedTab("tokens-2.jsonc").waitFor();
    });

    it("has its edits still after a reload, and saves them", async () => {
      const { page, awx } = stage;
      await page.editor.untilKept();
      // By somebody else, while nobody sees it.
      const changed = awx.tokens().find(({ description }) => description === "build 02");
      assert.ok(changed);
      awx.updateToken(changed.id, { description: "theirs" });
      await page.reload();
      await page.editor.unsavedTab("tokens-2.jsonc").waitFor();
      await page.editor.lines('"description": "nightly 03" }').click();
      await page.row("build 03").waitFor();
      await page.press("Control+s");
      await page.boxTitled("Change 3 tokens on Production");
      await page.box.getByText("2 Selected").waitFor();
      await page.picture("preview-after-reload");
      await page.box.getByText("changed since you opened it").click();
      await page.box.getByText("3 Selected").waitFor();
      await page.pressOk();
      await page.row("nightly 03").waitFor();
      await page.editor.savedTab("tokens-2.jsonc").waitFor();
      assert.equal(awx.tokens().filter(({ description }) => description.startsWith("nightly")).length, 3);
    });

    it("opens those that the filter shows", async () => {
      const { page } = stage;
      await page.runFromPalette("Filter Tokens");
      await page.boxTitled("Filter the tokens of Production: 28 of 28");
      await page.type("nightly");
      await page.boxTitled("Filter the tokens of Production: 3 of 28");
      await page.press("Enter");
      await page.row("3 of 28").waitFor();
      await page.chooseOnRow("Server Production", "Edit Tokens in Editor");
      await page.boxTitled("Edit tokens in editor");
      await page.box.getByText("All 28 tokens").waitFor();
      await page.picture("which");
      await page.choose("The 3 tokens that the filter shows");
      await page.editor.lines('"description": "nightly 03" }').waitFor();
    });
  });
}
