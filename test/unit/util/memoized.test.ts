import assert from "node:assert/strict";
import { memoized } from "../../../src/util/memoized";

describe("memoized", () => {
  it("computes for each text once, also where there is no result", () => {
    const asked: string[] = [];
    const lengthOf = memoized((text) => {
      asked.push(text);
      return text === "" ? undefined : text.length;
    });
    assert.deepEqual(["ab", "", "ab", ""].map(lengthOf), [2, undefined, 2, undefined]);
    assert.deepEqual(asked, ["ab", ""]);
  });

  it("does the same for numbers", () => {
    const asked: number[] = [];
    const half = memoized((count: number) => {
      asked.push(count);
      return count / 2;
    });
    assert.deepEqual([4, 0, -0, 4, 1e300].map(half), [2, 0, 0, 2, 5e299]);
    assert.deepEqual(asked, [4, 0, 1e300]);
  });

  it("keeps neither long texts nor more than some hundred", () => {
    let computed = 0;
    const lengthOf = memoized((text) => {
      computed++;
      return text.length;
    });
    const long = "x".repeat(201);
    assert.deepEqual([long, long].map(lengthOf), [201, 201]);
    assert.equal(computed, 2);
    const texts = Array.from({ length: 501 }, (_, index) => String(index));
    texts.forEach(lengthOf);
    computed = 0;
    texts.forEach(lengthOf);
    assert.ok(computed >= 500, `${String(computed)} were computed anew`);
  });
});
