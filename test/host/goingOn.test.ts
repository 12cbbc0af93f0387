import assert from "node:assert/strict";
import * as vscode from "vscode";
import { allRows, run, startExtension, tokenRow } from "./support/extension";
import { replace } from "./support/replace";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" } as const;

describe("the focus when a row is gone after an act", () => {
  const scene = eachSignedIn();
  /** What became of the focus and of boxes, in order. */
  let events: unknown[];

  beforeEach(async () => {
    const { view } = await startExtension();
    events = [];
    replace(view, "reveal", (original) => async (row, options) => {
      await original.call(view, row, options);
      if (options?.focus) events.push(row);
    });
    replace(vscode.window, "createQuickPick", (original) => () => {
      const box = original<never>();
      const show = box.show.bind(box);
      box.show = () => {
        events.push("a box");
        show();
      };
      return box;
    });
  });

  /** Has a token revoked from its row, once the server may; gives what lets it, and waits for the end. */
  async function revokesSlowly(tokenId: number): Promise<() => Promise<void>> {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    scene.awx.intercept({ method: "DELETE" }, { until: held });
    const { row } = await tokenRow(tokenId);
    const done = run("revokeToken", row);
    (await scene.person.sees("warning")).answer("Revoke Token");
    await until(() => {
      assert.ok(scene.awx.requests.some(({ method }) => method === "DELETE"));
    });
    return async () => {
      release();
      await done;
    };
  }

  it("goes to the next row when the act was called there, and is left alone when it was called from a message", async () => {
    scene.person.agreesTo("Revoke Token");
    const next = await tokenRow(3);
    const { row } = await tokenRow(2);
    await run("revokeToken", row);
    assert.deepEqual(events, [next.row]);
    await run("revokeToken", { ...next.row });
    assert.equal(scene.awx.token(3), undefined);
    assert.deepEqual(events, [next.row]);
  });

  it("stays in a box that was opened meanwhile", async () => {
    const end = await revokesSlowly(7);
    const creating = run("createToken", lab);
    await scene.person.quickPick();
    await end();
    assert.equal(scene.awx.token(7), undefined);
    assert.deepEqual(events, ["a box"]);
    await scene.person.escapes();
    await creating;
  });

  it("is there before a box is shown that opens meanwhile", async () => {
    const ended = (await revokesSlowly(7))();
    await until(async () => {
      const shown = await allRows(lab);
      assert.ok(!shown.some(({ row }) => row.kind === "token" && row.tokenId === 7));
    });
    const next = await tokenRow(8);
    const creating = run("createToken", lab);
    await scene.person.quickPick();
    assert.deepEqual(events, [next.row, "a box"]);
    await scene.person.escapes();
    await Promise.all([creating, ended]);
  });

  it("is not taken from the box that comes next, which waits until the view has drawn what the last one changed", async () => {
    const { view } = await startExtension();
    replace(view, "reveal", (original) => async (row, options) => {
      await original.call(view, row, options);
      if (!options?.focus) events.push({ drawn: row });
    });
    const editing = run("editServer", lab);
    await scene.person.chooses("Name");
    await scene.person.enters("prod");
    await scene.person.quickPick();
    assert.deepEqual(events, ["a box", { drawn: { kind: "server", serverName: "prod" } }, "a box"]);
    await scene.person.escapes();
    await editing;
  });
});
