import assert from "node:assert/strict";
import * as vscode from "vscode";
import { run, startExtension } from "./support/extension";
import { replace } from "./support/replace";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" };

describe("test connection", () => {
  const scene = eachSignedIn();
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("shows a report in a plain, read-only document", async () => {
    await run("testConnection", lab);
    const document = await report(/everything works/);
    const text = document.getText();
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, "Connection test of lab");
    assert.equal(document.languageId, "plaintext");
    for (const line of [
      `Address: ${scene.awx.url}`,
      "Kind: AWX or Automation Controller",
      "Version: 24.6.1",
      "anyone on the way can read what you sign in with",
      "Sends: an access token",
      "Stored in: VS Code's secret storage",
      "Signed in as: admin (administrator)",
      "Rights: read and write",
      "GET /api/v2/me/: 200",
      "Look at the certificate: not done",
    ]) {
      assert.ok(text.includes(line), `${line}\n${text}`);
    }
    const { log } = await startExtension();
    assert.ok(log.some((line) => line.startsWith("lab: GET /api/v2/ping/ 200")));
    assert.ok(!text.includes(scene.awx.secretOf(1)));
  });

  it("replaces the report by that of the next test", async () => {
    await run("testConnection", lab);
    await report(/everything works/);
    scene.awx.deleteToken(1);
    await run("testConnection", lab);
    const document = await report(/signing in fails/);
    assert.match(document.getText(), /does not accept the access token/);
    assert.match(document.getText(), /Sign in: failed/);
    const shown = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    assert.equal(shown.filter(({ label }) => label === "Connection test of lab").length, 1);
  });

  it("works without anybody being signed in", async () => {
    scene.person.agreesTo("Sign Out");
    await run("signOut", lab);
    scene.awx.clearRequests();
    await run("testConnection", lab);
    const document = await report(/you are not signed in/);
    assert.match(document.getText(), /Version: 24\.6\.1/);
    assert.match(document.getText(), /Sign in: not done/);
    for (const { headers } of scene.awx.requests) assert.ok(!("authorization" in headers));
  });

  it("tells the proxy of the settings without what signs in to it", async () => {
    const settings = vscode.workspace.getConfiguration("http");
    await settings.update("proxy", "http://me:hidden@proxy.invalid:3128", vscode.ConfigurationTarget.Global);
    try {
      await run("testConnection", lab);
      const text = (await report(/http\.proxy: proxy\.invalid:3128/)).getText();
      assert.ok(!text.includes("hidden"), text);
    } finally {
      await settings.update("proxy", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("names its steps, and shows nothing when it is given up", async () => {
    const given = new vscode.CancellationTokenSource();
    const messages: (string | undefined)[] = [];
    replace(
      vscode.window,
      "withProgress",
      (original) =>
        ((options: vscode.ProgressOptions, task: (...args: unknown[]) => Thenable<unknown>) =>
          options.location === vscode.ProgressLocation.Notification
            ? task({ report: ({ message }: { message?: string }) => messages.push(message) }, given.token)
            : original.call(vscode.window, options, task)) as never,
    );
    scene.awx.intercept({ path: /ping/ }, "hang");
    const done = run("testConnection", lab);
    await until(() => {
      assert.ok(scene.awx.requests.some(({ path }) => path.endsWith("/ping/")));
    });
    given.cancel();
    await done;
    assert.deepEqual(messages, ["Find the API", "Ask for the version"]);
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.ok(!scene.person.messages.some(({ severity }) => severity === "error"));
  });
});

/** The report that is shown, once it says that. */
async function report(what: RegExp): Promise<vscode.TextDocument> {
  return until(() => {
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.uri.scheme, "awx-tokens");
    assert.match(document.getText(), what);
    return document;
  });
}
