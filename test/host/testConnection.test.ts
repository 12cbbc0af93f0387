import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { TrustSettings } from "../../src/servers/server";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { makeAuthority, validity, type Identity } from "../support/certificates";
import { configure, run, startExtension } from "./support/extension";
import { replace } from "./support/replace";
import { eachSignedIn, eachWithServer, signInWithPassword } from "./support/signedIn";
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

  it("names a proxy that is no address without showing what it is", async () => {
    const settings = vscode.workspace.getConfiguration("http");
    await settings.update("proxy", "me:hidden@", vscode.ConfigurationTarget.Global);
    try {
      await run("testConnection", lab);
      const text = (await report(/http\.proxy: not an address/)).getText();
      assert.ok(!text.includes("hidden"), text);
    } finally {
      await settings.update("proxy", undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it("says where AWX is when the address is that of a page of it, and that it cannot be used", async () => {
    await configure({ name: "lab", url: `${scene.awx.url}/home` });
    await run("testConnection", lab);
    const text = (await report(/the server cannot be used/)).getText();
    assert.ok(text.includes(`AWX is at ${scene.awx.url}; correct the server's address.`), text);
  });

  it("says why a server does not answer", async () => {
    scene.awx.intercept({}, { status: 500, headers: {}, body: "" });
    await run("testConnection", lab);
    const text = (await report(/Problem: The server failed with status 500/)).getText();
    assert.match(text, /the server cannot be used/);
  });

  it("says why a credential is not sent that was entered for another address", async () => {
    await configure({ name: "lab", url: scene.awx.url.replace("127.0.0.1", "localhost") });
    await run("testConnection", lab);
    assert.match((await report(/signed in/)).getText(), /Problem: What you signed in with was entered for another/);
  });

  it("is plain text whatever the server is called, and one document for each name", async () => {
    const names = ["a/b.json", "a-b.json"];
    const documents = new Set<string>();
    await configure(...names.map((name) => ({ name, url: scene.awx.url })));
    for (const serverName of names) {
      await run("testConnection", { kind: "server", serverName });
      const document = await report(new RegExp(`Name: ${serverName}`));
      assert.equal(document.languageId, "plaintext");
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, "Connection test of a-b.json");
      documents.add(document.uri.toString());
    }
    assert.equal(documents.size, 2);
  });

  it("is not kept when the window is closed, and its editor says so", async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse("awx-tokens:/before?lab"));
    assert.equal(document.getText(), "What was here is not kept. Close this editor.");
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

describe("test connection, of somebody who signed in with a password", () => {
  const scene = eachWithServer();
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("tells the token that was made from one that was pasted, and what it and its user may do", async () => {
    const { awx } = scene;
    await configure({ name: "lab", url: awx.url });
    await signInWithPassword(scene, "read");
    await run("testConnection", lab);
    const text = (await report(/made with your password/)).getText();
    for (const line of [
      "Sends: an access token that was made with your password",
      "Signed in as: alice (normal user)",
      "Rights: read only",
    ])
      assert.ok(text.includes(line), `${line}\n${text}`);
  });
});

describe("test connection, of a server with a certificate", () => {
  eachWithServer();
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  const authority = makeAuthority("Private CA");
  let folder: string;
  let caFile: string;
  let awx: FakeAwx | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "awx-tokens-"));
    caFile = join(folder, "ca.pem");
    await writeFile(caFile, authority.cert);
  });
  afterEach(async () => {
    await awx?.stop();
    await rm(folder, { recursive: true });
  });

  async function reportOf(identity: Identity, trust: TrustSettings, says: RegExp): Promise<string> {
    awx = await startFakeAwx({ tls: identity });
    await configure({ name: "lab", url: awx.url, ...trust });
    await run("testConnection", lab);
    return (await report(says)).getText().replaceAll(/\s+/g, " ");
  }

  it("shows it, with whom it is checked, and how long it is valid", async () => {
    const text = await reportOf(authority.issue(), { caFile }, /the authorities in/);
    assert.ok(text.includes(`Checked with: the authorities in ${caFile} Issued to:`), text);
    assert.match(text, /Issued by: .*Private CA.* For: 127\.0\.0\.1, localhost .* \(days left: \d+\)/);
  });

  it("says what is wrong with one that is not checked", async () => {
    const expired = authority.issue({ validDays: validity.expired });
    const text = await reportOf(expired, { skipCertificateVerification: true }, /\(expired/);
    assert.match(text, /Checked with: nothing: anyone on the way can pose as this server Problem: /);
    assert.match(text, /Valid until: .* \(expired .* ago\)/);
  });

  it("says why the server cannot be used when it is not trusted", async () => {
    const text = await reportOf(authority.issue(), {}, /the server cannot be used/);
    assert.match(text, /Problem: The server's certificate is not signed by an authority that is trusted here/);
    assert.match(text, /Checked with: the authorities that your system and VS Code trust Problem: /);
  });
});

describe("test connection, of a server without access tokens", () => {
  const scene = eachWithServer({ family: "none" });
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("says that it has none, in lines that fit", async () => {
    await configure({ name: "lab", url: scene.awx.url });
    await run("testConnection", lab);
    const text = (await report(/· the server has no access tokens/)).getText();
    assert.match(text, /Problem: This AWX has no access tokens/);
    for (const line of text.split("\n")) assert.ok(line.length <= 110, line);
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
