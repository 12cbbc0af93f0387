import assert from "node:assert/strict";
import { expiryOf } from "../../../src/tokens/expiry";

describe("expiryOf", () => {
  const day = 24 * 60 * 60 * 1000;
  const now = new Date("2026-03-01T12:00:00Z");
  const cases = [
    ["expired from the very moment of its expiry", 0, "expired"],
    ["expired a year later", -365 * day, "expired"],
    ["soon to expire a millisecond before", 1, "soon"],
    ["soon to expire 30 days before", 30 * day, "soon"],
    ["not soon to expire more than 30 days before", 30 * day + 1, "later"],
    ["not soon to expire a thousand years before, as a new one is", 365_000 * day, "later"],
  ] as const;
  for (const [title, left, expected] of cases) {
    it(`says that a token is ${title}`, () => {
      assert.equal(expiryOf({ expires: new Date(now.getTime() + left) }, now), expected);
    });
  }
});
