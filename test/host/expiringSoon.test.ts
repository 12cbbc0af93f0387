import assert from "node:assert/strict";
import * as vscode from "vscode";
import { expiringSoonSetting } from "../../src/contributions";
import { run, tokenRow, tokenRows } from "./support/extension";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const day = 24 * 60 * 60 * 1000;

/** Puts a value into the settings by hand. */
async function set(days: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration(expiringSoonSetting.section)
    .update(expiringSoonSetting.key, days, vscode.ConfigurationTarget.Global);
}

describe("the days within which a token expires soon", () => {
  const scene = eachSignedIn();
  afterEach(() => set(undefined));

  /** How many days ahead those tokens expire that are shown as expiring soon. */
  async function soonDays(): Promise<number[]> {
    const drawn = await tokenRows(daysAhead.length);
    const soon = drawn.flatMap(({ label, description }) =>
      description.includes(" · expires ") ? [Number(label)] : [],
    );
    return soon.sort((a, b) => a - b);
  }

  const daysAhead = [0.9, 1.5, 4.9, 5.1, 13.9, 14.1, 364, 366];

  beforeEach(async () => {
    for (const [index, days] of daysAhead.entries()) {
      const expires = new Date(Date.now() + days * day);
      scene.awx.updateToken(index + 1, { description: String(days), expires });
    }
    await run("refresh");
  });

  it("are 14, unless the settings say otherwise", async () => {
    assert.deepEqual(await soonDays(), [0.9, 1.5, 4.9, 5.1, 13.9]);
    assert.match((await tokenRow(5)).description, / · expires in 13 days$/);
  });

  for (const [days, expected] of [
    [5, [0.9, 1.5, 4.9]],
    [1.5, [0.9, 1.5]],
    [0.1, [0.9]],
    [-1, [0.9]],
    [365, [0.9, 1.5, 4.9, 5.1, 13.9, 14.1, 364]],
    [1e9, [0.9, 1.5, 4.9, 5.1, 13.9, 14.1, 364]],
    ["5", [0.9, 1.5, 4.9, 5.1, 13.9]],
    [null, [0.9, 1.5, 4.9, 5.1, 13.9]],
  ] as const) {
    it(`are those in the settings at once, where that is ${JSON.stringify(days)}, and nothing is asked of a server`, async () => {
      await soonDays();
      scene.awx.clearRequests();
      await set(days);
      await until(async () => {
        assert.deepEqual(await soonDays(), expected);
      });
      assert.deepEqual(scene.awx.requests, []);
    });
  }
});
