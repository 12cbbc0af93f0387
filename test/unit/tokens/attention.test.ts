import assert from "node:assert/strict";
import type { Me } from "../../../src/awx/schemas";
import { needsAttention } from "../../../src/tokens/attention";
import { aList } from "../support/aList";
import { aToken } from "../support/aToken";

const day = 24 * 60 * 60 * 1000;
const now = new Date("2026-03-01T12:00:00Z");

function inDays(days: number): Date {
  return new Date(now.getTime() + days * day);
}

function listOf(role: Me["role"], values: Parameters<typeof aList>[0] = {}) {
  return aList({ users: new Map([["controller", { id: 1, username: "admin", role }]]), ...values });
}

describe("needsAttention", () => {
  for (const [title, days, expected] of [
    ["has expired", -1, true],
    ["expires soon", 14, true],
    ["expires later", 14.001, false],
  ] as const) {
    it(`says ${String(expected)} of one's own token that ${title}`, () => {
      assert.equal(needsAttention(aToken({ expires: inDays(days) }), listOf("user"), now, 14), expected);
    });
  }

  it("goes by what the person calls soon", () => {
    assert.ok(needsAttention(aToken({ expires: inDays(20) }), listOf("user"), now, 30));
  });

  for (const [title, list, expected] of [
    ["a user who may not change it", listOf("user"), false],
    ["an auditor who may not change it", listOf("auditor"), false],
    ["a user who may change it", listOf("user", { changeable: new Set(["controller/1"]) }), true],
    ["a superuser", listOf("superuser"), true],
  ] as const) {
    it(`says ${String(expected)} of another's expired token to ${title}`, () => {
      assert.equal(needsAttention(aToken({ ownerId: 2, expires: inDays(-1) }), list, now, 14), expected);
    });
  }
});
