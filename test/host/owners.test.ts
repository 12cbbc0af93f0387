import assert from "node:assert/strict";
import * as vscode from "vscode";
import { json, tokenJson } from "../support/answers";
import { allRows, configure, rows, run, startExtension, tokenRow, tokenRows, type DrawnRow } from "./support/extension";
import { eachSignedIn, eachWithServer, signInWithPassword } from "./support/signedIn";
import { until } from "./support/watch";

/** What is below the one server, or below a row of it by its label. */
async function below(...path: string[]): Promise<DrawnRow[]> {
  let drawn = await rows((await rows())[0]?.row);
  for (const label of path) {
    const found = drawn.find((row) => row.label === label);
    assert.ok(found, `${label} is not among ${labels(drawn).join(", ")}`);
    drawn = await rows(found.row);
  }
  return drawn;
}

function labels(drawn: readonly DrawnRow[]): string[] {
  return drawn.map(({ label }) => label);
}

/** Each owner as it is drawn. */
async function owners(): Promise<string[][]> {
  const drawn = await allRows((await rows())[0]?.row);
  return drawn.filter(({ row }) => row.kind === "branch").map(({ label, description }) => [label, description]);
}

describe("the owners of a controller's tokens", () => {
  const scene = eachSignedIn();

  it("stand below one's own tokens, by name, each with theirs", async () => {
    const drawn = await below();
    assert.deepEqual(labels(drawn), [
      ...["admin laptop", "admin read only", "admin app token", "one hour", "expired"],
      ...["alice", "bob"],
    ]);
    assert.deepEqual(await owners(), [
      ["alice", "2 tokens"],
      ["bob", "1 token"],
    ]);
    assert.deepEqual(labels(await below("alice")), ["alice personal", "alice app token"]);
    assert.deepEqual(labels(await below("bob")), ["bob auditor"]);
  });

  it("are opened, and say who they are", async () => {
    const alice = (await below()).find(({ label }) => label === "alice");
    assert.ok(alice);
    assert.deepEqual([alice.icon, alice.flags], ["account", ["group"]]);
    assert.equal(alice.spoken, "Owner alice, 2 tokens, lab");
    assert.match(alice.tooltip, /Owner\*\* alice\s+\*\*ID\*\* 2$/);
    const { provider } = await startExtension();
    const { collapsibleState } = await provider.getTreeItem(alice.row);
    assert.equal(collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
  });

  it("are left with their last token", async () => {
    scene.awx.deleteToken(6);
    const done = run("editDescription", (await tokenRow(6)).row);
    await scene.person.enters("edited");
    await done;
    assert.match((await scene.person.sees("error")).text, /does not exist on lab any more/);
    await until(async () => {
      assert.deepEqual(await owners(), [["alice", "2 tokens"]]);
    });
  });

  it("are told apart by their numbers, whatever they are called, and nobody comes last", async () => {
    const owned = (id: number, user: number | null, username?: string) =>
      tokenJson(id, {
        user,
        description: `of ${String(user)}`,
        summary_fields: username === undefined ? {} : { user: { username } },
      });
    const results = [
      ...[owned(1, null), owned(2, 7, "same"), owned(3, 6, "same"), owned(4, 8), owned(5, 9, " ")],
      ...[owned(6, 5, "a\u202e$(key)[x](command:y)\n"), owned(7, 1, "admin")],
    ];
    scene.awx.intercept(
      { method: "GET", path: /tokens\/\?/ },
      json(200, { count: results.length, next: null, results }),
    );
    await run("refresh");
    await tokenRows(results.length);
    const drawn = await below();
    assert.equal(drawn[0]?.label, "of 1", "one's own comes first");
    const shown = drawn.slice(1);
    assert.deepEqual(labels(shown), ["User 9", "a⟨U+202E⟩$(key)[x](command:y)⏎", "same", "same", "User 8", "No owner"]);
    const theirs = await Promise.all(shown.map(async ({ row }) => labels(await rows(row))));
    assert.deepEqual(theirs, [["of 9"], ["of 5"], ["of 6"], ["of 7"], ["of 8"], ["of null"]]);
    assert.match(shown[2]?.tooltip ?? "", /ID\*\* 6$/);
    assert.match(shown[3]?.tooltip ?? "", /ID\*\* 7$/);
    assert.equal(shown[5]?.spoken, "No owner, 1 token, lab");
    const { provider } = await startExtension();
    const ids = await Promise.all(drawn.map(async ({ row }) => (await provider.getTreeItem(row)).id));
    assert.equal(new Set(ids).size, drawn.length);
  });
});

for (const [family, count, path] of [
  ["controller", 8, ["lab"]],
  ["gateway", 8, ["lab", "Other users' tokens"]],
  ["both", 16, ["lab", "Platform tokens", "Other users' tokens"]],
] as const) {
  describe(`the owner of a token of a ${family === "both" ? "platform with both tables" : family}`, () => {
    eachSignedIn(1, count, { family });

    it("is what it is below, and is opened when the token is revealed", async () => {
      const { provider, view } = await startExtension();
      const bobs = await tokenRow(6);
      assert.equal(bobs.label, "bob auditor");
      const above: string[] = [];
      for (let row = await provider.getParent?.(bobs.row); row; row = await provider.getParent?.(row)) {
        const { label } = await provider.getTreeItem(row);
        above.unshift(typeof label === "string" ? label : "");
      }
      assert.deepEqual(above, [...path, "bob"]);
      await view.reveal(bobs.row, { select: true, focus: true });
      await until(() => {
        assert.equal(view.selection[0], bobs.row);
      });
    });
  });
}

describe("the owners of the tokens of a platform with both tables", () => {
  eachSignedIn(1, 16, { family: "both" });

  it("are put away where everyone sees everyone's, and stand in the open where not", async () => {
    assert.deepEqual(labels((await below("Platform tokens")).slice(-2)), ["expired", "Other users' tokens"]);
    assert.deepEqual(labels(await below("Platform tokens", "Other users' tokens")), ["alice", "bob"]);
    assert.deepEqual(labels((await below("Controller tokens")).slice(-3)), ["expired", "alice", "bob"]);
    assert.deepEqual(labels(await below("Controller tokens", "alice")), ["alice personal", "alice app token"]);
  });
});

for (const family of ["controller", "gateway", "both"] as const) {
  describe(`reading the tokens of a ${family === "both" ? "platform with both tables" : family}`, () => {
    const scene = eachWithServer({ family });

    it("never asks for a user's personal tokens by the user's number, which AWX ignores", async () => {
      const { awx, person } = scene;
      await configure({ name: "lab", url: awx.url });
      await signInWithPassword(scene);
      await run("refresh");
      const editing = run("editDescription", (await tokenRow(4)).row);
      await person.enters("edited");
      await editing;
      const copying = run("copyTokenId");
      await person.quickPick();
      await person.escapes();
      await copying;
      const ofUsers = awx.requests.filter(({ path }) => path.includes("personal_tokens"));
      assert.deepEqual(
        ofUsers.map(({ method }) => method),
        family === "controller" ? ["POST"] : [],
      );
    });
  });
}
