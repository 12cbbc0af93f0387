import { isDeepStrictEqual } from "node:util";
import * as vscode from "vscode";
import { sealSignIn, stamped, type SignIn } from "../../../src/servers/credential";
import { CredentialStore } from "../../../src/servers/credentialStore";
import type { Server } from "../../../src/servers/server";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../../fakeAwx/server";
import { canaryPassword } from "../../support/canaries";
import { configure, configured, run, startExtension, tokenRows } from "./extension";
import { Person } from "./person";
import { restoreAll } from "./replace";

/** A server, the extension and somebody who uses it. */
export interface Scene {
  readonly awx: FakeAwx;
  readonly person: Person;
}

/** The port of each test's server: with one address for all, the settings can stay as they are. */
let port = 0;

/**
 * Sets the stage for each test of a suite: a fresh server `lab` with the seed's tokens, configured and signed in to as
 * the token `tokenId`'s owner (1 is the administrator's), and its tokens read. Nothing of it is left after the suite.
 */
export function eachSignedIn(tokenId = 1, tokenCount = 8, options?: FakeAwxOptions): Scene {
  const scene: { awx?: FakeAwx; person?: Person } = {};
  beforeEach(async () => {
    ({ awx: scene.awx, person: scene.person } = await begin({ port, ...options }));
    port = Number(new URL(scene.awx.url).port);
    const server = { name: "lab", url: scene.awx.url };
    await beSignedIn(scene as Scene, server, tokenId, options);
    await run("refresh");
    await tokenRows(tokenCount);
    scene.awx.clearRequests();
    scene.person.clearMessages();
  });
  afterEach(async () => {
    await closeBoxes();
    // Servers that a test changed would be asked again, with what signs in to no other.
    if (scene.awx && !isDeepStrictEqual(configured(), [{ name: "lab", url: scene.awx.url }])) await configure();
    restoreAll();
    await scene.awx?.stop();
  });
  after(leaveNothing);
  return current(scene);
}

/** The same, with a server that nothing is known of yet. */
export function eachWithServer(options?: FakeAwxOptions): Scene {
  const scene: { awx?: FakeAwx; person?: Person } = {};
  beforeEach(async () => {
    ({ awx: scene.awx, person: scene.person } = await begin(options));
  });
  afterEach(() => end(scene as Scene));
  return current(scene);
}

/** What signing in found out, by all that it depends on. */
const signIns = new Map<string, SignIn>();

/** Signs in as a person does the first time; after that, what came of it is stored with the value of the new token. */
async function beSignedIn(scene: Scene, server: Server, tokenId: number, options?: FakeAwxOptions): Promise<void> {
  const key = JSON.stringify([server.url, tokenId, options]);
  const known = signIns.get(key);
  if (known) {
    const { context } = await startExtension();
    const value: SignIn = { ...known, credential: { kind: "token", secret: scene.awx.secretOf(tokenId) } };
    await context.secrets.store("credential/lab", stamped(sealSignIn(value, server), Date.now()));
    // The extension is told in the same order, and has forgotten what it knew of the former server.
    await context.secrets.get("credential/lab");
    if (!isDeepStrictEqual(configured(), [server])) await configure(server);
    return;
  }
  await configure(server);
  await signIn(scene, tokenId);
  const credentials = await credentialStore();
  const stored = await credentials.read(server);
  if (stored.kind === "found") signIns.set(key, stored.signIn);
  credentials.dispose();
}

/** The extension's credentials, as it finds them itself. */
async function credentialStore(): Promise<CredentialStore> {
  const { context } = await startExtension();
  return new CredentialStore(context.secrets, context.globalState);
}

/** Signs in to `lab` by pasting the secret value of a token. */
export async function signIn({ awx, person }: Scene, tokenId: number): Promise<void> {
  const done = run("signIn", { kind: "server", serverName: "lab" });
  (await person.sees("warning")).answer("Use Without Encryption");
  await person.chooses("Access token");
  await person.enters(awx.secretOf(tokenId));
  await done;
}

/** Signs in to `lab` as alice with her password, which has a token made with that scope. */
export async function signInWithPassword({ person }: Scene, scope: "read" | "write" = "write"): Promise<void> {
  const done = run("signIn", { kind: "server", serverName: "lab" });
  (await person.sees("warning")).answer("Use Without Encryption");
  await person.chooses("User name and password");
  await person.reaches(2);
  await person.enters("alice");
  await person.reaches(3);
  await person.enters(canaryPassword);
  await person.reaches(4);
  await person.ticks(scope);
  await done;
}

async function begin(options?: FakeAwxOptions): Promise<Scene> {
  await startExtension();
  return { awx: await startFakeAwx({ password: canaryPassword, ...options }), person: new Person() };
}

async function end({ awx }: Scene): Promise<void> {
  await closeBoxes();
  await leaveNothing();
  restoreAll();
  await awx.stop();
}

/** Takes what signs in to `lab` out of the secret storage, and the servers out of the settings. */
async function leaveNothing(): Promise<void> {
  const credentials = await credentialStore();
  await credentials.delete("lab");
  credentials.dispose();
  await configure();
}

async function closeBoxes(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
}

/** The scene of the test that runs, behind one constant name. */
function current(scene: { awx?: FakeAwx; person?: Person }): Scene {
  return {
    get awx() {
      if (!scene.awx) throw new Error("no test runs");
      return scene.awx;
    },
    get person() {
      if (!scene.person) throw new Error("no test runs");
      return scene.person;
    },
  };
}
