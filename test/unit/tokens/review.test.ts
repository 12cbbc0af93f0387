import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOf, type TokenKey, type TokenSource } from "../../../src/awx/api";
import type { AccessToken } from "../../../src/awx/schemas";
import { findings, review, type Finding, type ReviewedToken } from "../../../src/tokens/review";
import { aToken } from "../support/aToken";

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-03-01T12:00:00Z");
const criteria = { now, soonDays: 14, neverUsed: new Set<TokenKey>() };

function inDays(days: number): Date {
  return new Date(now.getTime() + days * day);
}

/** A token that there is nothing to see to about. */
function blameless(values: Partial<AccessToken> = {}): AccessToken {
  const { id = 1 } = values;
  return aToken({ id, description: `token ${String(id)}`, expires: inDays(100), lastUsed: inDays(-1), ...values });
}

/** What is found about each token, by its number. */
function foundIn(...tokens: readonly AccessToken[]): Record<number, readonly Finding[]> {
  const found = [...review(tokens, criteria).values()].flat();
  return Object.fromEntries(found.map(({ token, findings: all }) => [token.id, all]));
}

describe("review", () => {
  it("finds nothing about a token that is described, used, and expires neither soon nor never", () => {
    assert.deepEqual(foundIn(blameless()), {});
    assert.deepEqual(foundIn(), {});
  });

  for (const [title, values, expected] of [
    ["expired", { expires: now }, ["expired"]],
    ["expired for long", { expires: inDays(-9999) }, ["expired"]],
    ["about to expire", { expires: inDays(0.1) }, ["expiringSoon"]],
    ["expiring as soon as the person wants to know", { expires: inDays(14) }, ["expiringSoon"]],
    ["expiring a little later", { expires: new Date(inDays(14).getTime() + 1) }, []],
    ["expiring in ten years, and may write", { scope: "write", expires: new Date("2036-03-01T12:00:00Z") }, []],
    [
      "expiring later, and may write",
      { scope: "read write", expires: new Date("2036-03-01T12:00:00.001Z") },
      ["eternalWrite"],
    ],
    ["expiring later, and may only read", { scope: "read", expires: new Date("3026-03-01T12:00:00Z") }, []],
    ["never used, as its list says", { lastUsed: null }, ["neverUsed"]],
    ["without a word about its use", { lastUsed: undefined }, []],
    ["without a description", { description: "" }, ["undescribed"]],
    ["described by white space", { description: " \n\t " }, ["undescribed"]],
    [
      "all of that",
      { expires: now, scope: "write", lastUsed: null, description: "" },
      ["expired", "neverUsed", "undescribed"],
    ],
  ] as const satisfies readonly (readonly [string, Partial<AccessToken>, readonly Finding[]])[]) {
    it(`finds [${expected.join(", ")}] about a token that is ${title}`, () => {
      assert.deepEqual(foundIn(blameless(values)), expected.length === 0 ? {} : { 1: expected });
    });
  }

  it("takes for never used what it is told was never, in its table", () => {
    const tokens = (["controller", "gateway"] as const).map((source) => blameless({ source, lastUsed: undefined }));
    const found = review(tokens, { ...criteria, neverUsed: new Set(["gateway/1"]) });
    assert.deepEqual(
      [...found].map(([finding, reviewed]) => [finding, reviewed.map(({ token }) => keyOf(token))]),
      [["neverUsed", ["gateway/1"]]],
    );
  });

  it("finds descriptions that are the same but for their case and the white space around them", () => {
    assert.deepEqual(
      foundIn(
        blameless({ id: 1, description: "CI " }),
        blameless({ id: 2, description: "\tci" }),
        blameless({ id: 3, description: "c i" }),
      ),
      { 1: ["duplicate"], 2: ["duplicate"] },
    );
  });

  for (const [title, values] of [
    ["of another owner's", { ownerId: 2 }],
    ["of nobody's", { ownerId: null }],
    ["of the other table", { source: "gateway" }],
  ] as const) {
    it(`does not compare a description with that of a token ${title}`, () => {
      assert.deepEqual(
        foundIn(blameless({ id: 1, description: "ci" }), blameless({ id: 2, description: "ci", ...values })),
        {},
      );
    });
  }

  it("does not take tokens without a description for ones with the same", () => {
    const found = foundIn(blameless({ id: 1, description: "" }), blameless({ id: 2, description: " " }));
    assert.deepEqual(found, { 1: ["undescribed"], 2: ["undescribed"] });
  });

  it("says which have the same description, and puts them next to each other", () => {
    const tokens = ["b", "a", "B", "A"].map((description, index) => blameless({ id: index + 1, description }));
    const found = review(tokens, criteria).get("duplicate") ?? [];
    assert.deepEqual(
      found.map(({ token, namesakes }) => [token.id, namesakes.map(({ id }) => id)]),
      [
        [1, [1, 3]],
        [3, [1, 3]],
        [2, [2, 4]],
        [4, [2, 4]],
      ],
    );
  });

  it("has what expires first first", () => {
    const tokens = [3, 1, 2].map((days) => blameless({ id: days, expires: inDays(days) }));
    const found = review(tokens, criteria).get("expiringSoon") ?? [];
    assert.deepEqual(
      found.map(({ token }) => token.id),
      [1, 2, 3],
    );
  });

  describe("of any tokens", () => {
    const token = fc
      .record({
        source: fc.constantFrom<TokenSource>("controller", "gateway"),
        id: fc.integer({ min: 1, max: 99 }),
        ownerId: fc.option(fc.integer({ min: 1, max: 2 })),
        description: fc.oneof(fc.constantFrom("", " ", "ci", " CI", "é"), fc.string()),
        scope: fc.constantFrom("read", "write", "read write", "other"),
        expires: fc.oneof(fc.integer({ min: -20, max: 40 }), fc.integer({ min: 3000, max: 400_000 })).map(inDays),
        lastUsed: fc.constantFrom(undefined, null, inDays(-1)),
      })
      .map(aToken);
    const tokens = fc.uniqueArray(token, { selector: keyOf, maxLength: 30 });
    const neverUsed = fc.array(token).map((some) => new Set(some.map(keyOf)));

    function check(
      property: (found: ReadonlyMap<Finding, readonly ReviewedToken[]>, all: readonly AccessToken[]) => void,
    ): void {
      fc.assert(
        fc.property(tokens, neverUsed, (all, some) => {
          property(review(all, { ...criteria, neverUsed: some }), all);
        }),
      );
    }

    it("has each token in one place at most, which is its gravest, and the gravest first", () => {
      check((found) => {
        const places = [...found.values()].flat().map((each) => keyOf(each.token));
        assert.equal(new Set(places).size, places.length);
        for (const [finding, reviewed] of found) {
          assert.ok(reviewed.length > 0);
          for (const each of reviewed) assert.equal(each.findings[0], finding);
        }
        for (const list of [[...found.keys()], ...[...found.values()].flat().map((each) => each.findings)]) {
          assert.deepEqual(
            list,
            findings.filter((finding) => list.includes(finding)),
          );
        }
      });
    });

    it("finds all that it defines, and nothing else", () => {
      fc.assert(
        fc.property(tokens, neverUsed, (all, some) => {
          const found = new Map(
            [...review(all, { ...criteria, neverUsed: some }).values()]
              .flat()
              .map((each) => [each.token, each.findings]),
          );
          for (const each of all) {
            const left = (each.expires.getTime() - now.getTime()) / day;
            const name = each.description.trim().toLowerCase();
            const twins = all.filter(
              (other) =>
                other.source === each.source &&
                other.ownerId === each.ownerId &&
                other.description.trim().toLowerCase() === name,
            );
            const expected: Finding[] = [
              ...(left <= 0 ? (["expired"] as const) : left <= 14 ? (["expiringSoon"] as const) : []),
              // So many days are ten years from then.
              ...(left > 3653 && /\bwrite\b/.test(each.scope) ? (["eternalWrite"] as const) : []),
              ...(each.lastUsed === null || some.has(keyOf(each)) ? (["neverUsed"] as const) : []),
              ...(name === "" ? (["undescribed"] as const) : twins.length > 1 ? (["duplicate"] as const) : []),
            ];
            assert.deepEqual(found.get(each) ?? [], expected);
          }
        }),
      );
    });
  });
});
