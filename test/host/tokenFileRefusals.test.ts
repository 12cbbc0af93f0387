import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startFakeAwx } from "../fakeAwx/server";
import { json } from "../support/answers";
import { canaryPassword } from "../support/canaries";
import { activeDocument, closeEditors, marksOf, replaceIn } from "./support/editor";
import { configure, run } from "./support/extension";
import { changes } from "./support/requests";
import { rowOf } from "./support/rows";
import { eachSignedIn, signIn } from "./support/signedIn";
import { until } from "./support/watch";

const uri = vscode.Uri.parse("awx-token:/lab/2.json");

/** The promise of something that the test decides when. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe("a token's file that is not saved", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn();

  /** The file of token 2 with an unsaved edit of its description. */
  async function edited(): Promise<vscode.TextDocument> {
    await run("openAsJson", rowOf(2));
    const document = await activeDocument("/2.json");
    await replaceIn(document, "admin read only", "reports");
    scene.awx.clearRequests();
    return document;
  }

  async function isMarked(document: vscode.TextDocument, ...lines: number[]): Promise<void> {
    await until(() => {
      assert.deepEqual(
        marksOf(document).map(({ line }) => line),
        lines,
      );
    });
  }

  it("keeps the edit and says why on the field that the server refused, until that is edited", async () => {
    scene.awx.intercept({ method: "PUT" }, json(400, { description: ["Too long."] }), { times: 1 });
    const document = await edited();
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    const [mark, ...others] = marksOf(document);
    assert.deepEqual([mark?.line, others], [1, []]);
    assert.match(mark?.message ?? "", /description: Too long\./);
    assert.equal(changes(scene.awx).length, 1);
    await replaceIn(document, "reports", "report");
    await isMarked(document);
    assert.ok(await document.save());
    await isMarked(document);
    await replaceIn(document, "report", "reports");
    await replaceIn(document, "]", " ]");
    assert.ok(await document.save());
    assert.deepEqual(marksOf(document), []);
    assert.equal(scene.awx.token(2)?.description, "reports");
  });

  it("says it on the scope when that was refused, and keeps it where nothing but the layout changes", async () => {
    scene.awx.intercept({ method: "PUT" }, json(400, { scope: ["Not this one."] }), { times: 1 });
    const document = await edited();
    assert.ok(!(await document.save()));
    await isMarked(document, 2);
    await replaceIn(document, "{", "\n{");
    await isMarked(document, 3);
  });

  it("says it on what was edited when the server names no field", async () => {
    scene.awx.intercept({ method: "PUT" }, json(403, { detail: "Not today." }), { times: 1 });
    const document = await edited();
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    await isMarked(document, 1);
    assert.match(marksOf(document)[0]?.message ?? "", /Not today\./);
  });

  it("can be saved again after an error of the server's, which it is asked about first", async () => {
    scene.awx.intercept({ method: "PUT" }, json(500, {}), { times: 1 });
    const document = await edited();
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    await isMarked(document, 1);
    assert.deepEqual(
      scene.awx.requests.map(({ method }) => method),
      ["GET", "PUT", "GET"],
    );
    assert.ok(await document.save());
    assert.equal(scene.awx.token(2)?.description, "reports");
    await isMarked(document);
  });

  for (const [title, answer] of [
    ["no answer", "reset"],
    ["a gateway's error", json(502, {})],
  ] as const) {
    it(`is saved all the same when the server turns out to have done it, after ${title}`, async () => {
      const document = await edited();
      const { opened: isDone, open: done } = gate();
      scene.awx.intercept({ method: "GET" }, { until: isDone });
      scene.awx.intercept({ method: "GET" }, { until: Promise.resolve() }, { times: 1 });
      scene.awx.intercept({ method: "PUT" }, answer, { times: 1 });
      const saving = document.save();
      await until(() => {
        assert.equal(changes(scene.awx).length, 1);
      });
      scene.awx.updateToken(2, { description: "reports" });
      done();
      assert.ok(await saving);
      assert.ok(!document.isDirty);
      assert.equal(changes(scene.awx).length, 1);
    });
  }

  it("says that its outcome is not known when the server does not answer any more", async () => {
    const document = await edited();
    scene.awx.intercept({}, "reset");
    scene.awx.intercept({ method: "GET" }, { until: Promise.resolve() }, { times: 1 });
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    await isMarked(document, 1);
    assert.equal(changes(scene.awx).length, 1);
  });

  it("keeps the edit when the credential is not accepted any more", async () => {
    const document = await edited();
    scene.awx.intercept({}, json(401, { detail: "Authentication credentials were not provided." }));
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
  });

  it("keeps the edit and sends nothing when one has signed out", async () => {
    const document = await edited();
    scene.person.agreesTo("Sign Out");
    await run("signOut", { kind: "server", serverName: "lab" });
    scene.awx.clearRequests();
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    assert.deepEqual(scene.awx.requests, []);
    assert.ok(document.getText().includes("reports"));
  });

  it("is of the table that its server has by then", async () => {
    const file = vscode.Uri.parse("awx-token:/lab/9.json");
    await assert.rejects(async () => vscode.workspace.openTextDocument(file));
    const platform = await startFakeAwx({ family: "gateway", password: canaryPassword });
    try {
      platform.createToken({ userId: 2, description: "the platform's" });
      await configure({ name: "lab", url: platform.url });
      await signIn({ person: scene.person, awx: platform }, 1);
      const document = await vscode.workspace.openTextDocument(file);
      assert.ok(document.getText().includes("the platform's"));
    } finally {
      await platform.stop();
    }
  });

  it("cannot be opened when one is not signed in", async () => {
    scene.person.agreesTo("Sign Out");
    await run("signOut", { kind: "server", serverName: "lab" });
    scene.awx.clearRequests();
    await assert.rejects(async () => vscode.workspace.openTextDocument(uri), /signed in/);
    assert.deepEqual(scene.awx.requests, []);
  });

  it("keeps the edit and sends nothing when its server is configured no more", async () => {
    const document = await edited();
    await configure();
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
  });

  it("cannot be opened when its server is not configured", async () => {
    await assert.rejects(
      async () => vscode.workspace.openTextDocument(vscode.Uri.parse("awx-token:/other/2.json")),
      /other is no longer configured\./,
    );
  });

  for (const path of [
    "/lab/x.json",
    "/lab/0.json",
    "/lab/2.txt",
    "/lab/platform/x/2.json",
    "/lab/nowhere/2.json",
    "/lab/%2525/1e1.json",
  ]) {
    it(`is none of ours: ${path}`, async () => {
      await assert.rejects(async () => vscode.workspace.openTextDocument(vscode.Uri.parse(`awx-token:${path}`)));
      assert.deepEqual(scene.awx.requests, []);
    });
  }

  it("is not changed by what is written to it while no editor shows it, as by Save As under its name", async () => {
    const other = vscode.Uri.parse("awx-token:/lab/3.json");
    const text = new TextEncoder().encode('{ "description": "another\'s", "scope": ["read"] }');
    await assert.rejects(async () => vscode.workspace.fs.writeFile(other, text), /It is not open/);
    assert.deepEqual(changes(scene.awx), []);
  });

  it("is never made, renamed or deleted as a file", async () => {
    await run("openAsJson", rowOf(2));
    await activeDocument("/2.json");
    scene.awx.clearRequests();
    const { fs } = vscode.workspace;
    await assert.rejects(async () => fs.delete(uri), /not made or revoked as files are/);
    await assert.rejects(
      async () => fs.rename(uri, vscode.Uri.parse("awx-token:/lab/9.json")),
      /not made or revoked as files are/,
    );
    await assert.rejects(async () => fs.createDirectory(vscode.Uri.parse("awx-token:/lab/nowhere")));
    assert.deepEqual(changes(scene.awx), []);
    assert.ok(scene.awx.token(2));
  });
});

for (const [title, tokenId] of [
  ["another user's, to an auditor", 6],
  ["one's own, with a credential that may only read", 2],
] as const) {
  describe(`a token's file that is ${title}`, () => {
    afterEach(closeEditors);
    const scene = eachSignedIn(tokenId);

    it("is read-only", async () => {
      await run("openAsJson", rowOf(1));
      const document = await activeDocument("/1.json");
      const stat = await vscode.workspace.fs.stat(document.uri);
      assert.equal(stat.permissions, vscode.FilePermission.Readonly);
      assert.ok(document.getText().includes("admin laptop"));
      assert.deepEqual(changes(scene.awx), []);
    });
  });
}
