import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { makeAuthority } from "../support/certificates";
import { allRows, configure, rows, run, startExtension, statusRow, tokenRow, tokenRows } from "./support/extension";
import { sent } from "./support/requests";
import { eachSignedIn, eachWithServer, signIn } from "./support/signedIn";
import { until } from "./support/watch";

describe("the tree", () => {
  const scene = eachSignedIn();

  it("shows a server with who we are and how many tokens there are", async () => {
    const [server] = await rows();
    assert.equal(server?.label, "lab");
    assert.equal(server.description, "admin · not encrypted · 8 tokens");
    assert.equal(server.icon, "server");
    assert.deepEqual(server.flags, ["server", "signedIn"]);
    assert.equal(server.spoken, "Server lab, admin, not encrypted, 8 tokens");
  });

  it("shows each token below its owner unless that is us, with its scopes, its application, and an expiry that is near", async () => {
    const drawn = await tokenRows(8);
    assert.deepEqual(
      drawn.map(({ label, description, icon, flags }) => [label, description, icon, flags.join(";")]),
      [
        ["admin laptop", "write", "key", "editable;own;token;write"],
        ["admin read only", "read", "eye", "editable;own;readOnly;token"],
        ["admin app token", "write · vscode", "key", "editable;own;token;write"],
        ["one hour", drawn[3]?.description, "key", "editable;own;token;write"],
        ["expired", drawn[4]?.description, "circle-slash", "editable;expired;own;token;write"],
        ["alice personal", "write", "key", "editable;token;write"],
        ["alice app token", "read · vscode", "eye", "editable;readOnly;token"],
        ["bob auditor", "write", "key", "editable;token;write"],
      ],
    );
    assert.match(drawn[3]?.description ?? "", /^read write · expires in \d+ minutes$/);
    assert.match(drawn[4]?.description ?? "", /^write · expired .+ ago$/);
  });

  it("gives each thing one row for as long as it is there, and each row an id of its own", async () => {
    const { provider } = await startExtension();
    const [before] = await rows();
    const children = await allRows(before?.row);
    await run("refresh");
    const [after] = await rows();
    assert.equal(after?.row, before?.row);
    const all = [before, ...children].flatMap((drawn) => drawn?.row ?? []);
    const ids = await Promise.all(all.map(async (row) => (await provider.getTreeItem(row)).id));
    assert.equal(new Set(ids.filter((id) => id !== undefined)).size, 11);
  });

  it("has every fact in the tooltip and in what a screen reader says", async () => {
    const { tooltip, spoken } = await tokenRow(5);
    for (const fact of ["alice app token", "read", "alice", "vscode", "Created", "Modified", "Expires", "ID"]) {
      assert.ok(tooltip.includes(fact), fact);
    }
    assert.match(spoken, /^alice app token, read, alice, vscode, expires .+, lab$/);
  });

  it("makes hostile text visible and obeys none of it", async () => {
    scene.awx.updateToken(2, { description: "a\u202eb\u0007\n[run](command:x) $(key) <b>**c**" });
    await run("refresh");
    const { label, tooltip } = await tokenRow(2);
    assert.equal(label, "a⟨U+202E⟩b⟨U+0007⟩⏎[run](command:x) $(key) <b>**c**");
    assert.ok(tooltip.includes(label), tooltip);
    const done = run("copyTokenId");
    const pick = await scene.person.quickPick();
    assert.match(pick.items[1]?.label ?? "", /⟨U\+202E⟩.*\[run\]\u200b\(command:x\) \$\u200b\(key\)/);
    await scene.person.escapes();
    await done;
  });

  it("is brought to the front by a refresh", async () => {
    const { view } = await startExtension();
    await vscode.commands.executeCommand("workbench.view.explorer");
    await until(() => {
      assert.equal(view.visible, false);
    });
    await run("refresh");
    await until(() => {
      assert.equal(view.visible, true);
    });
  });

  it("gives up reading what nobody looks at any more, and reads it when somebody does", async () => {
    const { view, log } = await startExtension();
    const held = scene.awx.intercept({ method: "GET", path: /tokens/ }, "hang");
    // Another credential has all read anew.
    await signIn(scene, 7);
    await until(() => {
      assert.ok(scene.awx.requests.some(({ path }) => path.includes("/tokens/?")));
    });
    // Signing in brings the view to the front by and by, and what is asked of it after that comes after that.
    await view.reveal((await rows())[0]?.row, { select: false });
    await vscode.commands.executeCommand("workbench.view.explorer");
    await until(() => {
      assert.equal(view.visible, false);
      assert.ok(log.some((line) => / GET \/api\/v2\/tokens\/\S* cancelled /.test(line)));
    });
    held();
    scene.awx.clearRequests();
    await vscode.commands.executeCommand("awxTokens.tokens.focus");
    await tokenRows(8);
    assert.equal(scene.awx.requests.filter(({ path }) => path.includes("/tokens/?")).length, 1);
  });

  it("reads one server again when it is asked to on its row", async () => {
    await configure({ name: "lab", url: scene.awx.url }, { name: "lab too", url: scene.awx.url });
    await until(async () => {
      assert.equal((await rows()).length, 2);
    });
    scene.person.agreesTo("Use Without Encryption");
    const done = run("signIn", { kind: "server", serverName: "lab too" });
    await scene.person.chooses("Access token");
    await scene.person.enters(scene.awx.secretOf(4));
    await done;
    await tokenRows(2, 1);
    scene.awx.clearRequests();
    await run("refresh", { kind: "server", serverName: "lab too" });
    assert.equal(scene.awx.requests.length, 2);
    await run("refresh");
    assert.equal(scene.awx.requests.length, 6);
    scene.person.agreesTo("Sign Out");
    await run("signOut", { kind: "server", serverName: "lab too" });
  });

  it("reads every page of a long list", async () => {
    for (let index = 0; index < 250; index++)
      scene.awx.createToken({ userId: 2, description: `bulk ${String(index)}` });
    scene.awx.clearRequests();
    await run("readAll");
    await tokenRows(258);
    assert.deepEqual(
      sent(scene.awx).map(({ path }) => path),
      [
        "/api/v2/tokens/?order_by=id&page_size=200",
        "/api/v2/me/",
        "/api/v2/tokens/?order_by=id&page_size=200&id__gt=200",
        "/api/v2/tokens/?order_by=-id&page_size=1",
      ],
    );
  });

  it("keeps the last good list when the server fails, says how old it is, and recovers", async () => {
    const recover = scene.awx.intercept(
      { path: /tokens/ },
      { status: 500, headers: { "content-type": "text/html" }, body: "<p>" },
    );
    await run("refresh");
    const [server] = await rows();
    assert.equal(server?.icon, "warning");
    assert.match(server.description, /server error/);
    const status = await statusRow();
    assert.match(status.label, /^Out of date, read \d/);
    assert.match(status.description, /^The server failed with status 500/);
    assert.deepEqual(status.flags, ["failed", "status"]);
    assert.match(status.tooltip, /Refresh to try again\.$/);
    await tokenRows(8);
    recover();
    await run("refresh", status.row);
    assert.ok((await rows((await rows())[0]?.row)).every(({ row }) => row.kind !== "status"));
  });

  it("is read anew for a command of the palette when it could not be read before", async () => {
    const recover = scene.awx.intercept({ path: /tokens/ }, "reset");
    await run("refresh");
    const refused = run("copyTokenId");
    const message = await scene.person.sees("error");
    assert.match(message.text, /^The tokens of lab could not be read\. The connection was cut/);
    await refused;
    recover();
    const done = run("copyTokenId");
    assert.equal((await scene.person.quickPick()).items.length, 8);
    await scene.person.escapes();
    await done;
  });

  it("says so when there are no tokens", async () => {
    for (const { id } of scene.awx.tokens()) if (id !== 1) scene.awx.deleteToken(id);
    scene.awx.intercept(
      { path: /tokens/ },
      {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ count: 0, next: null, previous: null, results: [] }),
      },
    );
    await run("refresh");
    const { label, description, flags } = await statusRow();
    assert.deepEqual([label, description], ["This server has no tokens that you may see", "Create one to begin with."]);
    assert.deepEqual(flags, ["signedIn", "status"]);
  });

  it("forgets a server that moves to another address, and sends it no credential", async () => {
    const url = scene.awx.url.replace("127.0.0.1", "localhost");
    scene.awx.clearRequests();
    await configure({ name: "lab", url });
    await run("refresh");
    const status = await statusRow();
    assert.equal(status.label, "Sign in again");
    assert.match(status.description, /entered for another address/);
    assert.match(status.spoken, /^Sign in again .*entered for another address/);
    const { icon } = (await rows())[0] ?? {};
    assert.equal(icon, "debug-disconnect");
    await run("copyTokenId");
    const message = await scene.person.sees("error");
    assert.match(
      message.text,
      /^You are not signed in to lab\. What you signed in with was entered for another address/,
    );
    assert.deepEqual(message.buttons, ["Sign In"]);
    assert.deepEqual(scene.awx.requests, []);
    await configure({ name: "lab", url: scene.awx.url });
    await run("refresh");
    await tokenRows(8);
  });
});

describe("the tree, when the settings turn certificate checks off by hand", () => {
  const scene = eachSignedIn();

  it("asks to sign in again, which warns, and sends nothing before", async () => {
    const { awx, person } = scene;
    const url = awx.url.replace("http:", "https:");
    const unchecked = { name: "lab", url: awx.url, skipCertificateVerification: true };
    await configure(unchecked);
    await run("refresh");
    const status = await statusRow();
    assert.equal(status.label, "Sign in again");
    assert.match(status.description, /^How the server's certificate is checked was changed/);
    assert.deepEqual(awx.requests, []);
    await configure({ ...unchecked, url });
    await until(async () => {
      assert.equal((await rows())[0]?.description, "not signed in · certificate not checked");
    });
    const done = run("signIn", { kind: "server", serverName: "lab" });
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    assert.match(question.text, /without checking its certificate\?$/);
    question.answer(undefined);
    await done;
    await person.hasNothingOpen();
    assert.deepEqual(awx.requests, []);
  });
});

describe("the tree before anybody has signed in", () => {
  const scene = eachWithServer();

  it("is empty without a server", async () => {
    assert.deepEqual(await rows(), []);
  });

  it("shows an entry of the settings that it cannot use, and why", async () => {
    await configure(
      { name: "lab", url: scene.awx.url },
      { name: "lab", url: "https://other.invalid" },
      { name: "odd", url: "ftp://other.invalid" },
      { name: "", url: "https://other.invalid" },
      { name: "private", url: "https://other.invalid", caFile: "ca.pem" },
      { name: "careless", url: "https://other.invalid", skipCertificateVerification: "yes" as never },
    );
    const drawn = await until(async () => {
      const all = await rows();
      assert.equal(all.length, 6);
      return all;
    });
    assert.deepEqual(
      drawn.slice(1).map(({ label, description, icon }) => [label, description.split(".")[0], icon]),
      [
        ["lab", "Another server has its name", "warning"],
        ["odd", "Its url is not the address of a server", "warning"],
        ["Entry 4 of awxTokens.servers", "It has no name", "warning"],
        ["private", "Its caFile is not the full path of a file", "warning"],
        ["careless", "Its skipCertificateVerification is neither true nor false", "warning"],
      ],
    );
  });

  it("says that the setting is no list of servers", async () => {
    await vscode.workspace
      .getConfiguration("awxTokens")
      .update("servers", { lab: scene.awx.url }, vscode.ConfigurationTarget.Global);
    const drawn = await until(async () => {
      const all = await rows();
      assert.equal(all.length, 1);
      return all;
    });
    assert.deepEqual(
      drawn.map(({ label, description, flags }) => [label, description, flags]),
      [["awxTokens.servers", "It must be a list of servers. Correct it in the settings.", ["unusable"]]],
    );
    await run("copyTokenId");
    const message = await scene.person.sees("error");
    assert.equal(message.text, "No server in your settings can be used.");
    assert.deepEqual(message.buttons, ["Open Settings"]);
  });

  it("says of a server whose CA file is not there that it is not", async () => {
    const folder = await mkdtemp(join(tmpdir(), "awx-tokens-"));
    const caFile = join(folder, "ca.pem");
    await writeFile(caFile, makeAuthority("Private CA").cert);
    await configure({ name: "lab", url: scene.awx.url, caFile });
    await signIn(scene, 1);
    await tokenRows(8);
    await rm(folder, { recursive: true });
    await run("refresh");
    await until(async () => {
      assert.match((await rows())[0]?.description ?? "", /^CA file not usable/);
    });
    assert.equal((await statusRow()).description, `The server's CA file ${caFile} does not exist on this computer.`);
  });

  it("shows every configured server, and asks to sign in", async () => {
    await configure({ name: "lab", url: scene.awx.url }, { name: "other", url: "https://other.invalid/awx/" });
    await until(async () => {
      assert.deepEqual(
        (await rows()).map(({ label }) => label),
        ["lab", "other"],
      );
    });
    await run("refresh");
    const status = await statusRow();
    assert.equal(status.label, "Sign in to see this server's tokens");
    assert.deepEqual(status.flags, ["signedOut", "status"]);
    assert.deepEqual((await rows())[0]?.flags, ["server", "signedOut"]);
    assert.deepEqual(scene.awx.requests, []);
  });
});
