import assert from "node:assert/strict";
import { version } from "vscode";
import { engines } from "../../package.json";

describe("the host", () => {
  it("is the VS Code that was asked for, and none older than the extension supports", () => {
    assert.equal(version, process.env["AWX_TOKENS_HOST_VSCODE"] ?? version);
    const order = new Intl.Collator("en", { numeric: true });
    assert.ok(order.compare(version, engines.vscode.slice(1)) >= 0, version);
  });
});
