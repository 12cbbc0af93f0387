import assert from "node:assert/strict";
import * as vscode from "vscode";
import { json } from "../support/answers";
import { activeDocument, closeEditors, marksOf, replaceIn } from "./support/editor";
import { run } from "./support/extension";
import { changes, sent } from "./support/requests";
import { rowsOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";

describe("edit tokens in editor", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn();

  async function open(...tokenIds: number[]): Promise<vscode.TextDocument> {
    const rows = rowsOf(tokenIds);
    await run("editInEditor", rows[0] ?? { kind: "server", serverName: "lab" }, rows);
    return activeDocument(".jsonc");
  }

  it("sends what changed of what changed alone, once the person has seen it", async () => {
    const document = await open(2, 4, 6);
    console.log(document.getText());
    await replaceIn(document, "admin read only", "reports");
    await replaceIn(document, '["read"]', '["write"]');
    await replaceIn(document, "bob auditor", "bob's auditor");
    scene.awx.clearRequests();
    const saving = document.save();
    const pick = await scene.person.quickPick();
    console.log(
      pick.title,
      pick.placeholder,
      pick.items.map((x) => [x.label, x.description, x.detail]),
    );
    console.log(vscode.window.tabGroups.all.flatMap((g) => g.tabs.map((t) => t.label)));
    await scene.person.ticks(...pick.items.map(({ label }) => label));
    const question = await scene.person.sees("warning");
    console.log(question.text, question.detail);
    question.answer("Widen to Write");
    assert.ok(await saving);
    assert.ok(!document.isDirty);
    console.log(
      sent(scene.awx),
      scene.person.messages.map(({ text }) => text),
    );
    console.log(vscode.window.tabGroups.all.flatMap((g) => g.tabs.map((t) => t.label)));
  });

  it("keeps what the server refused, and says why on its line", async () => {
    const document = await open(2, 4);
    await replaceIn(document, "admin read only", "reports");
    await replaceIn(document, "alice personal", "alice's");
    scene.awx.intercept({ method: "PATCH", path: /\/tokens\/4\/$/ }, json(400, { description: ["Too long."] }));
    const saving = document.save();
    const pick = await scene.person.quickPick();
    await scene.person.ticks(...pick.items.map(({ label }) => label));
    assert.ok(!(await saving));
    assert.ok(document.isDirty);
    assert.equal(changes(scene.awx).length, 2);
    console.log(marksOf(document));
  });
});
