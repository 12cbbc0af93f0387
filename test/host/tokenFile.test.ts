import assert from "node:assert/strict";
import * as vscode from "vscode";
import { invisibleTexts, markupTexts } from "../support/hostileTexts";
import {
  activeDocument,
  assertMarkedOnce,
  closeEditors,
  isMarked,
  isUnmarked,
  lastFailure,
  marksOf,
  replaceIn,
  rewrite,
} from "./support/editor";
import { run } from "./support/extension";
import { changes, sent } from "./support/requests";
import { rowOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const get = { method: "GET", path: "/api/v2/tokens/2/", body: "" };

/** The PUT of token 2. */
function put(description: string, scope: string) {
  return { method: "PUT", path: "/api/v2/tokens/2/", body: JSON.stringify({ description, scope }) };
}

describe("a token's file", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn();

  async function open(tokenId = 2): Promise<vscode.TextDocument> {
    await run("openAsJson", rowOf(tokenId));
    return activeDocument(`/${String(tokenId)}.json`);
  }

  /** The same, with what was sent for it forgotten. */
  async function opened(tokenId = 2): Promise<vscode.TextDocument> {
    const document = await open(tokenId);
    scene.awx.clearRequests();
    return document;
  }

  it("shows all that can be changed of the token, as the server has it by then", async () => {
    scene.awx.updateToken(2, { description: "by somebody else" });
    const document = await open();
    assert.equal(document.uri.toString(), "awx-token:/lab/2.json");
    assert.equal(document.languageId, "json");
    assert.equal(document.getText(), '{\n  "description": "by somebody else",\n  "scope": ["read"]\n}\n');
    assert.deepEqual(sent(scene.awx), [get]);
  });

  it("sends one PUT of both fields when it is saved, after a look at the token", async () => {
    const document = await opened();
    await replaceIn(document, "admin read only", "reports");
    assert.ok(await document.save());
    assert.ok(!document.isDirty);
    assert.equal(scene.awx.token(2)?.description, "reports");
    assert.equal(scene.awx.token(2)?.scope, "read");
    assert.deepEqual(sent(scene.awx), [get, put("reports", "read")]);
    assert.deepEqual(scene.person.messages, []);
  });

  it("sends that by the command, too", async () => {
    const document = await opened();
    await replaceIn(document, "admin read only", "reports");
    await run("saveFile");
    assert.ok(!document.isDirty);
    assert.deepEqual(sent(scene.awx), [get, put("reports", "read")]);
  });

  it("sends nothing when nothing but its layout changed, and keeps that", async () => {
    const document = await opened();
    const text = '{ "scope": ["read"],\r\n"description": "admin read only" }';
    await rewrite(document, text);
    assert.ok(await document.save());
    assert.ok(!document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
    const kept = await vscode.workspace.fs.readFile(document.uri);
    assert.equal(new TextDecoder().decode(kept), document.getText());
    assert.match(document.getText(), /^\{ "scope"/);
  });

  it("can be saved again and again", async () => {
    const document = await opened();
    await replaceIn(document, "admin read only", "first");
    assert.ok(await document.save());
    await replaceIn(document, "first", "other");
    assert.ok(await document.save());
    assert.deepEqual(changes(scene.awx), [put("first", "read"), put("other", "read")]);
  });

  it("asks before it lets the token write, and sends nothing when that is given up", async () => {
    const document = await opened();
    await replaceIn(document, '"read"', '"read", "write"');
    const givenUp = document.save();
    const question = await scene.person.sees("warning");
    assert.equal(question.text, "Let “admin read only” (token 2) on lab write?");
    assert.ok(question.isModal);
    question.answer(undefined);
    assert.ok(!(await givenUp));
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
    const saving = document.save();
    (await scene.person.sees("warning")).answer("Widen to Write");
    assert.ok(await saving);
    assert.deepEqual(changes(scene.awx), [put("admin read only", "read write")]);
  });

  it("asks once, though the token is read again before the answer", async () => {
    const document = await opened();
    await replaceIn(document, '"read"', '"write"');
    const saving = run("saveFile");
    const question = await scene.person.sees("warning");
    await run("refresh", { kind: "server", serverName: "lab" });
    question.answer("Widen to Write");
    await saving;
    assert.equal(scene.awx.token(2)?.scope, "write");
    assert.ok(!document.isDirty);
  });

  it("asks by the command before it saves: giving up is no failure, and agreeing is asked for once", async () => {
    const document = await opened();
    await replaceIn(document, '"read"', '"write"');
    const givenUp = run("saveFile");
    (await scene.person.sees("warning")).answer(undefined);
    await givenUp;
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
    const before = scene.person.messages.length;
    const saving = run("saveFile");
    (await scene.person.sees("warning")).answer("Widen to Write");
    await saving;
    assert.ok(!document.isDirty);
    assert.equal(scene.person.messages.length, before + 1);
    assert.deepEqual(changes(scene.awx), [put("admin read only", "write")]);
  });

  it("asks anew when something else is saved than what was agreed to", async () => {
    const document = await opened();
    await replaceIn(document, '"read"', '"write"');
    scene.person.agreesTo("Widen to Write");
    await run("saveFile");
    assert.deepEqual(changes(scene.awx), [put("admin read only", "write")]);
    await replaceIn(document, '"write"', '"read"');
    await run("saveFile");
    await replaceIn(document, '"read"', '"write"');
    scene.person.agreesTo("nothing");
    const saving = document.save();
    (await scene.person.sees("warning")).answer(undefined);
    assert.ok(!(await saving));
    assert.equal(scene.awx.token(2)?.scope, "read");
  });

  it("asks before it takes writing from what one is signed in with", async () => {
    const document = await opened(1);
    await replaceIn(document, '"write"', '"read"');
    const saving = document.save();
    const question = await scene.person.sees("warning");
    assert.match(question.text, /^Narrow “admin laptop” \(token 1\) on lab\?$/);
    question.answer(undefined);
    assert.ok(!(await saving));
    assert.deepEqual(changes(scene.awx), []);
  });

  it("sends a hostile description as it is when only the scope changes", async () => {
    // A server takes no NUL, and no half of a character.
    const texts = [...markupTexts, ...invisibleTexts]
      .map(({ text }) => text)
      .filter((text) => !/[\0\p{Cs}]/u.test(text));
    const description = `a${texts.join(" ")}b`;
    scene.awx.updateToken(2, { description, scope: "write" });
    const document = await opened();
    await replaceIn(document, '"write"', '"read"');
    assert.ok(await document.save());
    assert.deepEqual(changes(scene.awx), [put(description, "read")]);
    assert.equal(scene.awx.token(2)?.description, description);
  });

  it("sends the words of a scope that we do not know as the token has them, and says where the server refused them", async () => {
    scene.awx.updateToken(2, { scope: "openid\tread" });
    const document = await opened();
    await replaceIn(document, "admin read only", "reports");
    assert.ok(!(await document.save()));
    assert.deepEqual(changes(scene.awx), [put("reports", "read openid")]);
    const [mark, ...others] = marksOf(document);
    assert.equal(mark?.line, 2);
    assert.match(mark.message, /scope: Must be a simple space-separated string/);
    assert.deepEqual(others, []);
  });

  it("can be undone once it was saved, which its editor shows", async () => {
    const document = await opened();
    await replaceIn(document, "admin read only", "reports");
    assert.ok(await document.save());
    scene.awx.clearRequests();
    await run("undoLastEdit");
    assert.deepEqual(changes(scene.awx), [
      { method: "PATCH", path: "/api/v2/tokens/2/", body: '{"description":"admin read only"}' },
    ]);
    await until(() => {
      assert.ok(document.getText().includes("admin read only"), document.getText());
    });
    assert.ok(!document.isDirty);
  });

  describe("says while one types what is wrong, and sends nothing:", () => {
    for (const [title, part, text, line, message] of [
      ["a scope", '"read"', '"raed"', 2, "“raed” is not a scope. There are read and write."],
      ["no scope", '"read"', "", 2, "A token needs at least one scope: read or write."],
      ["a field", '"description"', '"name"', 1, "“name” cannot be changed: only “description” and “scope” can."],
      ["no text", '"admin read only"', "7", 1, "“description” must be a text in quotes; an empty one for none."],
    ] as const) {
      it(title, async () => {
        const document = await opened();
        await replaceIn(document, part, text);
        await isMarked(document, line);
        assert.deepEqual(marksOf(document), []);
        assert.ok(!(await document.save()));
        assertMarkedOnce(document);
        assert.ok((await lastFailure()).includes(` Line ${String(line + 1)}: ${message}`));
        await run("saveFile");
        assert.ok(document.isDirty);
        assert.deepEqual(changes(scene.awx), []);
        await replaceIn(document, document.getText(), '{ "scope": ["read"], "description": "" }');
        await isUnmarked(document);
      });
    }

    it("a text that is not JSON, which VS Code marks while one types, and a save too", async () => {
      const document = await opened();
      await replaceIn(document, "}", "");
      await until(() => {
        assert.notEqual(vscode.languages.getDiagnostics(document.uri).length, 0);
      });
      assert.deepEqual(marksOf(document), []);
      assert.ok(!(await document.save()));
      assert.equal(marksOf(document)[0]?.message, "This is not JSON: something is missing here, or there is too much.");
      assert.deepEqual(changes(scene.awx), []);
    });
  });

  it("is not saved by auto save", async () => {
    const document = await opened();
    const settings = vscode.workspace.getConfiguration("files");
    const autoSaved = new Promise<void>((resolve) => {
      const watch = vscode.workspace.onWillSaveTextDocument(({ reason }) => {
        if (reason !== vscode.TextDocumentSaveReason.AfterDelay) return;
        watch.dispose();
        resolve();
      });
    });
    await settings.update("autoSaveDelay", 1, vscode.ConfigurationTarget.Global);
    await settings.update("autoSave", "afterDelay", vscode.ConfigurationTarget.Global);
    try {
      await replaceIn(document, "admin read only", "by itself");
      await autoSaved;
    } finally {
      // As in every other test; in a browser it is on where nothing is set.
      await settings.update("autoSave", "off", vscode.ConfigurationTarget.Global);
      await settings.update("autoSaveDelay", undefined, vscode.ConfigurationTarget.Global);
    }
    assert.ok(document.isDirty);
    await replaceIn(document, "by itself", "by hand");
    assert.ok(await document.save());
    assert.deepEqual(changes(scene.awx), [put("by hand", "read")]);
  });
});
