import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import * as vscode from "vscode";
import { ServerStore } from "../../src/servers/serverStore";
import { startFakeAwx } from "../fakeAwx/server";
import { canaryPassword } from "../support/canaries";
import { configure, configured, rows, run, startExtension, statusRow, tokenRow, tokenRows } from "./support/extension";
import { settled } from "./support/person";
import { replace } from "./support/replace";
import { eachSignedIn, eachWithServer, signIn } from "./support/signedIn";
import { until } from "./support/watch";

describe("add server", () => {
  const scene = eachWithServer();
  // After the server has its own port, so that this cannot become that.
  let nowhere: string;
  beforeEach(async () => {
    nowhere = await unusedAddress();
  });

  it("asks for the address, the name and the access token, and shows the tokens", async () => {
    const { awx, person } = scene;
    const done = run("addServer");
    assert.equal((await person.inputBox()).step, 1);
    await person.enters(`${awx.url}/#/users/1/tokens`);
    const warning = await person.sees("warning");
    assert.ok(warning.isModal);
    assert.match(warning.detail ?? "", /Anyone on the way can read/);
    assert.deepEqual(awx.requests, []);
    warning.answer("Use Without Encryption");
    const name = await until(async () => {
      const box = await person.inputBox();
      assert.equal(box.step, 2);
      return box;
    });
    assert.equal(name.value, new URL(awx.url).host);
    await person.enters(" lab ");
    await person.reaches(3);
    await person.chooses("Access token");
    await person.reaches(4);
    const token = await person.inputBox();
    assert.ok(token.password);
    assert.ok(token.ignoreFocusOut, "the token is fetched from a browser");
    for (const { headers } of awx.requests) assert.ok(!("authorization" in headers), "asked anonymously");
    await person.enters(`Bearer ${awx.secretOf(1)} `);
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
    assert.match((await rows())[0]?.description ?? "", /^admin · not encrypted · 8 tokens/);
  });

  it("takes a token that is not accepted as a slip of the hand: the box stays, with the reason", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url });
    const done = run("signIn");
    (await person.sees("warning")).answer("Use Without Encryption");
    await person.chooses("Access token");
    const box = await person.enters("nonsense");
    await until(() => {
      assert.match(messageOf(box), /does not accept the access token/);
    });
    assert.equal(box.value, "nonsense");
    await person.enters("not a token");
    await until(() => {
      assert.match(messageOf(box), /not an access token/);
    });
    await person.enters(awx.secretOf(4));
    await done;
    await run("refresh");
    await tokenRows(2);
    assert.match((await rows())[0]?.description ?? "", /^alice · not encrypted · 2 tokens/);
    const { log } = await startExtension();
    assert.ok(!log.some((line) => line.includes("nonsense") || line.includes(awx.secretOf(4))));
  });

  it("finds the server behind a page of its web UI", async () => {
    const { awx, person } = scene;
    const done = run("addServer");
    await entersAddress(`${awx.url}/ui_next/access/users`);
    await person.enters("lab");
    await scene.person.reaches(3);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
  });

  it("goes back a step at a time, and loses nothing of what was entered", async () => {
    const { awx, person } = scene;
    const done = run("addServer");
    await entersAddress(`${awx.url}/#/home`);
    await person.enters("lab");
    await scene.person.reaches(3);
    await person.goesBack();
    await scene.person.reaches(2);
    assert.equal((await person.inputBox()).value, "lab");
    await person.goesBack();
    await scene.person.reaches(1);
    assert.equal((await person.inputBox()).value, `${awx.url}/#/home`);
    await entersAddress(`${awx.url}/#/home`);
    assert.equal((await person.inputBox()).value, "lab");
    await person.escapes();
    await done;
    assert.deepEqual(configured(), []);
  });

  it("warns of http once when the address that does not answer is entered again", async () => {
    const { person } = scene;
    const url = nowhere.replace("https:", "http:");
    const done = run("addServer");
    const box = await person.enters(url);
    (await person.sees("warning")).answer("Use Without Encryption");
    await until(() => {
      assert.match(messageOf(box), /Press Enter again/, `busy: ${String(box.busy)}`);
    });
    await person.enters(url);
    await scene.person.reaches(2);
    assert.equal(person.messages.length, 1);
    await person.escapes();
    await done;
  });

  it("gives the check of a token up on Escape, and stores nothing", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url });
    awx.intercept({ path: /me/ }, "hang");
    const done = run("signIn");
    (await person.sees("warning")).answer("Use Without Encryption");
    await person.chooses("Access token");
    await person.enters(awx.secretOf(1));
    await until(() => {
      assert.ok(awx.requests.some(({ path }) => path.endsWith("/me/")));
    });
    await person.escapes();
    await done;
    const { log } = await startExtension();
    await until(() => {
      assert.match(log.at(-1) ?? "", /^lab: GET \/api\/v2\/me\/ cancelled/);
    });
    await run("refresh");
    assert.match((await statusRow()).label, /^Sign in/);
    assert.equal(person.messages.length, 1);
  });

  it("says where AWX is when the settings have a page of it for its address", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: `${awx.url}/home` });
    const done = run("signIn");
    (await person.sees("warning")).answer("Use Without Encryption");
    await done;
    assert.equal(
      (await person.sees("error")).text,
      `You cannot sign in to lab. AWX is at ${awx.url}; correct the server's address.`,
    );
    await person.hasNothingOpen();
  });

  it("keeps the server when the token is left for later", async () => {
    const { awx, person } = scene;
    const done = run("addServer");
    await entersAddress(awx.url);
    await person.enters("lab");
    await scene.person.reaches(3);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    assert.match((await statusRow()).label, /^Sign in/);
  });

  it("saves and sends nothing when http is not wanted", async () => {
    const { awx, person } = scene;
    const done = run("addServer");
    const box = await person.enters(awx.url);
    (await person.sees("warning")).answer(undefined);
    await until(() => {
      assert.match(messageOf(box), /begins with https/);
    });
    await person.escapes();
    await done;
    assert.deepEqual(configured(), []);
    assert.deepEqual(awx.requests, []);
  });

  it("says what is wrong with an address, and takes one that does not answer when told twice", async () => {
    const { person } = scene;
    const done = run("addServer");
    const box = await person.enters("ftp://awx.example.com");
    await until(() => {
      assert.match(messageOf(box), /must begin with https/);
    });
    await person.enters("https://me:secret@awx.example.com");
    await until(() => {
      assert.match(messageOf(box), /Leave the user name and password out/);
    });
    await person.enters(nowhere);
    await until(() => {
      assert.match(messageOf(box), /connection refused.*Press Enter again/);
    });
    await person.enters(nowhere);
    await scene.person.reaches(2);
    await person.enters("away");
    await done;
    assert.deepEqual(configured(), [{ name: "away", url: nowhere }]);
  });

  it("takes over a name that the person gave to another address, and none that it made itself", async () => {
    const { awx, person } = scene;
    const other = await startFakeAwx();
    try {
      const done = run("addServer");
      await entersAddress(awx.url);
      await person.goesBack();
      await person.reaches(1);
      await entersAddress(other.url);
      assert.equal((await person.inputBox()).value, new URL(other.url).host);
      await person.enters("mine");
      for (let step = 2; step > 0; step--) {
        await person.reaches(step + 1);
        await person.goesBack();
      }
      await person.reaches(1);
      await entersAddress(awx.url);
      assert.equal((await person.inputBox()).value, "mine");
      await person.escapes();
      await done;
      assert.deepEqual(configured(), []);
    } finally {
      await other.stop();
    }
  });

  it("keeps a token that was pasted on Back, and wants one", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url });
    const done = run("signIn");
    (await person.sees("warning")).answer("Use Without Encryption");
    await person.chooses("Access token");
    const box = await person.enters("");
    await until(() => {
      assert.match(messageOf(box), /^Paste an access token/);
    });
    box.value = "half of i";
    await settled();
    await person.goesBack();
    await person.reaches(1);
    await person.chooses("Access token");
    assert.equal((await person.inputBox()).value, "half of i");
    await person.escapes();
    await done;
    assert.ok(!awx.requests.some(({ headers }) => "authorization" in headers));
  });

  it("gives up on Escape to ask the server what it is", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url });
    awx.intercept({}, "hang");
    const done = run("signIn");
    (await person.sees("warning")).answer("Use Without Encryption");
    await until(() => {
      assert.notEqual(awx.requests.length, 0);
    });
    await person.escapes();
    await done;
    const { log } = await startExtension();
    await until(() => {
      assert.match(log.at(-1) ?? "", /^lab: GET \/api\/ cancelled/);
    });
    assert.equal(person.messages.length, 1);
  });

  it("wants a name that no other server has", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: "https://other.invalid" });
    const done = run("addServer");
    await entersAddress(awx.url);
    const box = await person.enters("lab");
    await until(() => {
      assert.match(messageOf(box), /of that name already/);
    });
    await person.escapes();
    await done;
    assert.equal((configured() as unknown[]).length, 1);
  });

  it("wants a name that no entry has which cannot be used as it is: a credential may be kept under it", async () => {
    await configure({ name: "prod", url: "https://other.invalid", caFile: "mistyped.pem" });
    const done = run("addServer");
    await entersAddress(scene.awx.url);
    const box = await scene.person.enters("prod");
    await until(() => {
      assert.match(messageOf(box), /of that name already/);
    });
    await scene.person.escapes();
    await done;
  });

  for (const method of ["Access token", "User name and password"] as const) {
    it(`sends nothing that was entered for one server to another that is gone back to (${method})`, async () => {
      const { awx, person } = scene;
      const other = await startFakeAwx();
      try {
        const done = run("addServer");
        await entersAddress(awx.url);
        await person.enters("lab");
        await person.reaches(3);
        await person.chooses(method);
        await person.reaches(4);
        if (method === "Access token") {
          ((await person.inputBox()) satisfies vscode.InputBox).value = awx.secretOf(1);
          await settled();
        } else {
          await person.enters("alice");
          await person.reaches(5);
          await person.enters(canaryPassword);
          await person.reaches(6);
        }
        for (let step = method === "Access token" ? 3 : 5; step > 0; step--) {
          await person.goesBack();
          await person.reaches(step);
        }
        await entersAddress(other.url);
        await person.enters("other");
        await person.reaches(3);
        await person.chooses(method);
        await person.reaches(4);
        assert.equal((await person.inputBox()).value, "", "what was entered for the first server");
        await person.escapes();
        await done;
        assert.deepEqual(configured(), [{ name: "other", url: other.url }]);
        assert.ok(!other.requests.some(({ headers }) => "authorization" in headers));
      } finally {
        await other.stop();
      }
    });
  }

  it("sends nothing of it to one that does not answer yet, either", async () => {
    const { awx, person } = scene;
    const other = await startFakeAwx();
    try {
      const done = run("addServer");
      await entersAddress(awx.url);
      await person.enters("lab");
      await person.reaches(3);
      await person.chooses("User name and password");
      await person.reaches(4);
      await person.enters("alice");
      await person.reaches(5);
      await person.enters(canaryPassword);
      await person.reaches(6);
      for (let step = 5; step > 0; step--) {
        await person.goesBack();
        await person.reaches(step);
      }
      const recover = other.intercept({}, "reset");
      const box = await person.enters(other.url);
      (await person.sees("warning")).answer("Use Without Encryption");
      await until(() => {
        assert.match(messageOf(box), /Press Enter again/);
      });
      recover();
      await person.enters(other.url);
      await person.reaches(2);
      await person.enters("other");
      await done;
      assert.deepEqual(configured(), [{ name: "other", url: other.url }]);
      assert.ok(!other.requests.some(({ headers }) => "authorization" in headers));
      assert.ok(!awx.requests.some(({ method }) => method === "POST"));
    } finally {
      await other.stop();
    }
  });

  it("leaves a setting alone that is no list of servers", async () => {
    const odd = { lab: nowhere };
    await vscode.workspace.getConfiguration("awxTokens").update("servers", odd, vscode.ConfigurationTarget.Global);
    const done = run("addServer");
    const box = await scene.person.enters(nowhere);
    await until(() => {
      assert.match(messageOf(box), /Press Enter again/);
    });
    await scene.person.enters(nowhere);
    await scene.person.reaches(2);
    await scene.person.enters("away");
    await done;
    assert.match((await scene.person.sees("error")).text, /^away was not added\. .*must be a list of servers/);
    assert.deepEqual(configured(), odd);
  });

  it("keeps entries of the settings that it cannot use", async () => {
    const odd = { name: "lab", address: "mistyped" };
    await configure(odd as never);
    const done = run("addServer");
    await scene.person.enters(nowhere);
    await scene.person.inputBox();
    await scene.person.enters(nowhere);
    await scene.person.reaches(2);
    await scene.person.enters("away");
    await done;
    assert.deepEqual(configured(), [odd, { name: "away", url: nowhere }]);
  });

  /** Enters an address without encryption, and gets to the name. */
  async function entersAddress(address: string): Promise<void> {
    await scene.person.enters(address);
    (await scene.person.sees("warning")).answer("Use Without Encryption");
    await scene.person.reaches(2);
  }
});

describe("a server without access tokens", () => {
  const scene = eachWithServer({ family: "none" });

  it("is named as such before anybody is asked for a credential", async () => {
    const { awx, person } = scene;
    const done = run("addServer");
    const box = await person.enters(awx.url);
    (await person.sees("warning")).answer("Use Without Encryption");
    await until(() => {
      assert.match(messageOf(box), /has no access tokens: they were removed/);
    });
    await person.escapes();
    await done;
    await configure({ name: "lab", url: awx.url });
    const signingIn = run("signIn");
    (await person.sees("warning")).answer("Use Without Encryption");
    await signingIn;
    assert.equal(
      (await person.sees("error")).text,
      "You cannot sign in to lab. This AWX has no access tokens: they were removed from AWX after release 24.6.1. Only its administrator could bring them back; otherwise remove the server here.",
    );
    await person.hasNothingOpen();
  });
});

describe("a server whose name arrived with a synced setting", () => {
  const scene = eachWithServer();
  const name = "$(key) [run](command:x)";

  it("is called by it without anything in it being drawn or followed", async () => {
    await configure({ name, url: scene.awx.url }, { name: "other", url: scene.awx.url });
    const choosing = run("signOut");
    assert.equal((await scene.person.quickPick()).items[0]?.label, "$\u200b(key) [run]\u200b(command:x)");
    await scene.person.escapes();
    await choosing;
    const signingOut = run("signOut", { kind: "server", serverName: name });
    const question = await scene.person.sees("warning");
    assert.equal(question.text, "Sign out of $\u200b(key) [run]\u200b(command:x)?");
    question.answer(undefined);
    await signingOut;
    await run("copyTokenId", { kind: "server", serverName: name });
    const message = await scene.person.sees("error");
    assert.equal(message.text, "You are not signed in to $\u200b(key) [run]\u200b(command:x).");
  });
});

describe("a signed-in server", () => {
  const scene = eachSignedIn();

  it("is signed out of after a question, and sends the credential no more", async () => {
    const { awx, person } = scene;
    const done = run("signOut", { kind: "server", serverName: "lab" });
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    assert.match(question.detail ?? "", /deleted from this computer/);
    question.answer("Sign Out");
    await done;
    await run("refresh");
    assert.match((await statusRow()).label, /^Sign in/);
    const signedOut = run("editDescription");
    const message = await person.sees("error");
    assert.equal(message.text, "You are not signed in to lab.");
    assert.deepEqual(message.buttons, ["Sign In"]);
    await signedOut;
    assert.deepEqual(awx.requests, []);
  });

  it("stays signed in when the person does not want to", async () => {
    const done = run("signOut", { kind: "server", serverName: "lab" });
    (await scene.person.sees("warning")).answer(undefined);
    await done;
    await run("refresh");
    await tokenRows(8);
  });

  it("is removed with its credential after a question", async () => {
    const { awx, person } = scene;
    const done = run("removeServer");
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    assert.equal(question.text, "Remove lab?");
    question.answer("Remove Server");
    await done;
    assert.deepEqual(configured(), []);
    assert.deepEqual(await rows(), []);
    await configure({ name: "lab", url: awx.url });
    await run("refresh");
    assert.match((await statusRow()).label, /^Sign in/, "the credential went with the server");
  });

  it("stays in the settings, and signed in to, when the person does not want it removed", async () => {
    const { awx, person } = scene;
    const done = run("removeServer", { kind: "server", serverName: "lab" });
    (await person.sees("warning")).answer(undefined);
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("is still shown when the settings cannot be written, but its credential is gone", async () => {
    const { awx, person } = scene;
    let isWritable = false;
    replace(vscode.workspace, "getConfiguration", (original) => (...args) => {
      const settings = original(...args);
      if (isWritable) return settings;
      return {
        get: settings.get.bind(settings),
        has: settings.has.bind(settings),
        inspect: settings.inspect.bind(settings),
        update: () => Promise.reject(new Error("settings.json has errors")),
      };
    });
    const done = run("removeServer", { kind: "server", serverName: "lab" });
    (await person.sees("warning")).answer("Remove Server");
    await done;
    isWritable = true;
    assert.equal((await person.sees("error")).text, "lab was not removed. settings.json has errors");
    assert.equal((await rows())[0]?.label, "lab");
    assert.match((await statusRow()).label, /^Sign in/);
    assert.deepEqual(awx.requests, []);
  });

  it("keeps its tokens when another entry of the setting changes", async () => {
    const { awx } = scene;
    await configure({ name: "lab", url: awx.url }, { name: "other", url: "https://other.invalid" });
    await until(async () => {
      assert.equal((await rows()).length, 2);
    });
    await tokenRows(8);
    assert.deepEqual(awx.requests, []);
  });

  it("is named by a command that comes too late for it, or for its token", async () => {
    const { awx, person } = scene;
    await run("signOut", { kind: "server", serverName: "gone" });
    assert.equal((await person.sees("error")).text, "gone is no longer configured.");
    await run("editScopes", { kind: "token", serverName: "lab", source: "controller", tokenId: 99 });
    const message = await person.sees("error");
    assert.equal(message.text, "Token 99 is no longer listed on lab.");
    assert.deepEqual(message.buttons, ["Show Log"]);
    assert.deepEqual(awx.requests, []);
  });

  it("is told of a remedy's own failure, and of none that nobody asked for", async () => {
    const { awx, person } = scene;
    const told = person.messages.length;
    const refused = { status: 403, headers: { "content-type": "application/json" }, body: "{}" };
    awx.intercept({ method: "PATCH" }, refused, { times: 2 });
    const token2 = { kind: "token", serverName: "lab", source: "controller", tokenId: 2 };
    for (const answer of [undefined, "Edit Again"]) {
      const done = run("editDescription", token2);
      await person.enters("typed");
      await done;
      const message = await person.sees("error");
      if (answer !== undefined) {
        awx.deleteToken(2);
        await run("refresh");
      }
      message.answer(answer);
      await settled();
      await person.hasNothingOpen();
    }
    assert.equal((await person.sees("error")).text, "Token 2 is no longer listed on lab.");
    assert.equal(person.messages.length, told + 3);
  });

  it("leads to the log where the extension itself is at fault", async () => {
    const { person } = scene;
    replace(vscode.env, "openExternal", () => () => {
      throw new TypeError("a slip");
    });
    await run("openInBrowser", { kind: "server", serverName: "lab" });
    const message = await person.sees("error");
    assert.match(message.text, /^An unexpected error occurred in the extension/);
    assert.deepEqual(message.buttons, ["Show Log"]);
    const { log } = await startExtension();
    assert.match(log.at(-1) ?? "", /^TypeError: a slip\n\s+at /);
  });

  it("is that of the selected row when a key calls a command", async () => {
    const { person } = scene;
    const { view } = await startExtension();
    const row = (await tokenRow(4)).row;
    await view.reveal(row, { select: true, focus: true });
    await until(() => {
      assert.equal(view.selection[0], row);
    });
    const done = run("editDescription", { from: "selection" });
    assert.match((await person.inputBox()).title ?? "", /^Description of “alice personal”/);
    await person.escapes();
    await done;
  });

  it("is removed alone: what else the setting holds stays, even under its name", async () => {
    const { awx, person } = scene;
    const others = [
      { name: "lab", url: "https://other.invalid" },
      { name: "odd", address: "mistyped" },
    ];
    await configure({ name: "lab", url: awx.url }, ...(others as never[]));
    const done = run("removeServer", { kind: "server", serverName: "lab" });
    (await person.sees("warning")).answer("Remove Server");
    await done;
    assert.deepEqual(configured(), others);
  });

  it("is chosen from a list when there are two", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url }, { name: "other", url: "https://other.invalid" });
    const done = run("copyTokenId");
    const pick = await person.quickPick();
    assert.deepEqual(
      pick.items.map(({ label }) => label),
      ["lab", "other"],
    );
    await person.chooses("lab");
    await until(async () => {
      assert.equal((await person.quickPick()).items.length, 8);
    });
    await person.chooses("bob auditor");
    await done;
    assert.equal(await vscode.env.clipboard.readText(), "6");
  });

  it("opens the web UI's page of a token, or of the server", async () => {
    const opened: string[] = [];
    replace(vscode.env, "openExternal", () => (target) => {
      opened.push(target.toString(true));
      return Promise.resolve(true);
    });
    for (const tokenId of [1, 3, 4])
      await run("openInBrowser", { kind: "token", serverName: "lab", source: "controller", tokenId });
    await run("openInBrowser", { kind: "server", serverName: "lab" });
    const home = `${scene.awx.url}/`;
    assert.deepEqual(opened, [
      `${home}#/users/1/tokens/1/details`,
      `${home}#/applications/1/tokens`,
      `${home}#/users/2/details`,
      home,
    ]);
  });

  it("shows the log", async () => {
    const { logShows } = await startExtension();
    const before = logShows();
    await run("showLog");
    assert.equal(logShows(), before + 1);
  });

  it("is reached by every command from the palette, and Escape ends each without a message", async () => {
    for (const name of ["editDescription", "editScopes", "copyTokenId", "openInBrowser"] as const) {
      const done = run(name);
      await scene.person.quickPick();
      await scene.person.escapes();
      await done;
    }
    assert.equal(scene.person.messages.length, 0);
    assert.deepEqual(scene.awx.requests, []);
  });

  it("may be signed in to once more, as somebody else", async () => {
    await signIn(scene, 6);
    await run("refresh");
    assert.match((await rows())[0]?.description ?? "", /^bob · /);
  });
});

describe("without a server", () => {
  const scene = eachWithServer();

  it("takes none that the settings of a folder name: it would choose where a credential goes", () => {
    const theirs = [{ name: "theirs", url: scene.awx.url }];
    let isOpen = true;
    replace(vscode.workspace, "getConfiguration", (original) => (...args) => {
      const settings = original(...args);
      if (!isOpen) return settings;
      return {
        get: () => theirs as never,
        has: settings.has.bind(settings),
        inspect: (key: string) => ({ key, workspaceValue: theirs, workspaceFolderValue: theirs }) as never,
        update: settings.update.bind(settings),
      };
    });
    const servers = new ServerStore();
    isOpen = false;
    assert.deepEqual(servers.servers, []);
    servers.dispose();
  });

  for (const name of [
    "editServer",
    "testConnection",
    "moveServerUp",
    "moveServerDown",
    "signIn",
    "signOut",
    "removeServer",
    "editDescription",
    "editScopes",
    "copyTokenId",
    "openInBrowser",
  ] as const) {
    it(`${name} says that there is none, and offers to add one`, async () => {
      await run(name);
      const message = await scene.person.sees("error");
      assert.equal(message.text, "No AWX server is configured yet.");
      assert.deepEqual(message.buttons, ["Add Server"]);
    });
  }
});

function messageOf(box: vscode.InputBox): string {
  const { validationMessage } = box;
  return typeof validationMessage === "string" ? validationMessage : (validationMessage?.message ?? "");
}

/** An address of this machine at which nothing listens. */
async function unusedAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `https://127.0.0.1:${String(port)}`;
}
