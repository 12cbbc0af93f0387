import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startFakeAwx } from "../fakeAwx/server";
import { json } from "../support/answers";
import { canaryPassword } from "../support/canaries";
import { closeEditors, lastFailure, marksOf, replaceIn } from "./support/editor";
import { configure, run, tokenRows } from "./support/extension";
import { replace } from "./support/replace";
import { changes } from "./support/requests";
import { eachSignedIn, signIn } from "./support/signedIn";
import { agreesToAll, opensTokens, patch } from "./support/tokensFile";
import { until } from "./support/watch";

describe("saving the file of several tokens", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn();

  /** Tokens 2 and 4 in a file, with an unsaved edit of each description. */
  async function edited(): Promise<vscode.TextDocument> {
    const document = await opensTokens(2, 4);
    await replaceIn(document, "admin read only", "reports");
    await replaceIn(document, "alice personal", "alice's");
    scene.awx.clearRequests();
    return document;
  }

  it("keeps what the server refused and says why on its line, and sends that alone the next time", async () => {
    const document = await edited();
    scene.awx.intercept({ method: "PATCH", path: /\/tokens\/4\/$/ }, json(400, { description: ["Too long."] }), {
      times: 1,
    });
    const saving = document.save();
    await agreesToAll(scene.person);
    assert.ok(!(await saving));
    assert.ok(document.isDirty);
    assert.equal(scene.awx.token(2)?.description, "reports");
    assert.equal(changes(scene.awx).length, 2);
    const [mark, ...others] = marksOf(document);
    assert.deepEqual([mark?.line, others], [4, []]);
    assert.match(mark?.message ?? "", /description: Too long\./);
  });

  it("sends that alone the next time, in which its line is marked no more", async () => {
    const document = await edited();
    scene.awx.intercept({ method: "PATCH", path: /\/tokens\/4\/$/ }, json(403, { detail: "No." }), { times: 1 });
    const saving = document.save();
    await agreesToAll(scene.person);
    assert.ok(!(await saving));
    await replaceIn(document, "alice's", "alice");
    await until(() => {
      assert.deepEqual(marksOf(document), []);
    });
    const again = document.save();
    await agreesToAll(scene.person);
    assert.ok(await again);
    assert.deepEqual(changes(scene.awx).slice(2), [patch(4, { description: "alice" })]);
  });

  it("shows what somebody else changed meanwhile, and leaves it alone unless that is ticked", async () => {
    const document = await edited();
    scene.awx.updateToken(2, { description: "theirs" });
    const saving = document.save();
    const pick = await scene.person.quickPick();
    const [first, second] = pick.items;
    assert.match(first?.detail ?? "", /^PATCH .* · changed meanwhile: Description: “admin read only” became “theirs”$/);
    assert.deepEqual(
      pick.selectedItems.map(({ label }) => label),
      ["alice personal"],
    );
    assert.equal(second?.label, "alice personal");
    await scene.person.ticks("alice personal");
    assert.ok(!(await saving));
    assert.deepEqual(changes(scene.awx), [patch(4, { description: "alice's" })]);
    assert.equal(scene.awx.token(2)?.description, "theirs");
    const again = document.save();
    await agreesToAll(scene.person);
    assert.ok(await again);
    assert.equal(scene.awx.token(2)?.description, "reports");
  });

  it("keeps the other field as somebody else changed it meanwhile", async () => {
    const document = await edited();
    scene.awx.updateToken(2, { scope: "write" });
    const saving = document.save();
    await agreesToAll(scene.person);
    await saving;
    assert.equal(scene.awx.token(2)?.description, "reports");
    assert.equal(scene.awx.token(2)?.scope, "write");
  });

  it("sends nothing for what somebody else changed to the same", async () => {
    const document = await edited();
    scene.awx.updateToken(2, { description: "reports" });
    scene.awx.updateToken(4, { description: "alice's" });
    assert.ok(await document.save());
    assert.ok(!document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
  });

  it("saves the others when a token is gone, and says so on its line", async () => {
    const document = await edited();
    scene.awx.deleteToken(2);
    const saving = document.save();
    const pick = await scene.person.quickPick();
    assert.equal(pick.items.length, 1);
    await agreesToAll(scene.person);
    assert.ok(!(await saving));
    assert.deepEqual(changes(scene.awx), [patch(4, { description: "alice's" })]);
    assert.deepEqual(
      marksOf(document).map(({ line, message }) => [line, message]),
      [[3, "It does not exist any more, or is no longer yours to see. Take this entry out."]],
    );
  });

  it("follows the server while nothing is unsaved, and keeps what is", async () => {
    const document = await opensTokens(2, 4);
    scene.awx.updateToken(2, { description: "theirs" });
    await run("refresh");
    await until(() => {
      assert.ok(document.getText().includes('"theirs"'));
    });
    assert.ok(!document.isDirty);
    await replaceIn(document, "alice personal", "alice's");
    const text = document.getText();
    scene.awx.updateToken(2, { description: "theirs again" });
    await run("refresh");
    await until(async () => {
      assert.ok((await tokenRows(8)).some(({ label }) => label === "theirs again"));
    });
    assert.equal(document.getText(), text);
    assert.ok(document.isDirty);
  });

  it("sends nothing when the server is configured no more", async () => {
    const document = await edited();
    await configure();
    assert.ok(!(await document.save()));
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
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

  it("can be undone", async () => {
    const document = await edited();
    const saving = document.save();
    await agreesToAll(scene.person);
    assert.ok(await saving);
    const undoing = run("undoLastEdit");
    await agreesToAll(scene.person);
    await undoing;
    assert.equal(scene.awx.token(2)?.description, "admin read only");
    assert.equal(scene.awx.token(4)?.description, "alice personal");
    await until(() => {
      assert.ok(document.getText().includes("admin read only"));
    });
  });

  it("has at most four requests under way, and begins no more once it is cancelled", async () => {
    const document = await opensTokens(1, 2, 3, 4, 5, 6, 7);
    for (const part of ["admin laptop", "admin read", "admin app", "alice p", "alice a", "bob", "one hour"]) {
      await replaceIn(document, `"${part}`, `"x ${part}`);
    }
    scene.awx.clearRequests();
    scene.awx.intercept({ method: "PATCH" }, "hang");
    const cancel = new vscode.CancellationTokenSource();
    replace(
      vscode.window,
      "withProgress",
      (original) => (options, task) =>
        options.title?.startsWith("Changing ") === true
          ? (task({ report: () => undefined }, cancel.token) as never)
          : (original.call(vscode.window, options, task) as never),
    );
    const saving = document.save();
    await agreesToAll(scene.person);
    await until(() => {
      assert.equal(changes(scene.awx).length, 4);
    });
    cancel.cancel();
    assert.ok(!(await saving));
    assert.ok(document.isDirty);
    assert.equal(changes(scene.awx).length, 4);
  });
});

describe("saving the file of several tokens among a thousand", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn(1, 1008, { extraTokens: 1000 });

  it("sends what changed of three alone", async () => {
    const document = await opensTokens();
    assert.ok(document.lineCount > 1008);
    const ids = [100, 500, 1000];
    const descriptions = new Map(ids.map((id) => [id, scene.awx.token(id)?.description]));
    for (const id of ids) {
      const [line = ""] = new RegExp(`^ {2}"${String(id)}".*$`, "m").exec(document.getText()) ?? [];
      const edited = line.replace(/"scope": \[[^\]]*\], "description": "/, '"scope": ["read"], "description": "new ');
      await replaceIn(document, line, edited);
    }
    scene.awx.clearRequests();
    const saving = document.save();
    await agreesToAll(scene.person);
    assert.ok(await saving);
    assert.deepEqual(
      changes(scene.awx)
        .map(({ path }) => path)
        .sort(),
      ids.map((id) => `/api/v2/tokens/${String(id)}/`).sort(),
    );
    for (const id of ids) {
      assert.equal(scene.awx.token(id)?.description, `new ${descriptions.get(id) ?? ""}`.trim());
      assert.equal(scene.awx.token(id)?.scope, "read");
    }
  });
});
