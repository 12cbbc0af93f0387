import assert from "node:assert/strict";
import fc from "fast-check";
import { idOf, type Row } from "../../../src/views/rows";

const serverName = fc.oneof(fc.string(), fc.constantFrom("a", "1/a", "2/1/a", "server/a", "token/1/a", "status/a"));
const row: fc.Arbitrary<Row> = fc.oneof(
  fc.record({ kind: fc.constant("server"), serverName }),
  fc.record({ kind: fc.constant("status"), serverName }),
  fc.record({ kind: fc.constant("token"), serverName, tokenId: fc.integer({ min: 1, max: 99 }) }),
  fc.record({
    kind: fc.constant("unusable"),
    entry: fc.record({ index: fc.nat(99), problem: fc.constantFrom("shape", "url", "duplicateName") }),
  }),
);

describe("idOf", () => {
  it("gives the same row the same id, in every session", () => {
    assert.equal(idOf({ kind: "server", serverName: "prod" }), "server/prod");
    assert.equal(idOf({ kind: "status", serverName: "prod" }), "status/prod");
    assert.equal(idOf({ kind: "unusable", entry: { index: 2, problem: "url" } }), "unusable/2/url");
    assert.equal(idOf({ kind: "token", serverName: "prod", tokenId: 7 }), "token/7/prod");
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
