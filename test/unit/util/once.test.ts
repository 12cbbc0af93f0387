import assert from "node:assert/strict";
import { once } from "../../../src/util/once";

describe("once", () => {
  it("makes a thing when it is first asked for, and gives that ever after", () => {
    let made = 0;
    const thing = once(() => ({ number: ++made }));
    assert.equal(made, 0);
    assert.equal(thing(), thing());
    assert.equal(made, 1);
  });
});
