import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as vscode from "vscode";
import type { Hit } from "../support/canaries";
import { watchForLeaks, type LeakWatch, type Place } from "./support/leaks";
import { replace, restoreAll } from "./support/replace";
import { until } from "./support/watch";

const planted = "planted-and-to-be-found";

// The run as a whole is watched for the secrets of the doubles: what is planted here is something else.
describe("the watch for secrets", () => {
  let watch: LeakWatch;

  before(() => {
    watch = watchForLeaks((place, value) => (isPlanted(value) ? [{ place, encoding: "raw" }] : []));
  });
  afterEach(restoreAll);

  function isPlanted(value: unknown): boolean {
    return inspect(value, { depth: 5 }).includes(planted);
  }

  const places: readonly (readonly [place: Place, plant: () => unknown])[] = [
    [
      "log",
      () => {
        channel().error(`GET ${planted}`);
      },
    ],
    [
      "log",
      () => {
        channel().appendLine(planted);
      },
    ],
    ["message", () => vscode.window.showErrorMessage(planted)],
    ["message", () => vscode.window.showWarningMessage("Sure?", { modal: true, detail: planted }, "Yes")],
    [
      "progress",
      () =>
        vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: planted }, () =>
          Promise.resolve(),
        ),
    ],
    [
      "box",
      () => {
        withInput({ title: planted });
      },
    ],
    [
      "box",
      () => {
        withInput({ prompt: planted });
      },
    ],
    [
      "box",
      () => {
        withInput({ placeholder: planted });
      },
    ],
    [
      "box",
      () => {
        withInput({ validationMessage: { message: planted, severity: vscode.InputBoxValidationSeverity.Error } });
      },
    ],
    [
      "box",
      () => {
        withInput({ value: planted });
      },
    ],
    [
      "box",
      () => {
        withPick({ items: [{ label: "a", detail: planted }] });
      },
    ],
    [
      "box",
      () => {
        withPick({ placeholder: planted });
      },
    ],
    ["tree item", () => drawn(new vscode.TreeItem(planted))],
    [
      "tree item",
      () => drawn(Object.assign(new vscode.TreeItem("a"), { tooltip: new vscode.MarkdownString(planted) })),
    ],
    [
      "tree item",
      () => drawn(Object.assign(new vscode.TreeItem("a"), { accessibilityInformation: { label: planted } })),
    ],
    ["document", () => opened(planted)],
    ["command argument", () => vscode.commands.executeCommand("setContext", "awxTokensTest.planted", planted)],
    ["command result", () => ran(() => ({ token: planted }))],
    ["command error", () => ran(() => Promise.reject(new Error(planted)))],
  ];
  for (const [index, [place, plant]] of places.entries()) {
    it(`sees all that passes, case ${String(index + 1)}: ${place}`, async () => {
      // No message is shown in a test, and none would be answered.
      for (const name of ["showErrorMessage", "showWarningMessage"] as const)
        replace(vscode.window, name, () => () => Promise.resolve(undefined));
      const before = watch.hits.length;
      await Promise.resolve(plant()).catch(() => undefined);
      await until(() => {
        assert.deepEqual(new Set(watch.hits.slice(before).map((hit: Hit) => hit.place)), new Set([place]));
      });
      assert.ok(watch.places.has(place));
    });
  }

  it("lets a box hold a secret that it hides", () => {
    const before = watch.hits.length;
    withInput({ password: true, value: planted });
    assert.equal(watch.hits.length, before);
  });

  it("leaves what passes as it is", async () => {
    const command = vscode.commands.registerCommand("awxTokensTest.echo", (text: string) =>
      Promise.resolve(`${text}!`),
    );
    assert.equal(await vscode.commands.executeCommand("awxTokensTest.echo", "hello"), "hello!");
    command.dispose();
  });
});

function channel(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Planted", { log: true });
}

function withInput(values: Partial<vscode.InputBox>): void {
  const box = vscode.window.createInputBox();
  Object.assign(box, values);
  box.dispose();
}

function withPick(values: Partial<vscode.QuickPick<vscode.QuickPickItem>>): void {
  const box = vscode.window.createQuickPick();
  Object.assign(box, values);
  box.dispose();
}

function drawn(item: vscode.TreeItem): unknown {
  const treeDataProvider = { getTreeItem: () => item, getChildren: () => [] };
  vscode.window.createTreeView("awxTokensTest.planted", { treeDataProvider }).dispose();
  return treeDataProvider.getTreeItem();
}

async function opened(text: string): Promise<void> {
  const provider = { provideTextDocumentContent: () => text };
  const registration = vscode.workspace.registerTextDocumentContentProvider("planted", provider);
  await vscode.workspace.openTextDocument(vscode.Uri.parse("planted:a"));
  registration.dispose();
}

async function ran(run: () => unknown): Promise<void> {
  const command = vscode.commands.registerCommand("awxTokensTest.planted", run);
  try {
    await vscode.commands.executeCommand("awxTokensTest.planted");
  } finally {
    command.dispose();
  }
}
