import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandIds } from "../../src/contributions";
import { activate } from "../../src/extension";
import { configure, extensionId, startExtension } from "./support/extension";

const never = new Promise<never>(() => undefined);

describe("activation", () => {
  // First of all tests: VS Code has not activated the extension itself yet, so its ids are free.
  it("waits for no network, secret or disk", async () => {
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, false);
    await configure({ name: "silent", url: "https://silent.invalid" });
    const asked: string[] = [];
    const silent = (what: string) => () => {
      asked.push(what);
      return never;
    };
    const { fetch } = globalThis;
    globalThis.fetch = silent("network");
    const subscriptions: vscode.Disposable[] = [];
    const context = {
      subscriptions,
      secrets: {
        get: silent("secret"),
        store: silent("secret"),
        delete: silent("secret"),
        onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
      },
      globalState: { get: (_: string, fallback: unknown) => fallback, update: silent("disk"), keys: () => [] },
    };
    try {
      const result: unknown = activate(context as unknown as vscode.ExtensionContext);
      assert.equal(result, undefined);
      const registered = await vscode.commands.getCommands(true);
      for (const id of Object.values(commandIds)) assert.ok(registered.includes(id), id);
      assert.deepEqual(asked, []);
    } finally {
      globalThis.fetch = fetch;
      vscode.Disposable.from(...subscriptions).dispose();
      await configure();
    }
    const left = await vscode.commands.getCommands(true);
    for (const id of Object.values(commandIds)) assert.ok(!left.includes(id), `${id} outlives the extension`);
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
