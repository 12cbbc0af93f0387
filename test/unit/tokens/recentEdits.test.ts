import assert from "node:assert/strict";
import { canBeUndone, RecentEdits, type RecentEdit } from "../../../src/tokens/recentEdits";
import { aToken } from "../support/aToken";

function anEdit(...ids: readonly number[]): RecentEdit {
  return {
    serverName: "lab",
    serverUrl: "https://lab.example",
    userName: "alice",
    at: new Date(0),
    field: "description",
    tokens: ids.map((id) => ({ token: aToken({ id }), from: "a", to: "b", isUndone: false })),
  };
}

describe("RecentEdits", () => {
  it("has the newest first", () => {
    const edits = new RecentEdits();
    const [first, second] = [anEdit(1), anEdit(2)];
    edits.add(first);
    edits.add(second);
    assert.deepEqual(edits.all, [second, first]);
    assert.equal(edits.last, second);
  });

  it("takes no note of an edit that changed nothing", () => {
    const edits = new RecentEdits();
    edits.add(anEdit());
    assert.deepEqual(edits.all, []);
    assert.equal(edits.last, undefined);
  });

  it("offers an edit until all that it changed is put back", () => {
    const edits = new RecentEdits();
    const [first, second] = [anEdit(1), anEdit(2, 3)];
    edits.add(first);
    edits.add(second);
    edits.markUndone(second, new Set(second.tokens.slice(0, 1)));
    const [left] = edits.all;
    assert.ok(left && canBeUndone(left));
    assert.deepEqual(
      left.tokens.map(({ isUndone }) => isUndone),
      [true, false],
    );
    assert.equal(edits.last, left);
    edits.markUndone(left, new Set(left.tokens.slice(1)));
    assert.equal(edits.last, first);
    assert.equal(edits.all.length, 2, "it stays in the list");
  });

  it("follows a server to another name", () => {
    const edits = new RecentEdits();
    edits.add(anEdit(1));
    edits.add({ ...anEdit(2), serverName: "other" });
    edits.renameServer("lab", "prod");
    assert.deepEqual(
      edits.all.map(({ serverName }) => serverName),
      ["other", "prod"],
    );
  });

  it("forgets the oldest of more than a hundred", () => {
    const edits = new RecentEdits();
    for (let id = 1; id <= 101; id++) edits.add(anEdit(id));
    assert.equal(edits.all.length, 100);
    assert.equal(edits.all.at(-1)?.tokens[0]?.token.id, 2);
  });
});
