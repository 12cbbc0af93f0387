import assert from "node:assert/strict";
import type { TokenSource } from "../../../src/awx/api";
import { tableWith, TokenTables, type TableTokens } from "../../../src/tokens/tokenTables";
import { tablesOf } from "../support/aList";
import { aToken } from "../support/aToken";

const [first, second] = [1, 3].map((id) => aToken({ source: "gateway", id }));
const other = aToken({ source: "controller", id: 3, description: "the controller's" });
const tables = tablesOf(...[first, second, other].flatMap((token) => token ?? []));

function keysOf(these: TokenTables): string[] {
  return these.all().map(({ source, id }) => `${source} ${String(id)}`);
}

describe("TokenTables", () => {
  it("have each token by its table and id, and all of them table by table", () => {
    assert.deepEqual(keysOf(tables), ["gateway 1", "gateway 3", "controller 3"]);
    assert.equal(tables.size, 3);
    assert.equal(tables.get({ source: "gateway", id: 3 }), second);
    assert.equal(tables.get({ source: "controller", id: 3 }), other);
    assert.deepEqual([...tables.of("controller").values()], [other]);
  });

  it("have nothing of an id of the other table, and nothing in a table that they do not have", () => {
    assert.equal(tables.get({ source: "controller", id: 1 }), undefined);
    assert.deepEqual(
      (["gateway", "controller"] as const).map((source) => tables.has({ source, id: 1 })),
      [true, false],
    );
    assert.equal(tablesOf(other).has({ source: "gateway", id: 3 }), false);
    assert.deepEqual([...tablesOf(other).of("gateway")], []);
    assert.deepEqual(tablesOf().all(), []);
  });

  it("take a token in place of the one with its id, and put another where its id belongs", () => {
    const edited = aToken({ source: "gateway", id: 1, description: "edited" });
    assert.equal(tables.with(edited).get(edited), edited);
    assert.deepEqual(keysOf(tables.with(edited)), ["gateway 1", "gateway 3", "controller 3"]);
    for (const [id, keys] of [
      [2, ["gateway 1", "gateway 2", "gateway 3", "controller 3"]],
      [4, ["gateway 1", "gateway 3", "gateway 4", "controller 3"]],
    ] as const) {
      assert.deepEqual(keysOf(tables.with(aToken({ source: "gateway", id }))), keys);
    }
  });

  it("keep the order of the tables when one that was empty gets its first token", () => {
    const empty = new TokenTables(
      new Map<TokenSource, TableTokens>([
        ["gateway", new Map()],
        ["controller", new Map()],
      ]),
    );
    const both = empty.with(other).with(aToken({ source: "gateway", id: 9 }));
    assert.deepEqual(keysOf(both), ["gateway 9", "controller 3"]);
  });

  it("leave out a token of one table alone, and what is not there without a word", () => {
    assert.deepEqual(keysOf(tables.without({ source: "gateway", id: 3 })), ["gateway 1", "controller 3"]);
    assert.deepEqual(keysOf(tables.without({ source: "controller", id: 1 })), keysOf(tables));
  });

  it("are themselves as they were when others are made of them", () => {
    tables.with(aToken({ source: "gateway", id: 2 }));
    tables.without(other);
    assert.deepEqual(keysOf(tables), ["gateway 1", "gateway 3", "controller 3"]);
  });
});

describe("tableWith", () => {
  it("puts several tokens among those of a table in the order of their ids", () => {
    for (const [ids, whole] of [
      [
        [6, 2, 5],
        [1, 2, 3, 5, 6],
      ],
      [
        [6, 5],
        [1, 3, 5, 6],
      ],
      [
        [1, 5, 6],
        [1, 3, 5, 6],
      ],
    ] as const) {
      const added = ids.map((id) => aToken({ source: "gateway", id }));
      assert.deepEqual([...tableWith(tables.of("gateway"), added).keys()], whole);
    }
  });
});
