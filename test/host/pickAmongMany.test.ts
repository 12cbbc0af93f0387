import assert from "node:assert/strict";
import * as vscode from "vscode";
import { run } from "./support/extension";
import { settled } from "./support/person";
import { changes } from "./support/requests";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

type Pick = vscode.QuickPick<vscode.QuickPickItem>;

const extraTokens = 1992;
const more = "…";

function labels({ items }: Pick): string[] {
  return items.map(({ label }) => label);
}

function descriptionOfLast({ items }: Pick): string {
  return items.at(-1)?.description ?? "";
}

describe("choosing a token among thousands", () => {
  const scene = eachSignedIn(1, extraTokens + 8, { extraTokens });
  const descriptions = ["deploy staging", "Deploy production", "deploy to Brno", "zebra quick"];
  let clipboard: string;

  beforeEach(async () => {
    clipboard = await vscode.env.clipboard.readText();
    for (const [index, description] of descriptions.entries()) {
      scene.awx.updateToken(1001 + index, { description });
    }
    await run("refresh");
  });
  afterEach(() => vscode.env.clipboard.writeText(clipboard));

  /** Types a text in place of what the box has, and waits until so many items are asked for. */
  async function types(pick: Pick, text: string, count: number): Promise<void> {
    pick.value = text;
    await until(() => {
      assert.equal(pick.items.filter(({ label }) => label !== more).length, count, labels(pick).slice(0, 9).join());
    });
    // What was shown is known to be shown once VS Code has taken it over.
    await settled();
    await vscode.commands.executeCommand("noop");
    await settled();
  }

  async function opens(command: "copyTokenId" | "editSeveral"): Promise<{ done: Promise<void>; pick: Pick }> {
    const done = run(command);
    const pick = await scene.person.quickPick();
    await types(pick, "", 200);
    return { done, pick };
  }

  describe("one", () => {
    it("shows some, one's own first, and how many more there are", async () => {
      const { done, pick } = await opens("copyTokenId");
      assert.equal(pick.title, "Copy the ID of which token?");
      assert.equal(labels(pick)[0], "admin laptop");
      assert.equal(labels(pick).at(-1), more);
      assert.equal(descriptionOfLast(pick), "1,800 more: type what to look for");
      await scene.person.escapes();
      await done;
    });

    it("finds those that have all the words, in whatever order they stand, and chooses the first with Enter", async () => {
      const { done, pick } = await opens("copyTokenId");
      await types(pick, "brno TO deploy", 1);
      assert.deepEqual(labels(pick), ["deploy to Brno"]);
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      await done;
      assert.equal(await vscode.env.clipboard.readText(), "1003");
    });

    it("is asked for as in a filter", async () => {
      const { done, pick } = await opens("copyTokenId");
      await types(pick, "owner:me description:admin -scope:write", 1);
      assert.deepEqual(labels(pick), ["admin read only"]);
      await scene.person.escapes();
      await done;
    });

    it("says again how many more there are of what is asked for", async () => {
      const { done, pick } = await opens("copyTokenId");
      await types(pick, "scope:write", 200);
      assert.match(descriptionOfLast(pick), /^1,\d\d\d more: /);
      await types(pick, "nothing has this", 0);
      assert.deepEqual(labels(pick), []);
      await scene.person.escapes();
      await done;
    });

    it("does not choose the line that says so", async () => {
      const { done, pick } = await opens("copyTokenId");
      pick.activeItems = pick.items.slice(-1);
      await settled();
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      await settled();
      assert.equal((await scene.person.quickPick()).title, "Copy the ID of which token?");
      await scene.person.chooses("admin laptop");
      await done;
      assert.equal(await vscode.env.clipboard.readText(), "1");
    });

    it("chooses the first of what was typed, and none that was shown before, however quickly Enter follows", async () => {
      const { done, pick } = await opens("copyTokenId");
      pick.value = "deploy to";
      await settled();
      // All of it comes while the first tokens are still shown.
      void vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
      void vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      await done;
      assert.equal(await vscode.env.clipboard.readText(), "1003");
    });
  });

  describe("several", () => {
    /** Ticks some of what is shown as well, as with the pointer. */
    async function tick(pick: Pick, ...wanted: string[]): Promise<void> {
      const before = pick.selectedItems.map(({ label }) => label);
      pick.selectedItems = pick.items.filter(({ label }) => [...before, ...wanted].includes(label));
      await settled();
      await vscode.commands.executeCommand("noop");
      await settled();
    }

    function ticked({ selectedItems }: Pick): string[] {
      return selectedItems.map(({ label }) => label).sort();
    }

    it("keeps what is ticked while one types on, and acts on all of it", async () => {
      const { done, pick } = await opens("editSeveral");
      await types(pick, "description:deploy owner:none", 0);
      await types(pick, "to brno deploy", 1);
      await tick(pick, "deploy to Brno");
      await types(pick, "quick zebra", 2);
      assert.deepEqual(ticked(pick), ["deploy to Brno"]);
      await tick(pick, "zebra quick");
      await types(pick, "nothing has this", 2);
      assert.deepEqual(ticked(pick), ["deploy to Brno", "zebra quick"]);
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      await until(async () => {
        assert.match((await scene.person.quickPick()).title ?? "", /2 tokens/);
      });
      await scene.person.escapes();
      await done;
      assert.deepEqual(changes(scene.awx), []);
    });

    it("keeps it while one types quicker than VS Code shows", async () => {
      const { done, pick } = await opens("editSeveral");
      await types(pick, "to brno deploy", 1);
      await tick(pick, "deploy to Brno");
      for (const text of ["z", "ze", "zeb", "zebr", "zebra", "zebra ", "zebra q", "zebra qu"]) {
        pick.value = text;
        await settled();
      }
      await until(() => {
        assert.deepEqual(labels(pick), ["zebra quick", "deploy to Brno"]);
      });
      await until(() => {
        assert.deepEqual(ticked(pick), ["deploy to Brno"]);
      });
      await scene.person.escapes();
      await done;
    });

    it("gives up a tick", async () => {
      const { done, pick } = await opens("editSeveral");
      await types(pick, "zebra", 1);
      await tick(pick, "zebra quick");
      await types(pick, "", 201);
      pick.selectedItems = [];
      await settled();
      await types(pick, "zebra", 1);
      assert.deepEqual(ticked(pick), []);
      await scene.person.escapes();
      await done;
    });

    it("ticks no line that is no token", async () => {
      const { done, pick } = await opens("editSeveral");
      await tick(pick, more, "admin laptop");
      await until(() => {
        assert.deepEqual(ticked(pick), ["admin laptop"]);
      });
      await scene.person.escapes();
      await done;
    });
  });
});
