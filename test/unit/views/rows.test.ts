import assert from "node:assert/strict";
import fc from "fast-check";
import type { TokenSource } from "../../../src/awx/api";
import { idOf, type Row } from "../../../src/views/rows";

const serverName = fc.oneof(
  fc.string(),
  fc.constantFrom("a", "1/a", "2/1/a", "server/a", "gateway/1/a", "controller/a", "/a", "7/a", "owner/gateway/7/a"),
);
const source = fc.constantFrom<TokenSource>("controller", "gateway");
const key = fc.oneof(fc.string(), fc.constantFrom("", "7", "scope:read", 'a"/prod', "null"));
const row: fc.Arbitrary<Row> = fc.oneof(
  fc.record({ kind: fc.constant("server"), serverName }),
  fc.record({ kind: fc.constant("status"), serverName }),
  fc.record({ kind: fc.constant("status"), serverName, source }),
  fc.record({ kind: fc.constant("group"), serverName, source, of: fc.constantFrom("table", "others") }),
  fc.record({ kind: fc.constant("filter"), serverName }),
  fc.record({ kind: fc.constant("branch"), serverName, source, key }),
  fc.record({
    kind: fc.constant("section"),
    serverName,
    source,
    branch: fc.option(key, { nil: undefined }),
    place: fc.nat(99),
  }),
  fc.record({ kind: fc.constant("token"), serverName, source, tokenId: fc.integer({ min: 1, max: 99 }) }),
  fc.record({
    kind: fc.constant("unusable"),
    entry: fc.record({
      index: fc.option(fc.nat(99), { nil: undefined }),
      name: fc.option(fc.string(), { nil: undefined }),
      problem: fc.constantFrom("name", "url", "duplicateName"),
    }),
  }),
);

describe("idOf", () => {
  it("gives the same row the same id, in every session", () => {
    assert.equal(idOf({ kind: "server", serverName: "prod" }), "server/prod");
    assert.equal(idOf({ kind: "status", serverName: "prod" }), "status//prod");
    assert.equal(idOf({ kind: "status", serverName: "prod", source: "gateway" }), "status/gateway/prod");
    assert.equal(
      idOf({ kind: "group", serverName: "prod", source: "gateway", of: "others" }),
      "group/others/gateway/prod",
    );
    assert.equal(idOf({ kind: "filter", serverName: "prod" }), "filter/prod");
    assert.equal(idOf({ kind: "branch", serverName: "prod", source: "gateway", key: "7" }), 'branch/gateway/"7"/prod');
    assert.equal(
      idOf({ kind: "section", serverName: "prod", source: "gateway", branch: undefined, place: 2 }),
      "section/gateway/2/null/prod",
    );
    assert.equal(idOf({ kind: "unusable", entry: { index: 2, name: "a", problem: "url" } }), "unusable/2/url/a");
    assert.equal(
      idOf({ kind: "token", serverName: "prod", source: "controller", tokenId: 7 }),
      "token/controller/7/prod",
    );
  });

  it("gives two rows different ids, whatever their servers are called", () => {
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: (each) => JSON.stringify(each), maxLength: 40 }), (rows) => {
        // Records are made with their keys in one order, so different texts are different rows.
        assert.equal(new Set(rows.map(idOf)).size, rows.length);
      }),
    );
  });
});
