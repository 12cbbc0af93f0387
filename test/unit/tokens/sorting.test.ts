import assert from "node:assert/strict";
import fc from "fast-check";
import type { AccessToken } from "../../../src/awx/schemas";
import { sortKeys, type SortKey } from "../../../src/tokens/arrangement";
import { sortTokens } from "../../../src/tokens/sorting";
import { aToken } from "../support/aToken";

/** The ids of tokens with these values, numbered from 1, in an order. */
function order(by: SortKey, values: readonly Partial<AccessToken>[], isDescending = false): readonly number[] {
  const tokens = values.map((each, index) => aToken({ id: index + 1, ...each }));
  return sortTokens(tokens, { by, isDescending }).map(({ id }) => id);
}

function described(...descriptions: readonly string[]): readonly Partial<AccessToken>[] {
  return descriptions.map((description) => ({ description }));
}

describe("sortTokens", () => {
  for (const [title, descriptions] of [
    ["without regard to case", ["apple", "Banana", "cherry"]],
    ["without regard to accents", ["eclair", "Éclairs", "écu", "edge"]],
    ["with numbers by their size", ["job 2", "job 010", "job 10b", "job 11", "job 100", "job a"]],
    ["with numbers before letters, and after marks", ["-", "1", "22", "a"]],
    ["without the white space around them", [" a", "b", "\tc"]],
    ["with those without one last", ["z", "", " "]],
  ] as const) {
    it(`has descriptions ${title}`, () => {
      const places = descriptions.map((_, index) => index + 1);
      assert.deepEqual(order("description", described(...descriptions)), places);
      const reversed = [...descriptions].reverse();
      const rank = order("description", described(...reversed)).map((id) => reversed[id - 1]);
      assert.deepEqual(
        rank.filter((text) => text?.trim() !== ""),
        descriptions.filter((text) => text.trim() !== ""),
      );
    });
  }

  it("has numbers of any length in their order, those that are alike by id", () => {
    const digits = "9".repeat(150);
    assert.deepEqual(order("description", described(`1${digits}`, digits, "007", "7")), [3, 4, 2, 1]);
  });

  it("has those without a text last in the other direction too", () => {
    assert.deepEqual(order("description", described("", "a", "b"), true), [3, 2, 1]);
    const owners = [{ ownerName: undefined }, { ownerName: "Bob 2" }, { ownerName: "bob 10" }];
    assert.deepEqual(order("owner", owners), [2, 3, 1]);
    assert.deepEqual(order("owner", owners, true), [3, 2, 1]);
  });

  it("has times in their order, of edits to the microsecond", () => {
    const [early, late] = [new Date(1), new Date(2)];
    assert.deepEqual(order("created", [{ created: late }, { created: early }]), [2, 1]);
    assert.deepEqual(order("expires", [{ expires: early }, { expires: late }], true), [2, 1]);
    const modified = ["2026-01-01T00:00:00.000002Z", "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00Z"];
    assert.deepEqual(
      order(
        "modified",
        modified.map((stamp) => ({ modified: stamp })),
      ),
      [3, 2, 1],
    );
  });

  it("sees a description that was edited", () => {
    const before = aToken({ id: 1, description: "a" });
    const other = aToken({ id: 2, description: "b" });
    const sort = { by: "description", isDescending: false } as const;
    sortTokens([before, other], sort);
    assert.deepEqual(
      sortTokens([{ ...before, description: "c" }, other], sort).map(({ id }) => id),
      [2, 1],
    );
  });

  it("looks at each description once, however many there are and however often they are put in order", () => {
    let looks = 0;
    const tokens = Array.from({ length: 1000 }, (_, index) =>
      Object.defineProperty(aToken({ id: index + 1 }), "description", {
        get: () => {
          looks++;
          return `Jöb ${String((index * 7919) % 1000)} of the night`;
        },
      }),
    );
    for (const isDescending of [false, true]) {
      const sorted = sortTokens(tokens, { by: "description", isDescending });
      assert.equal(looks, 1000);
      assert.equal(
        sorted[isDescending ? 0 : 999]?.id,
        1 + tokens.findIndex((_, index) => (index * 7919) % 1000 === 999),
      );
    }
  });

  it("keeps all tokens, has alike ones by id in both directions, and a list in the order of ids as it is", () => {
    const token = fc.record({
      description: fc.constantFrom("", "a", "A", "b 2", "b 10"),
      ownerName: fc.constantFrom(undefined, "x", "y"),
      created: fc.constantFrom(new Date(1), new Date(2)),
      expires: fc.constantFrom(new Date(1), new Date(2)),
    });
    fc.assert(
      fc.property(fc.array(token), fc.constantFrom(...sortKeys), fc.boolean(), (values, by, isDescending) => {
        const ids = order(by, values, isDescending);
        assert.deepEqual(
          [...ids].sort((a, b) => a - b),
          values.map((_, index) => index + 1),
        );
        const same = order(
          by,
          values.map((each) => ({ ...each, ...values[0] })),
          isDescending,
        );
        assert.deepEqual(
          same,
          values.map((_, index) => index + 1),
        );
      }),
    );
  });
});
