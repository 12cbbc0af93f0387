import assert from "node:assert/strict";
import * as vscode from "vscode";
import { run, tokenRow, tokenRows } from "./support/extension";
import { replace } from "./support/replace";
import { changes, sent } from "./support/requests";
import { rowOf, rowsOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const token2 = { kind: "token", serverName: "lab", source: "controller", tokenId: 2 };

/** Notes the notifications that can be cancelled, and gives what presses Cancel in the first once it is there. */
function watchProgress(): () => Promise<string> {
  const shown: { readonly title: string; readonly cancel: vscode.CancellationTokenSource }[] = [];
  replace(vscode.window, "withProgress", (original) => (options, task) => {
    if (options.location !== vscode.ProgressLocation.Notification)
      return original.call(vscode.window, options, task) as never;
    const cancel = new vscode.CancellationTokenSource();
    shown.push({ title: options.title ?? "", cancel });
    return task({ report: () => undefined }, cancel.token) as never;
  });
  return () =>
    until(() => {
      const [first] = shown;
      assert.ok(first, "nothing can be cancelled yet");
      first.cancel.cancel();
      return first.title;
    });
}

describe("what takes long", () => {
  const scene = eachSignedIn();

  it("says so and can be cancelled: an edit, which is then asked about", async () => {
    const cancel = watchProgress();
    scene.awx.intercept({ method: "PATCH" }, "hang");
    const done = run("editDescription", token2);
    await scene.person.enters("typed");
    assert.equal(await cancel(), "Saving the description of “admin read only” (token 2) on lab");
    await done;
    assert.deepEqual(
      sent(scene.awx).map(({ method }) => method),
      ["GET", "PATCH", "GET"],
    );
    assert.equal(scene.person.messages.length, 0, "who cancels need not be told that nothing was changed");
    assert.equal((await tokenRow(2)).label, "admin read only");
  });

  for (const isMade of [false, true]) {
    it(`can be cancelled: the creation of a token, which was ${isMade ? "" : "not "}made`, async () => {
      const { awx, person } = scene;
      const cancel = watchProgress();
      awx.intercept({ method: "POST" }, "hang");
      const done = run("createToken", { kind: "server", serverName: "lab" });
      await person.reaches(1);
      await person.chooses("Personal token");
      await person.reaches(2);
      await person.enters("mine");
      await person.reaches(3);
      await person.ticks("read");
      await person.reaches(4);
      await person.chooses("Create Token");
      await until(() => {
        assert.equal(changes(awx).length, 1);
      });
      if (isMade) awx.createToken({ userId: 1, description: "mine", scope: "read" });
      assert.equal(await cancel(), "Creating a token on lab");
      await done;
      assert.match(sent(awx).at(-1)?.path ?? "", /order_by=-id/);
      assert.equal(changes(awx).length, 1);
      if (isMade) {
        assert.match(
          (await person.sees("error")).text,
          /^“mine” \(token 9\) was created on lab, but its value was lost with the answer: nobody can use it\. It was cancelled\.$/,
        );
      } else {
        assert.equal(person.messages.length, 0, "who cancels need not be told that nothing was made");
      }
    });
  }

  it("can be cancelled: the rotation of several tokens, of which what was not begun stays as it was", async () => {
    const { awx, person } = scene;
    const cancel = watchProgress();
    awx.intercept({ method: "POST" }, "hang");
    const ids = [1, 2, 3, 7, 8];
    const done = run("rotateToken", rowOf(1), rowsOf(ids));
    (await person.sees("warning")).answer("Rotate 5 Tokens");
    await until(() => {
      assert.equal(changes(awx).length, 4);
    });
    assert.equal(await cancel(), "Rotating 5 tokens on lab");
    const list = await person.quickPick();
    assert.equal(list.title, "0 of 5 tokens on lab were rotated");
    const tokens = list.items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
    for (const { detail } of tokens) assert.match(detail ?? "", /^No token was made\. Token \d is still valid\.$/);
    assert.equal(changes(awx).length, 4);
    assert.equal(sent(awx).filter(({ path }) => path.includes("order_by=-id")).length, 4);
    await person.escapes();
    await done;
  });

  it("can be cancelled: an edit that the server made all the same, which is said", async () => {
    const cancel = watchProgress();
    scene.awx.intercept({ method: "PATCH" }, "hang");
    const done = run("editDescription", token2);
    await scene.person.enters("typed");
    await until(() => {
      assert.equal(changes(scene.awx).length, 1);
    });
    scene.awx.updateToken(2, { description: "typed" });
    await cancel();
    await done;
    assert.match((await scene.person.sees("info")).text, /was saved/);
    assert.equal((await tokenRow(2)).label, "typed");
  });

  it("can be cancelled: the look at a token before its edit, and nothing is sent then", async () => {
    const cancel = watchProgress();
    scene.awx.intercept({ method: "GET" }, "hang");
    const done = run("editDescription", token2);
    await scene.person.enters("typed");
    await cancel();
    await done;
    assert.deepEqual(changes(scene.awx), []);
    assert.equal(scene.person.messages.length, 0);
  });

  it("can be cancelled: a refresh, and the former list stays", async () => {
    const cancel = watchProgress();
    scene.awx.intercept({ method: "GET", path: /tokens/ }, "hang");
    const done = run("refresh");
    assert.equal(await cancel(), "Reading the tokens of lab");
    await done;
    assert.equal((await tokenRows(8))[1]?.label, "admin read only");
  });
});
