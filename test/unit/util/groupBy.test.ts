import assert from "node:assert/strict";
import { groupBy } from "../../../src/util/groupBy";

describe("groupBy", () => {
  it("has each item under its key, in their order", () => {
    assert.deepEqual(
      [...groupBy(["one", "two", "three", "four"], ({ length }) => length)],
      [
        [3, ["one", "two"]],
        [5, ["three"]],
        [4, ["four"]],
      ],
    );
  });
});
