import assert from "node:assert/strict";
import { expiryOf } from "../../../src/tokens/expiry";

describe("expiryOf", () => {
  const day = 24 * 60 * 60 * 1000;
  const now = new Date("2026-03-01T12:00:00Z");
  const cases = [
    ["expired from the very moment of its expiry", 0, 14, "expired"],
    ["expired a year later", -365 * day, 14, "expired"],
    ["soon to expire a millisecond before", 1, 14, "soon"],
    ["soon to expire as many days before as are asked for", 14 * day, 14, "soon"],
    ["not soon to expire a millisecond more before", 14 * day + 1, 14, "later"],
    ["soon to expire a day before, when that is soon", day, 1, "soon"],
    ["not soon to expire two days before, when that is not soon", 2 * day, 1, "later"],
    ["not soon to expire a thousand years before, as a new one is", 365_000 * day, 365, "later"],
  ] as const;
  for (const [title, left, soonDays, expected] of cases) {
    it(`says that a token is ${title}`, () => {
      assert.equal(expiryOf({ expires: new Date(now.getTime() + left) }, now, soonDays), expected);
    });
  }
});
