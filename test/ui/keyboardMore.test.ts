import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { until } from "../host/support/watch";
import { editorSettings } from "./editorPart";
import { KeyboardPerson } from "./keyboardPerson";
import { useStage } from "./stage";

describe("a person without a mouse, who is signed in", function () {
  this.bail(true);
  let folder: string;
  let person: KeyboardPerson;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "awx-tokens-"));
  });
  const stage = useStage("keyboard-more", {
    workspace: () => folder,
    signedInTo: "Production",
    settings: { ...editorSettings, "workbench.reduceMotion": "on" },
  });
  before(async () => {
    person = await KeyboardPerson.at(stage.workbench.page);
    await person.anyCommand("AWX", "Focus on Access Tokens View");
    await stage.page.row("Server Production, admin, not encrypted, 8 tokens").waitFor();
    // VS Code moves the focus into a view only when it has rows.
    await person.anyCommand("AWX", "Focus on Access Tokens View");
    await person.isOn("tree", "Access Tokens");
  });
  afterEach("used the keys alone", async () => {
    assert.deepEqual(await person.pointerEvents(), []);
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  it("filters, and clears the filter on its row", async () => {
    await person.command("Filter Tokens");
    await person.isInBox("Filter the tokens of Production: 8 of 8");
    await person.type("owner:alice");
    await person.isInBox("Filter the tokens of Production: 2 of 8");
    await person.press("Enter");
    await person.goToRow("2 of 8, Filter owner:alice, Production");
    await person.chooseInMenu("Clear Filter");
    await stage.page.row("2 of 8").waitFor({ state: "detached" });
    await person.isOnRow("Owner alice");
    await person.command("Show Tokens That Need Attention");
    await stage.page.row("2 of 8").waitFor();
    await person.command("Clear Filter");
    await stage.page.row("2 of 8").waitFor({ state: "detached" });
  });

  it("exports tokens, and opens the file from the message", async () => {
    await person.goToRow("Server Production");
    await person.chooseInMenu("Export Tokens");
    await person.isInBox("Export tokens of Production");
    // The dialog looks up the folder before it offers a name.
    const file = await until(async () => {
      const offered = await stage.page.line.inputValue();
      assert.match(offered, /\.csv$/);
      return offered;
    });
    assert.equal(path.dirname(file), folder);
    await person.press("Enter");
    await stage.page.notification.getByText(`8 tokens of Production were exported to ${file}.`).waitFor();
    assert.match(await readFile(file, "utf8"), /^server,address,table,id,/);
    await person.anyCommand("Notifications", "Focus Notification Toast");
    await person.pressUntil("Tab", "button", "Open");
    await person.press("Enter");
    await stage.page.editorText("server,address,table,id").waitFor();
    await person.press("Control+0");
    await person.isOnRow("Server Production");
  });

  it("changes a token, and then several, as JSON", async () => {
    await person.goToRow("alice personal");
    await person.chooseInMenu("Open Token as JSON");
    await stage.page.editor.lines('"description": "alice personal"').waitFor();
    await person.isOn("textbox", "4.json");
    await person.replaceAll('{"description": "nightly", "scope": ["read"]}');
    await person.press("Control+s");
    await stage.page.row("nightly, read, alice").waitFor();
    await stage.page.editor.savedTab("4.json").waitFor();

    await person.press("Control+0");
    await person.goToRow("Server Production");
    await person.chooseInMenu("Edit Tokens in Editor");
    await stage.page.editor.lines('"description": "nightly" }').waitFor();
    await person.isOn("textbox", "tokens.jsonc");
    await person.press("Control+h");
    await person.type("nightly");
    await person.press("Tab");
    await person.type("weekly");
    await person.press("Control+Alt+Enter", "Escape", "Control+s");
    await person.isInBox("Change “nightly”");
    await person.press("Enter");
    await stage.page.row("weekly, read, alice").waitFor();
    assert.equal(stage.awx.token(4)?.description, "weekly");
    await person.press("Control+0");
  });

  it("stops reading, and tries a server again that failed", async () => {
    await person.goToRow("Server Production");
    const release = stage.awx.intercept({ path: /tokens/ }, { until: new Promise(() => undefined) });
    await person.chooseInMenu("Read All Tokens Again");
    await stage.page.row("Server Production, loading").waitFor();
    await stage.page.progress.waitFor();
    assert.deepEqual(await stage.workbench.page.evaluate(movingRows), []);
    await person.chooseInMenu("Stop Reading");
    await stage.page.progress.waitFor({ state: "hidden" });
    await stage.page.row("Server Production, admin, not encrypted, 8 tokens").waitFor();
    release();
    const recover = stage.awx.intercept({}, "reset");
    await person.chooseInMenu("Refresh");
    await stage.page.row("Server Production, cannot be reached").waitFor();
    recover();
    await person.goToRow("Out of date");
    await person.chooseInMenu("Refresh");
    await stage.page.row("Out of date").waitFor({ state: "detached" });
    await person.isOnRow("");
  });

  it("tests the connection, and reads the report", async () => {
    await person.goToRow("Server Production");
    await person.chooseInMenu("Test Connection");
    await person.isOn("textbox", "Connection test of Production");
    await person.press("Control+0");
    await person.isOnRow("Server Production");
  });

  it("renames a server, puts another one above it, signs out and removes both", async () => {
    await person.goToRow("Server Production");
    await person.chooseInMenu("Edit Server");
    await person.isInBox("Edit Production");
    await person.choose("Name");
    await person.isInBox("What to call");
    await person.enter("Live");
    await person.isInBox("Edit Live");
    await person.press("Escape");
    await person.isOnRow("Server Live, admin, not encrypted, 8 tokens");

    await person.command("Add Server");
    await person.addServer(stage.awx.url, "Staging");
    await person.press("Escape");
    await person.isOnRow("Server Staging, not signed in");
    await person.chooseInMenu("Move Server Up");
    await until(async () => {
      assert.match((await stage.page.view.getByRole("treeitem").first().getAttribute("aria-label")) ?? "", /Staging/);
    });

    await person.goToRow("Server Live");
    await person.chooseInMenu("Sign Out");
    await person.answer("Sign out of Live?", "Sign Out");
    await stage.page.row("Server Live, not signed in").waitFor();
    for (const name of ["Staging", "Live"]) {
      await person.goToRow(`Server ${name}`);
      await person.chooseInMenu("Remove Server");
      await person.answer(`Remove ${name}?`, "Remove Server");
      await stage.page.row(`Server ${name}`).waitFor({ state: "detached" });
    }
  });

  it("looks what other extensions may do", async () => {
    await person.command("Manage Access of Extensions");
    await stage.page.notification.getByText("No other extension uses your servers").waitFor();
  });
});

/** What moves in the rows of the view; the bar above them is VS Code's own. */
const movingRows = `document.getAnimations()
  .flatMap(({ effect, playState }) => (playState === "running" ? [effect.target] : []))
  .filter((element) => element.closest(".part.sidebar .monaco-list"))
  .map((element) => element.className)`;
