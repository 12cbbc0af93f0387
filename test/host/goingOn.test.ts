import assert from "node:assert/strict";
import { rows, run, startExtension, tokenRow } from "./support/extension";
import { replace } from "./support/replace";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

describe("the focus when a row is gone after an act", () => {
  const scene = eachSignedIn();

  /** Revokes the token of a row that has the focus; gives what lets the server do it, and waits for the end. */
  async function revokesSlowly(tokenId: number): Promise<() => Promise<void>> {
    const { view } = await startExtension();
    const { row } = await tokenRow(tokenId);
    await view.reveal(row, { focus: true, select: true });
    await until(() => {
      assert.deepEqual(view.selection, [row]);
    });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    scene.awx.intercept({ method: "DELETE" }, { until: held });
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
    const { view } = await startExtension();
    const focused: unknown[] = [];
    replace(view, "reveal", (original) => (row, options) => {
      if (options?.focus) focused.push(row);
      return original.call(view, row, options);
    });
    scene.person.agreesTo("Revoke Token");
    const after = await tokenRow(3);
    const { row } = await tokenRow(2);
    await run("revokeToken", row);
    assert.deepEqual(focused, [after.row]);
    await run("revokeToken", { ...after.row });
    assert.equal(scene.awx.token(3), undefined);
    assert.deepEqual(focused, [after.row]);
  });

  it("stays in a box that was opened meanwhile", async () => {
    const end = await revokesSlowly(7);
    const creating = run("createToken", { kind: "server", serverName: "lab" });
    await scene.person.quickPick();
    await end();
    await scene.person.chooses("Personal token");
    await scene.person.reaches(2);
    await scene.person.escapes();
    await creating;
  });

  it("is there before a box is shown that opens after it", async () => {
    const end = await revokesSlowly(7);
    const ended = end();
    await until(async () => {
      const [server] = await rows();
      assert.ok(!(await rows(server?.row)).some(({ row }) => row.kind === "token" && row.tokenId === 7));
    });
    const creating = run("createToken", { kind: "server", serverName: "lab" });
    await scene.person.chooses("Personal token");
    await scene.person.reaches(2);
    await scene.person.escapes();
    await Promise.all([creating, ended]);
  });
});
