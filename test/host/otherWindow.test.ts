import assert from "node:assert/strict";
import * as vscode from "vscode";
import { editDescription } from "../../src/commands/editDescription";
import type { Parts } from "../../src/commands/parts";
import { Connections } from "../../src/servers/connections";
import type { SignIn } from "../../src/servers/credential";
import { CredentialStore } from "../../src/servers/credentialStore";
import { ServerStore } from "../../src/servers/serverStore";
import { listOf, TokenStore } from "../../src/tokens/tokenStore";
import type { CommandFailure } from "../../src/ui/failure";
import { MemoryMemento, MemorySecrets, PageSecrets } from "../unit/support/memory";
import { configure } from "./support/extension";
import { eachWithServer } from "./support/signedIn";
import { until } from "./support/watch";

const adminsToken = { kind: "token", serverName: "lab", source: "controller", tokenId: 1 } as const;

// Another window is another credential store on the same storage: the one that tests run in is alone.
for (const [where, secretsOfWindows] of [
  ["on the desktop", sharedSecrets],
  ["in a browser", pagesSecrets],
] as const) {
  describe(`somebody who uses two windows ${where}`, () => {
    const scene = eachWithServer();
    let here: CredentialStore;
    let there: CredentialStore;
    let servers: ServerStore;
    let tokens: TokenStore;
    let parts: Parts;

    beforeEach(async () => {
      await configure({ name: "lab", url: scene.awx.url });
      servers = new ServerStore();
      const [server] = servers.servers;
      assert.ok(server);
      const newWindow = secretsOfWindows();
      await newWindow().write(server, ownerOf(1));
      [here, there] = [newWindow(), newWindow()];
      const connections = new Connections(
        here,
        () => undefined,
        () => 5000,
      );
      tokens = new TokenStore((_, isAnew) => connections.open(server, { isAnew }));
      here.onDidChange((name) => {
        tokens.forget(name);
      });
      parts = { servers, credentials: here, connections, tokens } as unknown as Parts;
      await tokens.load("lab");
      assert.equal(listOf(tokens.state("lab"))?.tokens.size, 8);
      scene.awx.clearRequests();
    });
    afterEach(() => {
      vscode.Disposable.from(servers, here, there, tokens).dispose();
    });

    function ownerOf(tokenId: number): SignIn {
      return { credential: { kind: "token", secret: scene.awx.secretOf(tokenId) }, canWrite: true };
    }

    /** Turns to this window, which then knows what the other one did. */
    async function turnsHere(): Promise<void> {
      await until(() => {
        here.noticeOtherWindows();
        assert.equal(tokens.state("lab").kind, "idle");
      });
    }

    /** Has the list read as far as the server, and gives what lets the server answer. */
    async function beginsToRead(): Promise<{ readonly done: Promise<void>; readonly answer: () => void }> {
      let answer: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (answer = resolve));
      scene.awx.intercept({ path: /tokens/ }, { until: held }, { times: 1 });
      const done = tokens.load("lab");
      await until(() => {
        assert.ok(scene.awx.requests.some(({ path }) => path.includes("/tokens/")));
      });
      return { done, answer };
    }

    /** Waits for the box of an edit, and until the token was read again for that. */
    async function opensBox(): Promise<void> {
      await scene.person.inputBox();
      await until(() => {
        assert.equal(scene.awx.requests.at(-1)?.status, 200);
      });
    }

    it("signs out there while the list is read here: it is given up, and nothing is shown of it", async () => {
      const { done, answer } = await beginsToRead();
      await there.delete("lab");
      await turnsHere();
      answer();
      await done;
      assert.deepEqual(tokens.state("lab"), { kind: "idle" });
      scene.awx.clearRequests();
      assert.deepEqual(await tokens.ensureLoaded("lab"), { kind: "signedOut", reason: "none" });
      assert.deepEqual(scene.awx.requests, []);
    });

    it("signs out there while an edit is open here: nothing is sent, and the list is gone", async () => {
      const done = editDescription(parts, adminsToken);
      await opensBox();
      await there.delete("lab");
      scene.awx.clearRequests();
      const failed = assert.rejects(done, (error: CommandFailure) => {
        assert.equal(error.what, "You are not signed in to lab");
        return true;
      });
      await scene.person.enters("mine");
      await failed;
      assert.deepEqual(scene.awx.requests, []);
      assert.equal(scene.awx.token(1)?.description, "admin laptop");
      assert.deepEqual(tokens.state("lab"), { kind: "idle" });
    });

    it("signs in there as another while an edit is open here: it is not sent with the former credential", async () => {
      const done = editDescription(parts, adminsToken);
      await opensBox();
      await there.write(servers.servers[0] ?? assert.fail(), ownerOf(4));
      scene.awx.clearRequests();
      const failed = assert.rejects(done);
      await scene.person.enters("mine");
      await failed;
      const former = `Bearer ${scene.awx.secretOf(1)}`;
      assert.ok(scene.awx.requests.every(({ headers }) => headers.authorization !== former));
      assert.equal(scene.awx.token(1)?.description, "admin laptop");
    });

    it("signs in there as another while the list is read here: the former list is not shown", async () => {
      const { done, answer } = await beginsToRead();
      await there.write(servers.servers[0] ?? assert.fail(), ownerOf(4));
      await turnsHere();
      answer();
      await done;
      assert.deepEqual(tokens.state("lab"), { kind: "idle" });
      const state = await tokens.ensureLoaded("lab");
      const shown = (listOf(state)?.tokens.all() ?? []).map(({ id }) => id);
      if (where === "on the desktop") assert.deepEqual(shown, [4, 5]);
      else assert.deepEqual(state, { kind: "signedOut", reason: "elsewhere" });
    });
  });
}

/** Each window has the same storage, and is told of every change. */
function sharedSecrets(): () => CredentialStore {
  const [secrets, state] = [new MemorySecrets(), new MemoryMemento()];
  return () => new CredentialStore(secrets, state);
}

/** Each window has what was there when it was opened. */
function pagesSecrets(): () => CredentialStore {
  const [browser, state] = [new Map<string, string>(), new MemoryMemento()];
  return () => new CredentialStore(new PageSecrets(browser), state);
}
