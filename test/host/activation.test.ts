import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandIds } from "../../src/contributions";
import { activate } from "../../src/extension";
import { configure, extensionId, startExtension } from "./support/extension";
import { replace, restoreAll } from "./support/replace";

const never = new Promise<never>(() => undefined);

describe("activation", () => {
  // First of all tests: VS Code has not activated the extension itself yet, so its ids are free.
  it("waits for no network, secret or disk", async () => {
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, false);
    await configure({ name: "silent", url: "https://silent.invalid" });
    const asked = await askedBy(async () => {
      const registered = await vscode.commands.getCommands(true);
      for (const id of Object.values(commandIds)) assert.ok(registered.includes(id), id);
    });
    // All it begins is to clear up after a server that was taken out of the settings, and that goes on by itself.
    assert.deepEqual(asked, ["delete secret credential/removed"]);
    const left = await vscode.commands.getCommands(true);
    for (const id of Object.values(commandIds)) assert.ok(!left.includes(id), `${id} outlives the extension`);
  });

  it("deletes no credential while an entry of the settings has no name: it may be anybody's", async () => {
    await configure({ name: "silent", url: "https://silent.invalid" }, { url: "https://removed.invalid" } as never);
    assert.deepEqual(await askedBy(() => Promise.resolve()), []);
    await configure({ name: "silent", url: "https://silent.invalid" }, { name: "removed", url: "mistyped" });
    assert.deepEqual(await askedBy(() => Promise.resolve()), []);
  });

  it("happens in VS Code and registers every command of the manifest", async () => {
    await startExtension();
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension?.isActive);
    const { contributes } = extension.packageJSON as {
      contributes: { commands: { command: string; title: string }[] };
    };
    const registered = await vscode.commands.getCommands(true);
    for (const { command, title } of contributes.commands) {
      assert.ok(registered.includes(command), command);
      assert.doesNotMatch(title, /%/, "the title is a text, not a key");
    }
  });
});

/** What a second copy of the extension asks for while it is activated and for as long as `act` runs. */
async function askedBy(act: () => Promise<void>): Promise<readonly string[]> {
  const asked: string[] = [];
  const silent = (what: string) => (detail: unknown) => {
    asked.push(`${what} ${String(detail)}`);
    return never;
  };
  // VS Code gives a channel of a name that was disposed of back as it was: closed.
  replace(
    vscode.window,
    "createOutputChannel",
    (create) => ((name: string, options: { log: true }) => create(`${name}, before`, options)) as never,
  );
  const { fetch } = globalThis;
  globalThis.fetch = silent("network");
  const subscriptions: vscode.Disposable[] = [];
  const context = {
    subscriptions,
    secrets: {
      get: silent("read secret"),
      store: silent("store secret"),
      delete: silent("delete secret"),
      onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
    },
    globalState: {
      get: (key: string, otherwise: unknown) => (key === "serversWithCredential" ? ["silent", "removed"] : otherwise),
      update: silent("write"),
      keys: () => [],
    },
  };
  try {
    const result = (activate as (context: unknown) => unknown)(context);
    // No promise: there is nothing to wait for.
    assert.deepEqual(Object.keys(result as object), ["getApi"]);
    await act();
    return [...asked];
  } finally {
    globalThis.fetch = fetch;
    restoreAll();
    vscode.Disposable.from(...subscriptions).dispose();
    await configure();
  }
}
