import assert from "node:assert/strict";
import * as vscode from "vscode";
import { contextKeys } from "../../src/contributions";
import { configure, run, tokenRow, tokenRows } from "./support/extension";
import { replace } from "./support/replace";
import { eachWithServer, signIn } from "./support/signedIn";
import { until } from "./support/watch";

describe("the steps of the walkthrough", () => {
  const scene = eachWithServer();
  const told = new Map<unknown, unknown>();
  beforeEach(() => {
    told.clear();
    replace(vscode.commands, "executeCommand", (original) => (id, ...rest: unknown[]) => {
      if (id === "setContext") told.set(rest[0], rest[1]);
      return original.call(vscode.commands, id, ...rest) as never;
    });
  });
  const isTold = (name: keyof typeof contextKeys): unknown => told.get(contextKeys[name]);
  const comesTrue = (name: keyof typeof contextKeys): Promise<void> =>
    until(() => {
      assert.equal(isTold(name), true);
    });

  it("are done when there is a server and somebody is signed in to it, for as long as that is so", async () => {
    const { awx, person } = scene;
    await configure({ name: "odd", url: "ftp://lab.invalid" });
    await until(() => {
      assert.equal(isTold("hasServer"), false);
    });
    const given = run("signIn");
    assert.equal((await person.sees("error")).text, "No server in your settings can be used.");
    await given;
    await configure({ name: "lab", url: awx.url });
    await comesTrue("hasServer");
    assert.equal(isTold("isSignedIn"), false);

    const left = run("signIn", { kind: "server", serverName: "lab" });
    (await person.sees("warning")).answer("Use Without Encryption");
    await person.chooses("Access token");
    await person.enters("mistyped");
    await person.inputBox();
    await person.escapes();
    await left;
    assert.equal(isTold("isSignedIn"), false);
    await signIn(scene, 1);
    await comesTrue("isSignedIn");
    person.agreesTo("Sign Out");
    await run("signOut", { kind: "server", serverName: "lab" });
    await until(() => {
      assert.equal(isTold("isSignedIn"), false);
    });
    await configure();
    await until(() => {
      assert.equal(isTold("hasServer"), false);
    });
  });

  it("are done when an edit was saved and not before, and when the tokens were reviewed and not before", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url });
    await signIn(scene, 1);
    await run("refresh");
    await tokenRows(8);

    const { row } = await tokenRow(2);
    const left = run("editDescription", row);
    await person.inputBox();
    await person.escapes();
    await left;
    const recover = awx.intercept({ method: "PATCH" }, { status: 403, body: '{"detail":"no"}' });
    const refused = run("editDescription", row);
    await person.enters("refused");
    await person.sees("error");
    await refused;
    assert.equal(isTold("hasEdited"), undefined);
    recover();
    const done = run("editDescription", row);
    await person.enters("edited");
    await done;
    assert.equal(isTold("hasEdited"), true);

    const failing = awx.intercept({ path: /tokens/ }, "reset");
    await run("refresh");
    for (const command of ["reviewTokens", "showNeedsAttention"] as const) {
      const failed = run(command, { kind: "server", serverName: "lab" });
      await person.sees("error");
      await failed;
    }
    assert.equal(isTold("hasReviewed"), undefined);
    failing();
    await run("refresh");
    const reviewed = run("reviewTokens", { kind: "server", serverName: "lab" });
    await person.quickPick();
    await person.escapes();
    await reviewed;
    assert.equal(isTold("hasReviewed"), true);

    told.clear();
    await run("showNeedsAttention", { kind: "server", serverName: "lab" });
    assert.equal(isTold("hasReviewed"), true);
    await run("clearFilter", { kind: "server", serverName: "lab" });
  });
});
