import assert from "node:assert/strict";
import dns from "node:dns";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as vscode from "vscode";
import { timeoutSetting } from "../../src/contributions";
import { visibleText } from "../../src/util/visibleText";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../fakeAwx/server";
import { configure, rows, run, startExtension, type DrawnRow } from "../host/support/extension";
import { Person, type ShownMessage } from "../host/support/person";
import { replace, restoreAll } from "../host/support/replace";
import { until } from "../host/support/watch";
import { canaryPassword } from "../support/canaries";
import type { Identity } from "../support/certificates";
import { FaultyLayer } from "./faultyLayer";

/** The row of the server that all cases are about. */
export const lab = { kind: "server", serverName: "lab" };

/** Somebody who signs in with a password. */
export const dana = { username: "dana", password: canaryPassword };

/** A name, so that it may not be found, and one of this machine, where secrets may be sent. */
const host = "localhost";

/** What to press for a server that speaks no TLS. */
const unencrypted = "Use Without Encryption";

export interface StageOptions extends FakeAwxOptions {
  /** What the layer speaks TLS with, and the file of the authority that vouches for it. */
  readonly layerTls?: { readonly identity: Identity; readonly caFile: string };
}

/** A server with a faulty layer in front of it, the extension that is signed in to it, and somebody who uses that. */
export class Stage {
  readonly awx: FakeAwx;
  readonly layer: FaultyLayer;
  readonly #trap: Server;
  readonly #options: StageOptions;
  #person: Person | undefined;
  /** Whether the host name of the layer can be found. */
  isNameKnown = true;
  /** How many requests went where none should. */
  trapped = 0;

  private constructor(awx: FakeAwx, options: StageOptions) {
    this.awx = awx;
    this.#options = options;
    this.layer = new FaultyLayer(awx.url, options.layerTls?.identity);
    this.#trap = createServer((_, response) => {
      this.trapped++;
      response.end("{}");
    });
  }

  static async open(options: StageOptions): Promise<Stage> {
    const awx = await startFakeAwx({ ...options, extraUsers: [dana] });
    const stage = new Stage(awx, options);
    await stage.layer.start();
    await new Promise<void>((resolve) => stage.#trap.listen(0, "127.0.0.1", resolve));
    return stage;
  }

  get person(): Person {
    if (!this.#person) throw new Error("nobody is there");
    return this.#person;
  }

  get url(): string {
    return this.layer.url(host);
  }

  /** The address of a server that nothing must be sent to. */
  get trapUrl(): string {
    return `http://127.0.0.1:${String((this.#trap.address() as AddressInfo).port)}`;
  }

  get server() {
    const { layerTls } = this.#options;
    return { name: "lab", url: this.url, ...(layerTls && { caFile: layerTls.caFile }) };
  }

  /** Somebody sits down. */
  enter(): void {
    replace(dns, "lookup", (original) => this.#lookup(original));
    this.#person = new Person();
    this.#person.agreesTo(unencrypted);
  }

  /** They leave, and nothing of what they did stays. */
  async leave(): Promise<void> {
    await this.layer.calm();
    this.isNameKnown = true;
    this.layer.target = this.awx.url;
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    restoreAll();
  }

  /** Signs in to `lab` with a token, by default the administrator's first. */
  async signIn(tokenId = 1): Promise<void> {
    const done = run("signIn", lab);
    await this.person.chooses("Access token");
    await this.person.enters(this.awx.secretOf(tokenId));
    await done;
  }

  /** Takes `lab` out of the settings, and what signs in to it. */
  async forget(): Promise<void> {
    await this.signOut("lab", "Sign Out");
    await configure();
  }

  /** @param button what to press when it is asked what is to become of the credential */
  async signOut(serverName: string, button: "Sign Out" | "Sign Out and Revoke"): Promise<void> {
    this.person.agreesTo(button);
    await run("signOut", { kind: "server", serverName });
    this.person.agreesTo(unencrypted);
  }

  async close(): Promise<void> {
    await this.layer.stop();
    await this.awx.stop();
    this.#trap.closeAllConnections();
    await new Promise((resolve) => this.#trap.close(resolve));
  }

  /** The next message, in the order that they came in. */
  async message(index: number): Promise<ShownMessage> {
    return until(() => {
      const message = this.person.messages[index];
      assert.ok(message, "no message is shown");
      return message;
    });
  }

  #lookup(original: typeof dns.lookup): typeof dns.lookup {
    const lookup = (name: string, options: unknown, callback: (...results: unknown[]) => void): void => {
      const given = typeof options === "function" ? (options as typeof callback) : callback;
      const { all = false } = (typeof options === "object" ? options : {}) as { all?: boolean };
      if (name !== host) {
        original(name, options as never, callback as never);
      } else if (this.isNameKnown) {
        process.nextTick(() => {
          if (all) given(null, [{ address: "127.0.0.1", family: 4 }]);
          else given(null, "127.0.0.1", 4);
        });
      } else {
        const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND", hostname: name });
        process.nextTick(() => {
          given(error);
        });
      }
    };
    return lookup as unknown as typeof dns.lookup;
  }
}

/** Sets the stage once for all cases of a suite, with somebody who is signed in to `lab`, and clears it after them. */
export function stageForAll(options: StageOptions = {}): () => Stage {
  let stage: Stage | undefined;
  const current = (): Stage => {
    if (!stage) throw new Error("the stage is not set");
    return stage;
  };
  before(async () => {
    await startExtension();
    stage = await Stage.open(options);
    stage.enter();
    await configure(stage.server);
    await stage.signIn();
    await showsWhatIsThere(stage.awx);
    await stage.leave();
  });
  beforeEach(() => {
    current().enter();
  });
  afterEach(() => current().leave());
  after(async () => {
    current().enter();
    await current().forget();
    await current().leave();
    await current().close();
  });
  return current;
}

/** Everything that is drawn below a server, groups opened. */
export async function drawnBelow(serverName = "lab"): Promise<readonly DrawnRow[]> {
  const server = (await rows()).find(({ label }) => label === serverName);
  assert.ok(server, `${serverName} is not shown`);
  const open = async (row: DrawnRow): Promise<DrawnRow[]> => [
    row,
    ...(await Promise.all((await rows(row.row)).map(open))).flat(),
  ];
  return open(server);
}

/** The rows that say that something is wrong, once nothing is on its way. */
export async function statusRows(serverName = "lab"): Promise<readonly DrawnRow[]> {
  const { provider } = await startExtension();
  const hasCome = await until(async () => {
    const server = (await rows()).find(({ label }) => label === serverName);
    assert.ok(server && !server.description.includes("loading"), "still loading");
    // Not drawn to look at it again and again: there may be hundreds.
    const below = (await provider.getChildren(server.row)) ?? [];
    assert.ok(below.length > 0, "nothing is shown");
    return below.some(({ kind }) => kind !== "token");
  });
  return hasCome ? (await drawnBelow(serverName)).filter(({ row }) => row.kind === "status") : [];
}

/**
 * Waits until the tree shows what a server has, token by token, and nothing else.
 * @param userId whose tokens alone can be seen, where not everybody's can
 */
export async function showsWhatIsThere(awx: FakeAwx, serverName = "lab", userId?: number): Promise<void> {
  await until(async () => {
    const there = awx.tokens().filter((token) => userId === undefined || token.userId === userId);
    const expected = there.map(({ id, description, scope }) => {
      const label = visibleText(description);
      return `${String(id)} ${label.trim() === "" ? `Token ${String(id)}` : label}: ${scope.split(" ").sort().join(" ")}`;
    });
    const shown = (await drawnBelow(serverName)).flatMap(({ row, label, description }) =>
      row.kind === "token" ? [`${String(row.tokenId)} ${label}: ${description.split(" · ")[0] ?? ""}`] : [],
    );
    assert.deepEqual(shown.sort(), expected.sort());
    assert.deepEqual(await statusRows(serverName), []);
  });
}

/** Has a request given up after so many seconds, or after as many as it usually is. */
export async function setTimeoutSetting(seconds: number | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration(timeoutSetting.section)
    .update(timeoutSetting.key, seconds, vscode.ConfigurationTarget.Global);
}
