import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startFakeAwx } from "../fakeAwx/server";
import { canaryPassword } from "../support/canaries";
import { activeDocument, closeEditors, lastFailure, marksOf, replaceIn } from "./support/editor";
import { configure, run, tokenRows } from "./support/extension";
import { changes, sent } from "./support/requests";
import { rowOf } from "./support/rows";
import { eachSignedIn, signIn } from "./support/signedIn";
import { until } from "./support/watch";

describe("a token's file, when somebody else changes the token", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn();

  /** The file of token 2 with an unsaved edit of its description. */
  async function edited(): Promise<vscode.TextDocument> {
    const document = await opened();
    await replaceIn(document, "admin read only", "mine");
    return document;
  }

  async function opened(): Promise<vscode.TextDocument> {
    await run("openAsJson", rowOf(2));
    const document = await activeDocument("/2.json");
    scene.awx.clearRequests();
    return document;
  }

  async function shows(document: vscode.TextDocument, description: string): Promise<void> {
    await until(() => {
      assert.ok(document.getText().includes(JSON.stringify(description)), document.getText());
    });
  }

  for (const [title, change] of [
    ["the same field", { description: "theirs" }],
    ["the same field to a text of the same length", { description: "admin READ only" }],
    ["the other field", { scope: "write" }],
  ] as const) {
    it(`is not saved over ${title}`, async () => {
      const document = await edited();
      scene.awx.updateToken(2, change);
      assert.ok(!(await document.save()));
      assert.ok(document.isDirty);
      assert.deepEqual(sent(scene.awx), [{ method: "GET", path: "/api/v2/tokens/2/", body: "" }]);
      assert.ok(!(await document.save()), "the second try overwrites");
      assert.deepEqual(changes(scene.awx), []);
    });
  }

  it("is not saved over it by the command either, which asks nothing then", async () => {
    const document = await edited();
    const before = scene.person.messages.length;
    await replaceIn(document, '"read"', '"write"');
    scene.awx.updateToken(2, { description: "theirs" });
    await run("saveFile");
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
    assert.equal(scene.person.messages.length, before);
  });

  it("is what the server has once it is reverted", async () => {
    const document = await edited();
    scene.awx.updateToken(2, { description: "theirs" });
    assert.ok(!(await document.save()));
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await shows(document, "theirs");
    assert.ok(!document.isDirty);
    await replaceIn(document, "theirs", "mine");
    assert.ok(await document.save());
    assert.deepEqual(
      changes(scene.awx).map(({ body }) => body),
      ['{"description":"mine","scope":"read"}'],
    );
  });

  it("is saved over it once the person has compared both and said so", async () => {
    const document = await edited();
    scene.awx.updateToken(2, { description: "theirs" });
    assert.ok(!(await document.save()));
    // Compare, and then Overwrite.
    await until(async () => {
      await vscode.commands.executeCommand("notification.acceptPrimaryAction");
      assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff);
    });
    await vscode.commands.executeCommand("workbench.files.action.acceptLocalChanges", document.uri);
    await until(() => {
      assert.equal(scene.awx.token(2)?.description, "mine");
    });
    await until(() => {
      assert.ok(!document.isDirty);
    });
    assert.equal(changes(scene.awx).length, 1);
  });

  it("shows what they made of it when nothing is unsaved", async () => {
    const document = await opened();
    scene.awx.updateToken(2, { description: "theirs", scope: "read write" });
    await run("refresh");
    await shows(document, "theirs");
    assert.ok(!document.isDirty);
    assert.ok(document.getText().includes('["read", "write"]'));
  });

  it("shows what one changes by another command", async () => {
    const document = await opened();
    const done = run("editDescription", rowOf(2));
    await scene.person.enters("by its row");
    await done;
    await shows(document, "by its row");
    assert.ok(!document.isDirty);
  });

  it("keeps what is unsaved", async () => {
    const document = await edited();
    const text = document.getText();
    scene.awx.updateToken(2, { description: "theirs" });
    await run("refresh");
    await until(async () => {
      assert.ok((await tokenRows(8)).some(({ label }) => label === "theirs"));
    });
    assert.equal(document.getText(), text);
    assert.ok(document.isDirty);
    assert.ok(!(await document.save()));
    assert.deepEqual(changes(scene.awx), []);
  });

  it("says that the token is gone when it was revoked meanwhile, and sends nothing", async () => {
    const document = await edited();
    scene.awx.deleteToken(2);
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
    await tokenRows(7);
    await assert.rejects(async () => vscode.workspace.fs.stat(document.uri), /is not there|does not exist|any more/);
  });

  it("sends nothing when the token was revoked between the question and the answer", async () => {
    const document = await edited();
    await replaceIn(document, '"read"', '"write"');
    const saving = document.save();
    const question = await scene.person.sees("warning");
    scene.awx.deleteToken(2);
    question.answer("Widen to Write");
    assert.ok(!(await saving));
    assert.ok(document.isDirty);
    assert.equal(marksOf(document).length > 0, true);
  });

  it("is not saved to another server that has got the name", async () => {
    const document = await edited();
    const other = await startFakeAwx({ password: canaryPassword });
    try {
      await configure({ name: "lab", url: other.url });
      await signIn({ awx: other, person: scene.person }, 1);
      await run("refresh");
      await tokenRows(8);
      assert.ok(!(await document.save()));
      assert.match(await lastFailure(), /^lab is another server by now\./);
      assert.ok(document.isDirty);
      assert.deepEqual(changes(other), []);
    } finally {
      await other.stop();
    }
  });
});
