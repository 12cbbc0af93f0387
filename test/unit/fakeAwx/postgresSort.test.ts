import assert from "node:assert/strict";
import fc from "fast-check";
import { postgresSort } from "../../fakeAwx/postgresSort";

describe("postgresSort", () => {
  it("sorts, whatever the rows and the limit", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 120 }), fc.nat(130), (rows, limit) => {
        const sorted = [...rows].sort((a, b) => a - b).slice(0, limit);
        assert.deepEqual(
          postgresSort(rows, (a, b) => a - b, limit),
          sorted,
        );
      }),
    );
  });

  it("puts equal rows in PostgreSQL's order", () => {
    const rows = ["b1", "b2", "b3", "b4", "b5", "b6", "b7", "a1"];
    const compare = (a: string, b: string): number => a.charCodeAt(0) - b.charCodeAt(0);
    assert.deepEqual(postgresSort(rows, compare, 3), ["a1", "b3", "b2"]);
  });
});
