import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOf } from "../../../src/awx/api";
import type { AccessToken } from "../../../src/awx/schemas";
import { parseFilter } from "../../../src/tokens/filter";
import { matchesOf } from "../../../src/tokens/filterMatches";
import type { TokenList } from "../../../src/tokens/tokenList";
import { aList, tablesOf } from "../support/aList";
import { aToken } from "../support/aToken";

const day = 24 * 60 * 60 * 1000;
// In the person's own time, as a day is.
const now = new Date(2026, 2, 31, 12);

function inDays(days: number): Date {
  return new Date(now.getTime() + days * day);
}

/** The ids of the tokens that a filter asks for. */
function ids(text: string, list: TokenList): readonly number[] {
  return matchesOf(list, parseFilter(text), { now, soonDays: 14 }).map(({ id }) => id);
}

/** Tokens with these values, numbered from 1. */
function listWith(...values: readonly Partial<AccessToken>[]): TokenList {
  return aList({ tokens: tablesOf(...values.map((each, index) => aToken({ id: index + 1, ...each }))) });
}

describe("matchesOf", () => {
  describe("by texts", () => {
    const list = listWith(
      { description: "Deploy BOT" },
      { description: "nightly", ownerId: 2, ownerName: "Botho" },
      { description: "sync", applicationId: 1, applicationName: "ChatBot" },
      { description: "none of it", ownerId: null, ownerName: undefined },
      { description: "job 3", scope: "read write" },
      { description: "", scope: "write\nother", applicationId: 2, applicationName: undefined },
    );
    for (const [text, ...expected] of [
      ["", 1, 2, 3, 4, 5, 6],
      ["bot", 1, 2, 3],
      ["BOT deploy", 1],
      ['"deploy bot"', 1],
      ['"bot deploy"'],
      ["-bot", 4, 5, 6],
      ["deploybot"],
      ["3", 3, 5],
      ['"3"', 5],
      ["id:3", 3],
      ["-id:3", 1, 2, 4, 5, 6],
      ["description:bot", 1],
      ["owner:bot", 2],
      ["owner:me", 1, 3, 5, 6],
      ["owner:none", 4],
      ["-owner:me -owner:none", 2],
      ["application:bot", 3],
      ["app:none", 1, 2, 4, 5],
      ["personal", 1, 2, 4, 5],
      ["-personal", 3, 6],
      ["scope:write", 5, 6],
      ["scope:OTHER", 6],
      ["scope:writ"],
      ["read-only", 1, 2, 3, 4],
      ["scope:write -scope:read", 6],
      ["owner:", 1, 2, 3, 4, 5, 6],
    ] as const) {
      it(`finds [${expected.join(", ")}] for ${text === "" ? "nothing" : text}`, () => {
        assert.deepEqual(ids(text, list), expected);
      });
    }

    it("finds nothing while a part of what is asked for cannot be read", () => {
      assert.deepEqual(ids("id:x", list), []);
      assert.deepEqual(ids("-id:x", list), []);
    });
  });

  describe("by times", () => {
    const list = listWith(
      { expires: inDays(-1), created: inDays(-400), modified: inDays(-400).toISOString(), lastUsed: inDays(-400) },
      { expires: inDays(10), created: inDays(-91), modified: inDays(-30).toISOString(), lastUsed: inDays(-30) },
      { expires: inDays(30), created: inDays(-2), modified: inDays(-0.5).toISOString(), lastUsed: null },
      { expires: inDays(365_000), created: inDays(-0.5), modified: inDays(0).toISOString(), lastUsed: undefined },
    );
    for (const [text, ...expected] of [
      ["expires:<30d", 1, 2],
      ["expires:30d", 1, 2, 3],
      ["expires:<=30d", 1, 2, 3],
      ["expires:>30d", 4],
      ["expires:>=30d", 3, 4],
      ["expires:<30d -expired", 2],
      ["-expires:<30d", 3, 4],
      ["expires:>10y", 4],
      ["expired", 1],
      ["expiring", 2],
      ["needs-attention", 1, 2],
      ["created:<1d", 4],
      ["created:<12h"],
      ["created:12h", 4],
      ["created:<=48h", 3, 4],
      ["created:>90d", 1, 2],
      ["created:>1y", 1],
      ["modified:<1w", 3, 4],
      ["modified:>=30d", 1, 2],
      ["used:<60d", 2],
      ["used:>60d", 1],
      ["-used:<60d", 1, 3],
      ["never-used", 3],
      ["-never-used", 1, 2],
    ] as const) {
      it(`finds [${expected.join(", ")}] for ${text}`, () => {
        assert.deepEqual(ids(text, list), expected);
      });
    }

    for (const [text, ...expected] of [
      ["expires:2026-12-24", 2, 3],
      ["expires:<2026-12-24", 1],
      ["expires:<=2026-12-24", 1, 2, 3],
      ["expires:>2026-12-24", 4],
      ["expires:>=2026-12-24", 2, 3, 4],
      ["-expires:2026-12-24", 1, 4],
    ] as const) {
      it(`finds [${expected.join(", ")}] for ${text}, a whole day where the person is`, () => {
        const edges = listWith(
          { expires: new Date(2026, 11, 23, 23, 59, 59, 999) },
          { expires: new Date(2026, 11, 24) },
          { expires: new Date(2026, 11, 24, 23, 59, 59, 999) },
          { expires: new Date(2026, 11, 25) },
        );
        assert.deepEqual(ids(text, edges), expected);
      });
    }

    it("takes the last day of a month that has no such day", () => {
      const edges = listWith(
        { created: new Date(2026, 1, 28, 12) },
        { created: new Date(2026, 1, 28, 11, 59) },
        { expires: new Date(2026, 8, 30, 11, 59) },
      );
      assert.deepEqual(ids("created:<=1m", edges), [1]);
      assert.deepEqual(ids("expires:<6m", edges), [3]);
    });
  });

  it("goes by what the person calls soon", () => {
    const list = listWith({ expires: inDays(20) });
    assert.equal(matchesOf(list, parseFilter("expiring"), { now, soonDays: 30 }).length, 1);
    assert.equal(matchesOf(list, parseFilter("expiring"), { now, soonDays: 14 }).length, 0);
  });

  it("knows of a controller's tokens which were never used once it was asked, and never when one was", () => {
    const list = { ...listWith({}, {}), usage: { neverUsed: new Set(["controller/2"] as const), readAt: now } };
    assert.deepEqual(ids("never-used", list), [2]);
    assert.deepEqual(ids("-never-used", list), [1]);
    assert.deepEqual(ids("used:>1y", list), []);
    assert.deepEqual(ids("-used:<1y", list), [2]);
  });

  it("tells the tables of a platform apart", () => {
    const tokens = tablesOf(aToken({ source: "gateway", ownerId: 5 }), aToken({ source: "controller", ownerId: 5 }));
    const users = new Map([
      ["gateway", { id: 5, username: "alice", role: "user" }],
      ["controller", { id: 4, username: "alice", role: "user" }],
    ] as const);
    const list = aList({ sources: ["gateway", "controller"], users, tokens });
    assert.deepEqual(matchesOf(list, parseFilter("owner:me"), { now, soonDays: 14 }).map(keyOf), ["gateway/1"]);
  });

  it("sees what has changed in a newer list", () => {
    const list = listWith({ description: "before" });
    assert.deepEqual(ids("after", list), []);
    assert.deepEqual(ids("after", { ...list, tokens: tablesOf(aToken({ description: "after" })) }), [1]);
  });

  it("finds every token either with a term or with its negation, in the order of the list", () => {
    const token = fc.record({
      description: fc.constantFrom("a", "B", "ab", ""),
      ownerName: fc.constantFrom("alice", "Bob", undefined),
      scope: fc.constantFrom("read", "write"),
      expires: fc.integer({ min: -20, max: 40 }).map(inDays),
    });
    const term = fc.constantFrom("a", "b", '"ab"', "owner:a", "scope:read", "expires:<9d", "expired", "read-only");
    fc.assert(
      fc.property(fc.array(token), term, term, (values, one, other) => {
        const list = listWith(...values);
        const all = ids("", list);
        const with_ = ids(one, list);
        const without = ids(`-${one}`, list);
        assert.deepEqual(
          [...with_, ...without].sort((a, b) => a - b),
          all,
        );
        assert.deepEqual(
          ids(`${one} ${other}`, list),
          with_.filter((id) => ids(other, list).includes(id)),
        );
      }),
    );
  });
});
