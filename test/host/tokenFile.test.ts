import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeDocument, closeEditors, marksOf, replaceIn } from "./support/editor";
import { run } from "./support/extension";
import { changes, sent } from "./support/requests";
import { rowOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

describe("open token as JSON", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn();

  async function open(tokenId: number): Promise<vscode.TextDocument> {
    await run("openAsJson", rowOf(tokenId));
    return activeDocument(`/${String(tokenId)}.json`);
  }

  it("shows all that can be changed of the token, as the server has it by then", async () => {
    scene.awx.updateToken(2, { description: "by somebody else" });
    const document = await open(2);
    assert.equal(document.uri.toString(), "awx-token:/lab/2.json");
    assert.equal(document.languageId, "json");
    assert.equal(document.getText(), '{\n  "description": "by somebody else",\n  "scope": ["read"]\n}\n');
    assert.deepEqual(sent(scene.awx), [{ method: "GET", path: "/api/v2/tokens/2/", body: "" }]);
  });

  it("sends one PUT of both fields when it is saved, after a look at the token", async () => {
    const document = await open(2);
    await replaceIn(document, "admin read only", "reports");
    scene.awx.clearRequests();
    assert.ok(await document.save());
    assert.ok(!document.isDirty);
    assert.equal(scene.awx.token(2)?.description, "reports");
    assert.equal(scene.awx.token(2)?.scope, "read");
    assert.deepEqual(sent(scene.awx), [
      { method: "GET", path: "/api/v2/tokens/2/", body: "" },
      { method: "PUT", path: "/api/v2/tokens/2/", body: '{"description":"reports","scope":"read"}' },
    ]);
  });

  it("refuses to save over what somebody else changed, and saves when told to", async () => {
    const document = await open(2);
    await replaceIn(document, "admin read only", "mine");
    scene.awx.updateToken(2, { description: "theirs" });
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
  });

  it("asks once before a token may write, though it is read again before the answer", async () => {
    const document = await open(2);
    await replaceIn(document, '"read"', '"write"');
    const saving = run("saveFile");
    const question = await scene.person.sees("warning");
    await run("refresh", { kind: "server", serverName: "lab" });
    question.answer("Widen to Write");
    await saving;
    assert.equal(scene.awx.token(2)?.scope, "write");
    assert.ok(!document.isDirty);
  });

  it("says what is wrong", async () => {
    const document = await open(2);
    await replaceIn(document, '"read"', '"raed"');
    await until(() => {
      assert.deepEqual(marksOf(document), [{ line: 2, message: "“raed” is not a scope. There are read and write." }]);
      console.log(vscode.languages.getDiagnostics(document.uri).map((d) => [d.source, d.message, d.severity]));
      assert.equal(vscode.languages.getDiagnostics(document.uri).length, 2);
    });
    assert.ok(!(await document.save()));
  });
});
