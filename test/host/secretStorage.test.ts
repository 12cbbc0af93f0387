import assert from "node:assert/strict";
import * as vscode from "vscode";
import { copyTokenId } from "../../src/commands/copyTokenId";
import { createToken } from "../../src/commands/createToken";
import type { Parts } from "../../src/commands/parts";
import { signIn } from "../../src/commands/signIn";
import { AccessGrants } from "../../src/servers/accessGrants";
import { Connections } from "../../src/servers/connections";
import { CredentialStore } from "../../src/servers/credentialStore";
import { ServerStore } from "../../src/servers/serverStore";
import { TokenStore } from "../../src/tokens/tokenStore";
import type { CommandFailure } from "../../src/ui/failure";
import { serverItem } from "../../src/views/serverItem";
import { statusItem } from "../../src/views/statusItem";
import { canaryPassword } from "../support/canaries";
import { MemoryMemento, MemorySecrets } from "../unit/support/memory";
import { configure } from "./support/extension";
import { eachMayHandOver, seesValue } from "./support/handOver";
import type { ShownMessage } from "./support/person";
import { eachWithServer } from "./support/signedIn";

const lab = { kind: "server", serverName: "lab" } as const;

// VS Code's own storage cannot be made to fail from here: what is under test gets one that does in its place.
describe("signing in where VS Code's secret storage fails", () => {
  const scene = eachWithServer();
  let secrets: MemorySecrets;
  let credentials: CredentialStore;
  let servers: ServerStore;
  let tokens: TokenStore;
  let parts: Parts;

  beforeEach(async () => {
    await configure({ name: "lab", url: scene.awx.url });
    secrets = new MemorySecrets();
    secrets.behaviour = "fails";
    credentials = new CredentialStore(secrets, new MemoryMemento());
    servers = new ServerStore();
    const connections = new Connections(
      credentials,
      () => undefined,
      () => 5000,
    );
    tokens = new TokenStore(async (name, isAnew) => {
      const server = servers.find(name);
      return server ? connections.open(server, { isAnew }) : { kind: "none" };
    });
    const view = { reveal: () => undefined, revealToken: () => undefined };
    const grants = new AccessGrants(new MemoryMemento());
    parts = {
      servers,
      credentials,
      connections,
      tokens,
      view,
      grants: () => Promise.resolve(grants),
    } as unknown as Parts;
  });
  afterEach(() => {
    vscode.Disposable.from(servers, credentials, tokens).dispose();
  });

  async function begin(): Promise<{ readonly done: Promise<boolean> }> {
    const done = signIn(parts, lab);
    (await scene.person.sees("warning")).answer("Use Without Encryption");
    return { done };
  }

  function statusText(): unknown {
    return statusItem({ kind: "status", serverName: "lab" }, tokens.state("lab")).tooltip;
  }

  it("says that the storage failed, which is not the same as nobody having signed in", async () => {
    await tokens.load("lab");
    assert.equal(
      statusText(),
      "Sign in for this session\nVS Code's secret storage cannot be read, so what you signed in with is not known.",
    );
    secrets.behaviour = "works";
    await tokens.load("lab");
    assert.equal(statusText(), "Sign in to see this server's tokens");
  });

  it("is possible for the session alone, and the row says so", async () => {
    const { awx, person } = scene;
    const { done } = await begin();
    await person.chooses("Access token");
    await person.enters(awx.secretOf(1));
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    assert.equal(question.text, "Sign in to lab for this session only?");
    assert.match(question.detail ?? "", /secret storage failed.*kept in memory/);
    question.answer("This Session Only");
    assert.equal(await done, true);
    await tokens.load("lab");
    const [server] = servers.servers;
    assert.ok(server);
    assert.equal(
      serverItem(server, tokens.state("lab"), undefined).description,
      "admin · this session only · not encrypted · 8 tokens",
    );
    assert.deepEqual([...secrets.entries], []);
  });

  for (const scope of ["write", "read"]) {
    it(`leaves nothing behind when the person does not want that, not even a token that was made to ${scope}`, async () => {
      const { awx, person } = scene;
      const count = awx.tokens().length;
      const { done } = await begin();
      await person.chooses("User name and password");
      await person.reaches(2);
      await person.enters("alice");
      await person.reaches(3);
      await person.enters(canaryPassword);
      await person.reaches(4);
      await person.ticks(scope);
      const question = await person.sees("warning");
      assert.equal(awx.tokens().length, count + 1);
      const refused = assert.rejects(done, (error: CommandFailure) => {
        assert.equal(error.what, "You are not signed in to lab");
        return true;
      });
      question.answer(undefined);
      await refused;
      assert.equal(awx.tokens().length, count);
      assert.equal((await credentials.read({ name: "lab", url: awx.url })).kind, "unavailable");
    });
  }

  it("is not needed any more once the storage works again, for a command of the palette", async () => {
    const { awx, person } = scene;
    secrets.behaviour = "works";
    const { done } = await begin();
    await person.chooses("Access token");
    await person.enters(awx.secretOf(1));
    await done;
    secrets.behaviour = "fails";
    await tokens.load("lab");
    assert.match(String(statusText()), /^Sign in for this session/);
    secrets.behaviour = "works";
    const copying = copyTokenId(parts, undefined);
    assert.equal((await person.quickPick()).items.length, 8);
    await person.escapes();
    await copying;
  });

  describe("with a token that was just created", () => {
    eachMayHandOver(scene);

    /** Has a token created and shown, in a storage that then fails. */
    async function creates(): Promise<{ readonly done: Promise<void>; readonly dialog: ShownMessage }> {
      const { awx, person } = scene;
      secrets.behaviour = "works";
      const { done: signedIn } = await begin();
      await person.chooses("Access token");
      await person.enters(awx.secretOf(1));
      await signedIn;
      const done = createToken(parts, lab);
      await person.reaches(1);
      await person.chooses("Personal token");
      await person.reaches(2);
      await person.enters("mine");
      await person.reaches(3);
      await person.ticks("write");
      await person.reaches(4);
      await person.chooses("Create Token");
      const { dialog } = await seesValue(person);
      secrets.behaviour = "fails";
      return { done, dialog };
    }

    it("is possible for the session alone", async () => {
      const { awx, person } = scene;
      const { done, dialog } = await creates();
      dialog.answer("Use It to Sign In Here");
      const question = await person.sees("warning");
      assert.equal(question.text, "Sign in to lab for this session only?");
      question.answer("This Session Only");
      (await seesValue(person)).dialog.answer(undefined);
      await done;
      const stored = await credentials.read({ name: "lab", url: awx.url });
      assert.ok(stored.kind === "found" && stored.isSessionOnly);
      assert.deepEqual(stored.signIn.credential, {
        kind: "token",
        secret: awx.secretOf(9),
        made: { source: "controller", id: 9 },
      });
    });

    it("leaves all as it was when the person does not want that, and keeps the value in view", async () => {
      const { awx, person } = scene;
      const { done, dialog } = await creates();
      dialog.answer("Use It to Sign In Here");
      (await person.sees("warning")).answer(undefined);
      const { dialog: again } = await seesValue(person);
      assert.match(
        again.detail ?? "",
        /^Token 9 does not sign you in to lab: what did before still does\. VS Code's secret storage failed/,
      );
      again.answer("Copy Token");
      (await person.sees("info")).answer(undefined);
      await done;
      assert.ok(awx.token(9), "it is the person's, and stays");
      secrets.behaviour = "works";
      const stored = await credentials.read({ name: "lab", url: awx.url });
      assert.ok(stored.kind === "found" && stored.signIn.credential.kind === "token");
      assert.equal(stored.signIn.credential.secret, awx.secretOf(1));
    });
  });

  it("says that what was stored is lost when the storage no longer has it", async () => {
    secrets.behaviour = "works";
    const { done } = await begin();
    await scene.person.chooses("Access token");
    await scene.person.enters(scene.awx.secretOf(1));
    await done;
    secrets.entries.clear();
    await tokens.load("lab");
    assert.equal(statusText(), "Sign in again\nVS Code's secret storage no longer has what you signed in with.");
  });
});
