import * as vscode from "vscode";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../../fakeAwx/server";
import { canaryPassword } from "../../support/canaries";
import { configure, run, startExtension, tokenRows } from "./extension";
import { Person } from "./person";
import { restoreAll } from "./replace";

/** A server, the extension and somebody who uses it. */
export interface Scene {
  readonly awx: FakeAwx;
  readonly person: Person;
}

/**
 * Sets the stage for each test of a suite: a server `lab` with the seed's tokens, configured and signed in to as the
 * token `tokenId`'s owner (1 is the administrator's), and its tokens read. Nothing of it is left after the test.
 */
export function eachSignedIn(tokenId = 1, tokenCount = 8, options?: FakeAwxOptions): Scene {
  const scene: { awx?: FakeAwx; person?: Person } = {};
  beforeEach(async () => {
    ({ awx: scene.awx, person: scene.person } = await begin(options));
    await configure({ name: "lab", url: scene.awx.url });
    await signIn(scene as Scene, tokenId);
    await run("refresh");
    await tokenRows(tokenCount);
    scene.awx.clearRequests();
  });
  afterEach(() => end(scene as Scene));
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

async function end({ awx, person }: Scene): Promise<void> {
  // What a test left behind would be the next one's: a box, a credential, a setting.
  await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  await configure({ name: "lab", url: awx.url });
  person.agreesTo("Sign Out");
  await run("signOut", { kind: "server", serverName: "lab" });
  await configure();
  restoreAll();
  await awx.stop();
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
