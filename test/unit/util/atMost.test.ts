import assert from "node:assert/strict";
import fc from "fast-check";
import { forEachAtMost } from "../../../src/util/atMost";

describe("forEachAtMost", () => {
  it("does each once, in order of beginning, and never more than so many at a time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer()),
        fc.scheduler(),
        async (most, items, s) => {
          const begun: number[] = [];
          let under = 0;
          const act = s.scheduleFunction(() => Promise.resolve());
          const done = forEachAtMost(most, items.entries(), async ([index]) => {
            begun.push(index);
            under++;
            assert.ok(under <= most);
            await act();
            under--;
          });
          await s.waitFor(done);
          assert.deepEqual(begun, [...items.keys()]);
          assert.equal(under, 0);
        },
      ),
    );
  });

  it("has so many under way as it may", async () => {
    let open = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    let begun = 0;
    const done = forEachAtMost(4, Array.from({ length: 9 }), () => {
      begun++;
      return held;
    });
    assert.equal(begun, 4);
    open();
    await done;
    assert.equal(begun, 9);
  });

  it("begins nothing once it is given up", async () => {
    const given = new AbortController();
    const begun: number[] = [];
    await forEachAtMost(
      1,
      [1, 2, 3],
      (item) => {
        begun.push(item);
        if (item === 2) given.abort();
        return Promise.resolve();
      },
      given.signal,
    );
    assert.deepEqual(begun, [1, 2]);
  });

  it("fails with what failed first", async () => {
    const failing = forEachAtMost(2, [1, 2, 3], (item) => Promise.reject(new RangeError(String(item))));
    await assert.rejects(failing, /1/);
  });
});
