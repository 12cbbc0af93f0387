import assert from "node:assert/strict";
import { version } from "vscode";

describe("the host", () => {
  it("is the VS Code that was asked for", function () {
    const expected = process.env["AWX_TOKENS_HOST_VSCODE"];
    if (expected === undefined) this.skip();
    assert.equal(version, expected);
  });
});
