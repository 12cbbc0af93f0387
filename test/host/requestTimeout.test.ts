import assert from "node:assert/strict";
import * as vscode from "vscode";
import { timeoutSetting } from "../../src/contributions";
import { requestTimeout } from "../../src/servers/requestTimeout";
import { rows, run } from "./support/extension";
import { eachSignedIn } from "./support/signedIn";

/** Puts a value into the settings by hand. */
async function set(seconds: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration(timeoutSetting.section)
    .update(timeoutSetting.key, seconds, vscode.ConfigurationTarget.Global);
}

describe("the time that a server may take for an answer", () => {
  const scene = eachSignedIn();
  afterEach(() => set(undefined));

  it("is 30 seconds, unless the settings say otherwise", () => {
    assert.equal(requestTimeout(), 30_000);
  });

  for (const [seconds, milliseconds] of [
    [5, 5000],
    [0.5, 1000],
    [-1, 1000],
    [1e9, 600_000],
    ["5", 30_000],
    [null, 30_000],
  ] as const) {
    it(`is ${String(milliseconds)} ms for ${JSON.stringify(seconds)}`, async () => {
      await set(seconds);
      assert.equal(requestTimeout(), milliseconds);
    });
  }

  it("is the one in the settings at once, and the row says that it was up", async () => {
    await set(1);
    scene.awx.intercept({ method: "GET", path: /tokens/ }, "hang");
    await run("refresh");
    const [server] = await rows();
    assert.match(server?.description ?? "", /cannot be reached/);
    const [status] = await rows(server?.row);
    assert.match(
      status?.description ?? "",
      /did not answer in time\. The setting “awxTokens\.requestTimeout” gives it 1 s\./,
    );
  });
});
