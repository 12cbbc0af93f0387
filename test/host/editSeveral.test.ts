import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { json } from "../support/answers";
import { canaryPassword } from "../support/canaries";
import { configure, rows, run, tokenRow, tokenRows } from "./support/extension";
import { replace } from "./support/replace";
import { changes, sent } from "./support/requests";
import { rowOf, rowsOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

type Pick = vscode.QuickPick<vscode.QuickPickItem>;

/** What a list shows of each token, as it is drawn: the separators left out. */
function lines({ items }: Pick): string[] {
  return items
    .filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator)
    .map(({ label, detail }) => `${label}: ${detail ?? ""}`);
}

function ticked({ selectedItems }: Pick): string[] {
  return selectedItems.map(({ label }) => label);
}

for (const [family, source, root] of [
  ["controller", "controller", "/api/v2/"],
  ["gateway", "gateway", "/api/gateway/v1/"],
] as const) {
  describe(`editing several tokens, family ${family}`, () => {
    const scene = eachSignedIn(1, 8, { family });
    const of = (ids: readonly number[]) => rowsOf(ids, source);

    describe("their scopes", () => {
      // 2 has read, 3 write and 7 both.
      async function edits(ids = [2, 3, 7]): Promise<{ done: Promise<void>; pick: Pick }> {
        const done = run("editScopes", rowOf(ids[0] ?? 0, source), of(ids));
        return { done, pick: await scene.person.quickPick() };
      }

      it("shows what only some of them have as mixed, and leaves it as it is to begin with", async () => {
        const { done, pick } = await edits();
        assert.equal(pick.title, "Scopes of 3 tokens on lab");
        assert.deepEqual(
          pick.items.map(({ label, description }) => [label, description]),
          [
            ["read for all", "mixed: 2 of 3 have it"],
            ["read as it is now", "mixed: 2 of 3 have it"],
            ["write for all", "mixed: 2 of 3 have it"],
            ["write as it is now", "mixed: 2 of 3 have it"],
          ],
        );
        assert.deepEqual(ticked(pick), ["read as it is now", "write as it is now"]);
        pick.selectedItems = [...pick.selectedItems, ...pick.items.slice(0, 1)];
        await until(() => {
          assert.deepEqual(ticked(pick).sort(), ["read for all", "write as it is now"]);
        });
        await scene.person.escapes();
        await done;
        assert.deepEqual(sent(scene.awx), []);
      });

      it("previews each change, the widening ones first, and sends what is left ticked", async () => {
        const { done } = await edits([3, 7, 2]);
        await scene.person.ticks("read for all", "write for all");
        const preview = await until(async () => {
          const pick = await scene.person.quickPick();
          assert.match(pick.title ?? "", /^Change the scopes of 2 tokens on lab$/);
          return pick;
        });
        assert.deepEqual(lines(preview), [
          "admin read only: “read” → “read write” · lets it write",
          "admin app token: “write” → “read write”",
        ]);
        assert.deepEqual(ticked(preview), ["admin read only", "admin app token"]);
        assert.deepEqual(sent(scene.awx), [
          { method: "GET", path: `${root}tokens/?id__in=3,7,2&order_by=id&page_size=200`, body: "" },
        ]);
        await scene.person.ticks("admin read only", "admin app token");
        const question = await scene.person.sees("warning");
        assert.equal(question.text, "Let “admin read only” (token 2) on lab write?");
        assert.match(question.detail ?? "", /^“admin read only” \(token 2\)\nWhoever holds/);
        question.answer("Widen to Write");
        await done;
        assert.deepEqual(
          changes(scene.awx)
            .map(({ path, body }) => [path, body])
            .sort(),
          [
            [`${root}tokens/2/`, '{"scope":"read write"}'],
            [`${root}tokens/3/`, '{"scope":"read write"}'],
          ],
        );
        const told = await scene.person.sees("info");
        assert.equal(told.text, "The scopes of 2 tokens on lab were changed.");
        assert.match((await tokenRow(2)).description, /^read write/);
        told.answer("Undo");
        const back = await scene.person.quickPick();
        assert.deepEqual(lines(back).sort(), [
          "admin app token: “read write” → “write”",
          "admin read only: “read write” → “read”",
        ]);
        await scene.person.ticks(...ticked(back));
        await until(() => {
          assert.deepEqual([scene.awx.token(2)?.scope, scene.awx.token(3)?.scope], ["read", "write"]);
        });
      });

      it("leaves no token without a scope", async () => {
        const { done, pick } = await edits();
        await scene.person.ticks("write as it is now");
        assert.equal(pick.title, "Scopes of 3 tokens on lab: 1 of them would have no scope left");
        await scene.person.ticks();
        assert.equal(pick.title, "Scopes of 3 tokens on lab: choose at least one scope");
        await scene.person.escapes();
        await done;
        assert.deepEqual(sent(scene.awx), []);
      });

      it("warns when one of them may be what signs us in", async () => {
        const { done } = await edits([1, 3]);
        await scene.person.ticks("read");
        await until(async () => {
          assert.match((await scene.person.quickPick()).title ?? "", /^Change /);
        });
        await scene.person.ticks("admin laptop", "admin app token");
        const question = await scene.person.sees("warning");
        assert.equal(question.text, "Take writing from 2 tokens on lab?");
        assert.match(question.detail ?? "", /^“admin laptop” \(token 1\) may be what you are signed in to lab with: /);
        question.answer(undefined);
        await done;
        assert.deepEqual(changes(scene.awx), []);
      });
    });

    describe("their descriptions", () => {
      /** Chooses a way to change them, and enters what it asks for. */
      async function edits(ids: readonly number[], way: string, ...texts: string[]): Promise<{ done: Promise<void> }> {
        const done = run("editDescription", rowOf(ids[0] ?? 0, source), of(ids));
        await scene.person.chooses(way);
        for (const text of texts) await scene.person.enters(text);
        return { done };
      }

      async function preview(): Promise<Pick> {
        return until(async () => {
          const pick = await scene.person.quickPick();
          assert.match(pick.title ?? "", /^Change the description of/);
          return pick;
        });
      }

      for (const { way, texts, after } of [
        { way: "Add a prefix", texts: ["old: "], after: ["old: admin read only", "old: one hour"] },
        { way: "Add a suffix", texts: [" (2026)"], after: ["admin read only (2026)", "one hour (2026)"] },
        { way: "Replace a text", texts: ["admin", "root"], after: ["root read only", "one hour"] },
        { way: "Give all the same", texts: ["CI"], after: ["CI", "CI"] },
      ]) {
        it(`are changed: ${way}`, async () => {
          const { done } = await edits([2, 7], way, ...texts);
          const pick = await preview();
          await scene.person.ticks(...ticked(pick));
          await done;
          assert.deepEqual([scene.awx.token(2)?.description, scene.awx.token(7)?.description], after);
          assert.equal((await tokenRow(2)).label, after[0]);
        });
      }

      it("shows what a text does, once there is one", async () => {
        const { done } = await edits([2, 7], "Replace a text", "admin");
        const box = await scene.person.reaches(3);
        const said = "validationMessage" in box ? box.validationMessage : undefined;
        assert.equal(typeof said === "object" ? said.message : said, "“admin read only” becomes “read only”");
        await scene.person.escapes();
        await done;
      });

      it("does not go on with a text to replace that is in none of them", async () => {
        const { done } = await edits([2, 7], "Replace a text", "nowhere");
        const box = await scene.person.inputBox();
        const said = box.validationMessage;
        assert.equal(typeof said === "object" ? said.message : said, "It is in none of the descriptions.");
        await scene.person.escapes();
        await done;
      });

      it("sends only what is left ticked", async () => {
        const { done } = await edits([2, 3, 7], "Add a prefix", "x ");
        await preview();
        await scene.person.ticks("one hour");
        await done;
        assert.deepEqual(
          changes(scene.awx).map(({ path, body }) => [path, body]),
          [[`${root}tokens/7/`, '{"description":"x one hour"}']],
        );
      });

      it("shows what somebody changed meanwhile, and leaves that alone unless it is ticked", async () => {
        scene.awx.updateToken(2, { description: "theirs" });
        const { done } = await edits([2, 7], "Add a prefix", "x ");
        const pick = await preview();
        assert.deepEqual(lines(pick), [
          "theirs: “theirs” → “x theirs” · changed meanwhile: Description: “admin read only” became “theirs”",
          "one hour: “one hour” → “x one hour”",
        ]);
        assert.deepEqual(ticked(pick), ["one hour"]);
        await scene.person.ticks("one hour");
        await done;
        assert.equal(scene.awx.token(2)?.description, "theirs");
      });

      it("says how many are gone", async () => {
        scene.awx.deleteToken(3);
        const { done } = await edits([2, 3], "Add a prefix", "x ");
        const pick = await preview();
        assert.equal(pick.placeholder, "Untick what should stay as it is (left out, as gone meanwhile: 1)");
        await scene.person.escapes();
        await done;
        const [server] = await rows();
        assert.ok(!(await rows(server?.row)).some(({ label }) => label === "admin app token"));
      });

      it("has nothing to do when nothing would be another", async () => {
        const { done } = await edits([2, 7], "Add a prefix", "");
        await done;
        assert.match((await scene.person.sees("info")).text, /^There is nothing to change/);
        assert.deepEqual(changes(scene.awx), []);
      });

      it("lists what failed one by one, and tries again with the same value, not with a second prefix", async () => {
        const allow = scene.awx.intercept(
          { method: "PATCH", path: /\/tokens\/3\// },
          json(400, { description: ["Not that."] }),
        );
        const { done } = await edits([2, 3, 7], "Add a prefix", "x ");
        await scene.person.ticks(...ticked(await preview()));
        const list = await until(async () => {
          const pick = await scene.person.quickPick();
          assert.equal(pick.title, "2 of 3 tokens on lab were changed");
          return pick;
        });
        assert.deepEqual(lines(list), [
          "admin app token: The server did not accept it: description: Not that.",
          "admin read only: “admin read only” → “x admin read only”",
          "one hour: “one hour” → “x one hour”",
        ]);
        allow();
        scene.awx.clearRequests();
        await scene.person.chooses("admin app token");
        await scene.person.ticks(...ticked(await preview()));
        await done;
        assert.deepEqual(
          changes(scene.awx).map(({ path, body }) => [path, body]),
          [[`${root}tokens/3/`, '{"description":"x admin app token"}']],
        );
      });

      it("finds out about a lost answer, and does not send again what was saved", async () => {
        scene.awx.intercept({ method: "PATCH", path: /\/tokens\/3\// }, "reset", { times: 1 });
        scene.awx.intercept({ method: "PATCH", path: /\/tokens\/7\// }, "reset", { times: 1 });
        const { done } = await edits([2, 3, 7], "Add a prefix", "x ");
        const pick = await preview();
        scene.awx.updateToken(7, { description: "x one hour" });
        await scene.person.ticks(...ticked(pick));
        const list = await until(async () => {
          const shown = await scene.person.quickPick();
          assert.equal(shown.title, "2 of 3 tokens on lab were changed");
          return shown;
        });
        assert.match(lines(list)[0] ?? "", /^admin app token: Not saved\. The connection was cut/);
        assert.equal(changes(scene.awx).length, 3);
        await scene.person.escapes();
        await done;
      });
    });
  });
}

describe("a batch", () => {
  const scene = eachSignedIn(1, 28, { extraTokens: 20 });
  const ids = Array.from({ length: 20 }, (_, index) => index + 9);

  it("has at most four requests under way", async () => {
    const release: (() => void)[] = [];
    let most = 0;
    let under = 0;
    for (const id of ids) {
      const held = new Promise<void>((resolve) => release.push(resolve));
      scene.awx.intercept({ method: "PATCH", path: new RegExp(`/tokens/${String(id)}/`) }, { until: held });
    }
    const done = run("editDescription", rowOf(9), rowsOf(ids));
    await scene.person.chooses("Give all the same");
    await scene.person.enters("CI");
    await until(async () => {
      assert.match((await scene.person.quickPick()).title ?? "", /^Change /);
    });
    await scene.person.ticks(...ticked(await scene.person.quickPick()));
    for (const [index, open] of release.entries()) {
      await until(() => {
        const patches = scene.awx.requests.filter(({ method }) => method === "PATCH");
        assert.ok(patches.length > index, "the next one is sent");
        under = patches.length - index;
        most = Math.max(most, under);
      });
      open();
    }
    await done;
    assert.ok(most <= 4, `${String(most)} at once`);
    assert.ok(most > 1, "not one after the other either");
  });

  it("that is given up says what was done and what was not", async () => {
    const cancel = new vscode.EventEmitter<void>();
    replace(vscode.window, "withProgress", (original) => (options, task) => {
      if (options.location !== vscode.ProgressLocation.Notification) return original(options, task);
      const token = { isCancellationRequested: false, onCancellationRequested: cancel.event };
      return Promise.resolve(task({ report: () => undefined }, token));
    });
    let open = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    scene.awx.intercept({ method: "PATCH", path: /\/tokens\/1[3-6]\// }, { until: held });
    const done = run("editDescription", rowOf(9), rowsOf(ids));
    await scene.person.chooses("Give all the same");
    await scene.person.enters("CI");
    await until(async () => {
      assert.match((await scene.person.quickPick()).title ?? "", /^Change /);
    });
    await scene.person.ticks(...ticked(await scene.person.quickPick()));
    await until(() => {
      assert.equal(changes(scene.awx).length, 8);
    });
    cancel.fire();
    open();
    const list = await until(async () => {
      const shown = await scene.person.quickPick();
      assert.match(shown.title ?? "", /of 20 tokens on lab were changed$/);
      return shown;
    });
    const saved = scene.awx.tokens().filter(({ description }) => description === "CI").length;
    assert.match(list.title ?? "", new RegExp(`^${String(saved)} of 20 `));
    assert.equal(changes(scene.awx).length, 8, "nothing was begun after that");
    assert.equal(lines(list).filter((line) => line.includes("Retry the")).length, 1);
    await scene.person.escapes();
    await done;
  });
});

describe("tokens of somebody who may not change all of them", () => {
  // Alice's; a gateway lists everyone's.
  const scene = eachSignedIn(4, 8, { family: "gateway" });

  it("leave out what is another's, and say so", async () => {
    const done = run("editDescription", rowOf(4, "gateway"), rowsOf([4, 5, 6], "gateway"));
    await scene.person.chooses("Add a prefix");
    await scene.person.enters("x ");
    const pick = await until(async () => {
      const shown = await scene.person.quickPick();
      assert.match(shown.title ?? "", /^Change the description of 2 tokens/);
      return shown;
    });
    assert.equal(pick.placeholder, "Untick what should stay as it is (left out, as not yours to change: 1)");
    await scene.person.escapes();
    await done;
  });

  it("cannot be edited when none is theirs", async () => {
    await run("editScopes", rowOf(6, "gateway"), rowsOf([6, 7], "gateway"));
    assert.equal((await scene.person.sees("error")).text, "The server lets you change none of the selected tokens.");
    assert.deepEqual(sent(scene.awx), []);
  });
});

describe("tokens of several servers", () => {
  const scene = eachSignedIn();
  const atOther = { ...rowOf(7), serverName: "other" };
  let other: FakeAwx;

  beforeEach(async () => {
    other = await startFakeAwx({ password: canaryPassword });
    await configure({ name: "lab", url: scene.awx.url }, { name: "other", url: other.url });
    const done = run("signIn", { kind: "server", serverName: "other" });
    (await scene.person.sees("warning")).answer("Use Without Encryption");
    await scene.person.chooses("Access token");
    await scene.person.enters(other.secretOf(1));
    await done;
    await run("refresh");
    await tokenRows(8, 0);
    await tokenRows(8, 1);
  });
  afterEach(async () => {
    scene.person.agreesTo("Sign Out");
    await run("signOut", { kind: "server", serverName: "other" });
    await other.stop();
  });

  it("are edited together, and each is said to be where it is", async () => {
    const done = run("editDescription", rowOf(2), [rowOf(2), atOther]);
    await scene.person.chooses("Add a prefix");
    await scene.person.enters("x ");
    const pick = await until(async () => {
      const shown = await scene.person.quickPick();
      assert.equal(shown.title, "Change the description of 2 tokens on lab and other");
      return shown;
    });
    assert.deepEqual(
      pick.items.map(({ label, description }) => [label, description]),
      [
        ["admin read only", "ID 2 · lab"],
        ["one hour", "ID 7 · other"],
      ],
    );
    await scene.person.ticks(...ticked(pick));
    await done;
    assert.equal(scene.awx.token(2)?.description, "x admin read only");
    assert.equal(scene.awx.token(7)?.description, "one hour");
    assert.equal(other.token(7)?.description, "x one hour");
    assert.equal(other.token(2)?.description, "admin read only");
  });

  it("are revoked together, and tell what each server said", async () => {
    other.intercept({ method: "DELETE" }, json(403, { detail: "Not today." }));
    const done = run("revokeToken", rowOf(2), [rowOf(2), atOther]);
    (await scene.person.sees("warning")).answer("Revoke 2 Tokens");
    const list = await until(async () => {
      const shown = await scene.person.quickPick();
      assert.equal(shown.title, "1 of 2 tokens on lab and other were revoked");
      return shown;
    });
    assert.match(lines(list)[0] ?? "", /^one hour: .*Not today\./);
    await scene.person.escapes();
    await done;
    assert.equal(scene.awx.token(2), undefined);
    assert.ok(other.token(7));
  });
});

describe("the command for several tokens of the palette", () => {
  const scene = eachSignedIn();

  it("asks for the tokens, and then for what to do with them", async () => {
    const done = run("editSeveral");
    await scene.person.ticks("admin read only", "one hour");
    await until(async () => {
      assert.equal((await scene.person.quickPick()).title, "2 tokens on lab");
    });
    const acts = await scene.person.quickPick();
    assert.deepEqual(
      acts.items.map(({ label }) => label),
      ["Edit Scopes", "Edit Descriptions", "Rotate", "Revoke", "Export"],
    );
    await scene.person.chooses("Revoke");
    (await scene.person.sees("warning")).answer("Revoke 2 Tokens");
    await done;
    assert.deepEqual([scene.awx.token(2), scene.awx.token(7)], [undefined, undefined]);
  });

  it("edits one token with what it has before one's eyes", async () => {
    const done = run("editSeveral");
    await scene.person.ticks("one hour");
    await scene.person.chooses("Edit Descriptions");
    assert.equal((await scene.person.inputBox()).value, "one hour");
    await scene.person.escapes();
    await done;
  });
});
