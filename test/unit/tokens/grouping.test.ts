import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOf } from "../../../src/awx/api";
import type { AccessToken } from "../../../src/awx/schemas";
import { groupTokens, type TokenGroup } from "../../../src/tokens/grouping";
import { aList } from "../support/aList";
import { aToken } from "../support/aToken";

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-03-01T12:00:00Z");
const context = { list: aList(), now, soonDays: 14 };

function inDays(days: number): Date {
  return new Date(now.getTime() + days * day);
}

function group(
  by: TokenGroup["by"],
  values: readonly Partial<AccessToken>[],
  over: Partial<typeof context> = {},
): readonly TokenGroup[] {
  const tokens = values.map((each, index) => aToken({ id: index + 1, ...each }));
  return groupTokens(tokens, by, { ...context, ...over });
}

/** Each group's key and the ids of its tokens. */
function idsOf(groups: readonly TokenGroup[]): readonly (readonly [string, ...number[]])[] {
  return groups.map(({ key, tokens }) => [key, ...tokens.map(({ id }) => id)]);
}

describe("groupTokens", () => {
  it("has personal tokens first, and then those of each application by its name", () => {
    const groups = group("application", [
      { applicationId: 1, applicationName: "job 10" },
      { applicationId: 2, applicationName: "Job 2" },
      {},
      { applicationId: 1, applicationName: "job 10" },
      { applicationId: 1, applicationName: "job 10", source: "gateway" },
      { applicationId: 3 },
    ]);
    assert.deepEqual(idsOf(groups), [
      ["personal", 3],
      ["controller/3", 6],
      ["controller/2", 2],
      ["controller/1", 1, 4],
      ["gateway/1", 5],
    ]);
    assert.deepEqual(
      groups.map((each) => each.by === "application" && each.application),
      ["personal", { id: 3 }, { id: 2, name: "Job 2" }, { id: 1, name: "job 10" }, { id: 1, name: "job 10" }],
    );
  });

  it("has the same scopes together however they are written, and the most powerful first", () => {
    const groups = group("scope", [
      { scope: "read" },
      { scope: "b a" },
      { scope: "write" },
      { scope: "read\nwrite" },
      { scope: "a  b" },
      { scope: "write read" },
      { scope: "" },
      { scope: "read a" },
    ]);
    assert.deepEqual(idsOf(groups), [
      ["read write", 4, 6],
      ["write", 3],
      ["read a", 8],
      ["read", 1],
      ["a b", 2, 5],
      ["", 7],
    ]);
    assert.deepEqual(groups[0]?.by === "scope" && groups[0].words, ["read", "write"]);
  });

  it("has what has expired first, and what practically never does last", () => {
    const groups = group("expiry", [
      { expires: new Date("2036-03-01T12:00:00.001Z") },
      { expires: new Date("2036-03-01T12:00:00Z") },
      { expires: inDays(14) },
      { expires: now },
      { expires: inDays(14.01) },
    ]);
    assert.deepEqual(idsOf(groups), [
      ["expired", 4],
      ["soon", 3],
      ["later", 2, 5],
      ["never", 1],
    ]);
  });

  it("has what was never used first", () => {
    const groups = group("usage", [
      { lastUsed: inDays(-90) },
      { lastUsed: inDays(-90.1) },
      { lastUsed: inDays(-365.1) },
      { lastUsed: null },
      { lastUsed: inDays(-365) },
      { lastUsed: undefined },
      { lastUsed: inDays(1) },
    ]);
    assert.deepEqual(idsOf(groups), [
      ["never", 4],
      ["overYearAgo", 3],
      ["over90DaysAgo", 2, 5],
      ["within90Days", 1, 7],
      ["notKnown", 6],
    ]);
  });

  it("knows of a controller's tokens which were ever used, once it was asked", () => {
    const list = aList({ usage: { neverUsed: new Set(["controller/2"]), readAt: now } });
    assert.deepEqual(idsOf(group("usage", [{}, {}], { list })), [
      ["never", 2],
      ["sometime", 1],
    ]);
  });

  it("has each token in one group, in the order in which they were given, and no group twice or empty", () => {
    const token = fc.record({
      applicationId: fc.constantFrom(null, 1, 2),
      scope: fc.constantFrom("read", "write", "read write", "x"),
      expires: fc.integer({ min: -20, max: 4000 }).map(inDays),
      lastUsed: fc.option(fc.integer({ min: 0, max: 900 }).map((days) => inDays(-days))),
    });
    const by = fc.constantFrom("application", "scope", "expiry", "usage");
    fc.assert(
      fc.property(fc.array(token), by, (values, kind) => {
        const groups = group(kind, values);
        assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length);
        for (const { tokens } of groups) {
          assert.ok(tokens.length > 0);
          const ids = tokens.map(({ id }) => id);
          assert.deepEqual(
            ids,
            [...ids].sort((a, b) => a - b),
          );
        }
        assert.equal(new Set(groups.flatMap(({ tokens }) => tokens.map(keyOf))).size, values.length);
      }),
    );
  });
});
