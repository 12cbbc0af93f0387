import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as vscode from "vscode";
import type { Hit } from "../support/canaries";
import { allowHandOver, watchForLeaks, type LeakWatch, type Place } from "./support/leaks";
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

  describe("where a value is handed over", () => {
    const value = `${planted}-value`;
    const modal = (detail: string) => () =>
      vscode.window.showInformationMessage("Made", { modal: true, detail }, "Copy");
    let forbid: () => void;

    beforeEach(() => {
      forbid = allowHandOver((line) => line === value);
      for (const name of ["showInformationMessage", "showWarningMessage"] as const)
        replace(vscode.window, name, () => () => Promise.resolve(undefined));
    });
    afterEach(() => {
      forbid();
    });

    it("lets that dialog hold it, in a line of its own", async () => {
      const before = watch.hits.length;
      await modal(`This is its value:\n${value}`)();
      assert.equal(watch.hits.length, before);
    });

    for (const [title, plant] of [
      ["that dialog beside it", modal(`${value}\n${planted}-other`)],
      ["a line with something else", modal(`It is ${value}`)],
      [
        "the question of that dialog",
        () => vscode.window.showInformationMessage(value, { modal: true, detail: value }, "Copy"),
      ],
      [
        "a button of that dialog",
        () => vscode.window.showInformationMessage("Made", { modal: true, detail: value }, value),
      ],
      ["a message that is no dialog", () => vscode.window.showInformationMessage("Made", { detail: value })],
      ["a dialog that warns", () => vscode.window.showWarningMessage("Made", { modal: true, detail: value }, "Copy")],
      [
        "the log",
        () => {
          channel().info(value);
        },
      ],
      [
        "a box",
        () => {
          withInput({ value });
        },
      ],
    ] as const) {
      it(`sees it in ${title}`, async () => {
        const before = watch.hits.length;
        await plant();
        await until(() => {
          assert.ok(watch.hits.length > before);
        });
      });
    }

    it("sees it there too once it is over", async () => {
      forbid();
      const before = watch.hits.length;
      await modal(value)();
      assert.ok(watch.hits.length > before);
    });
  });

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
