import assert from "node:assert/strict";
import * as vscode from "vscode";
import { json } from "../support/answers";
import { allRows, configure, rows, run, startExtension, tokenRows, type DrawnRow } from "./support/extension";
import type { Person } from "./support/person";
import { sent } from "./support/requests";
import { rowOf } from "./support/rows";
import { eachSignedIn, eachWithServer } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" };
const day = 24 * 60 * 60 * 1000;

type Box = vscode.QuickPick<vscode.QuickPickItem>;

/** Leaves no filter to the next test. To be called before the scene, which is to end after that. */
function eachClears(): void {
  afterEach(() => run("clearFilter", lab));
}

/** Types a filter, and gives the box once it says what that does. */
async function types(person: Person, text: string, first: string | RegExp): Promise<Box> {
  const box = await person.quickPick();
  box.value = text;
  return shows(person, first);
}

/** The box once its first line is this. */
async function shows(person: Person, first: string | RegExp): Promise<Box> {
  return until(async () => {
    const box = await person.quickPick();
    const { label = "" } = box.items[0] ?? {};
    if (typeof first === "string") assert.equal(label, first);
    else assert.match(label, first);
    return box;
  });
}

/** The filter of `lab` as it is remembered. */
async function remembered(person: Person): Promise<string> {
  const done = run("filterTokens", lab);
  const box = await shows(person, /^Show/);
  const { value } = box;
  await person.escapes();
  await done;
  return value;
}

/** The rows that say which tokens are shown. */
async function filterRows(): Promise<DrawnRow[]> {
  const [server] = await rows();
  return (await allRows(server?.row)).filter(({ row }) => row.kind === "filter");
}

function offered({ items }: Box): string[] {
  return items.slice(1).map(({ label, description }) => `${label} ${description ?? ""}`);
}

for (const family of ["controller", "gateway"] as const) {
  describe(`the filter of a ${family}'s tokens`, () => {
    eachClears();
    const scene = eachSignedIn(1, 8, { family });

    it("says how many tokens there are with every letter, and asks the server nothing", async () => {
      const { awx, person } = scene;
      const done = run("filterTokens", lab);
      const box = await shows(person, "Show all 8 tokens");
      assert.equal(box.title, "Filter the tokens of lab: 8 of 8");
      await types(person, "ali", "Show 2 of 8 tokens");
      assert.equal(box.title, "Filter the tokens of lab: 2 of 8");
      await types(person, "ali scope:read", "Show 1 of 8 tokens");
      await types(person, "alix", "Show 0 of 8 tokens");
      await person.escapes();
      await done;
      assert.deepEqual(sent(awx), []);
    });

    it("holds on to what was typed last when VS Code puts back what it stored before", async () => {
      const { person } = scene;
      const { context, hourPasses } = await startExtension();
      const done = run("filterTokens", lab);
      await types(person, "ow", "Show 0 of 8 tokens");
      const stored = context.globalState.get("filters");
      await types(person, "owner:alice", "Show 2 of 8 tokens");
      await person.chooses("Show 2 of 8 tokens");
      await done;
      await context.globalState.update("filters", stored);
      hourPasses();
      const [row] = await filterRows();
      assert.equal(`${row?.label ?? ""}, ${row?.description ?? ""}`, "2 of 8, owner:alice");
    });

    it("keeps the filter that is accepted, and the former one when the next is given up", async () => {
      const { person } = scene;
      const done = run("filterTokens", rowOf(1, family));
      await types(person, "owner:alice ", "Show 2 of 8 tokens");
      await person.chooses("Show 2 of 8 tokens");
      await done;
      await person.hasNothingOpen();
      assert.equal(await remembered(person), "owner:alice");
      const again = run("filterTokens", lab);
      await shows(person, "Show 2 of 8 tokens");
      await types(person, "expired", "Show 1 of 8 tokens");
      await person.escapes();
      await again;
      assert.equal(await remembered(person), "owner:alice");
    });

    it("has Enter accept what is shown, whatever the filter has in common with what is offered", async () => {
      const { person } = scene;
      for (const text of ["sc", "owner:", "expi"]) {
        const done = run("filterTokens", lab);
        const box = await types(person, text, /^Show/);
        await until(() => {
          assert.ok(box.activeItems[0]?.label.startsWith("Show"), box.activeItems[0]?.label);
        });
        await until(async () => {
          await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
          await person.hasNothingOpen();
        });
        await done;
        assert.equal(await remembered(person), text);
      }
    });

    it("has the view follow with every letter, and show all again when it is given up", async () => {
      const { person } = scene;
      const labels = async (count: number) => (await tokenRows(count)).map(({ label }) => label);
      const done = run("filterTokens", lab);
      await types(person, "alice", "Show 2 of 8 tokens");
      assert.deepEqual(await labels(2), ["alice personal", "alice app token"]);
      await types(person, "alice -app:none", "Show 1 of 8 tokens");
      assert.deepEqual(await labels(1), ["alice app token"]);
      assert.deepEqual(
        (await filterRows()).map(({ label, description }) => [label, description]),
        [["1 of 8", "alice -app:none"]],
      );
      await person.escapes();
      await done;
      await tokenRows(8);
      assert.deepEqual(await filterRows(), []);
    });

    it("completes what is typed, and stays open", async () => {
      const { person } = scene;
      const done = run("filterTokens", lab);
      let box = await types(person, "scope:write ow", "Show 0 of 8 tokens");
      assert.deepEqual(offered(box), ["owner: a part of the owner's name, me, or none"]);
      await person.chooses("owner:");
      await until(() => {
        assert.equal(box.value, "scope:write owner:");
        assert.deepEqual(offered(box), [
          "owner:me 5 of 8",
          "owner:admin 5 of 8",
          "owner:alice 2 of 8",
          "owner:bob 1 of 8",
        ]);
      });
      box = await shows(person, "Show 6 of 8 tokens");
      await person.chooses("owner:alice");
      box = await shows(person, "Show 1 of 8 tokens");
      assert.equal(box.value, "scope:write owner:alice ");
      await person.escapes();
      await done;
    });

    it("says in words what times and states mean", async () => {
      const { person } = scene;
      const done = run("filterTokens", lab);
      let box = await types(person, "-expires:", "Show 8 of 8 tokens");
      assert.ok(offered(box).includes("-expires:<30d in less than 30 days, or expired"), offered(box).join());
      box = await types(person, "alice created:", "Show 2 of 8 tokens");
      assert.ok(offered(box).includes("created:>1y more than 1 year ago"), offered(box).join());
      box = await types(person, "expiring", "Show 1 of 8 tokens");
      assert.deepEqual(offered(box), ["expiring expires within 14 days"]);
      await person.escapes();
      await done;
    });

    it("says what cannot be read, and how it is written, and does not take it", async () => {
      const { person } = scene;
      const done = run("filterTokens", lab);
      const problem = "“expires:<$\u200b(soon)” has no time that can be read";
      const box = await types(person, "expires:<$(soon)", problem);
      assert.equal(box.title, `Filter the tokens of lab: ${problem}`);
      assert.match(box.items[0]?.detail ?? "", /30d/);
      await person.chooses(problem);
      assert.equal(await person.quickPick(), box);
      await types(person, "id:4x", "“id:4x” has no ID that can be read");
      await person.escapes();
      await done;
    });

    it("shows what a server calls its own as text", async () => {
      const { awx, person } = scene;
      awx.updateToken(4, { description: "$(trash) [x](command:y)" });
      await run("refresh");
      const done = run("filterTokens", lab);
      const box = await types(person, '"$(trash)"', "Show 1 of 8 tokens");
      for (const { label } of box.items) assert.ok(!label.includes("$("), label);
      await person.escapes();
      await done;
    });
  });
}

describe("the filter of a controller's tokens", () => {
  eachClears();
  const scene = eachSignedIn();

  it("asks the server once which tokens were never used, when that is asked for", async () => {
    const { awx, person } = scene;
    const done = run("filterTokens", lab);
    await types(person, "never-used", "Show 7 of 8 tokens");
    await types(person, "-never-used", "Show 1 of 8 tokens");
    await person.escapes();
    await done;
    assert.equal(sent(awx).length, 1);
    assert.match(sent(awx)[0]?.path ?? "", /last_used__isnull=true/);
  });

  it("says when that cannot be found out, and goes on", async () => {
    const { awx, person } = scene;
    awx.intercept({ path: /last_used__isnull/ }, json(403, { detail: "Filtering is not allowed." }));
    const done = run("filterTokens", lab);
    await types(person, "never-used", "Show 0 of 8 tokens");
    assert.match(
      (await person.sees("warning")).text,
      /^Which tokens on lab were never used could not be found out\. .*Filtering is not allowed/,
    );
    await types(person, "alice", "Show 2 of 8 tokens");
    await person.escapes();
    await done;
  });

  it("counts again when the tokens change meanwhile", async () => {
    const { awx, person } = scene;
    const done = run("filterTokens", lab);
    await types(person, "alice", "Show 2 of 8 tokens");
    awx.deleteToken(4);
    await run("refresh");
    await shows(person, "Show 1 of 7 tokens");
    await person.escapes();
    await done;
  });

  it("says why the tokens cannot be read, and leaves the filter as it was", async () => {
    const { awx, person } = scene;
    const recover = awx.intercept({ path: /tokens/ }, json(500, {}));
    await run("readAll");
    await run("filterTokens", lab);
    assert.match((await person.sees("error")).text, /^The tokens of lab could not be read\./);
    await person.hasNothingOpen();
    recover();
    assert.equal(await remembered(person), "");
  });

  it("is cleared on a row, and of every server by the palette", async () => {
    const { person } = scene;
    for (const argument of [lab, undefined]) {
      const done = run("filterTokens", lab);
      await types(person, "alice", "Show 2 of 8 tokens");
      await person.chooses("Show 2 of 8 tokens");
      await done;
      await tokenRows(2);
      await run("clearFilter", argument);
      await tokenRows(8);
      assert.equal(await remembered(person), "");
    }
    await run("clearFilter");
    assert.equal((await person.sees("info")).text, "All tokens are shown already.");
  });
});

describe("the tokens that need attention", () => {
  eachClears();
  const scene = eachSignedIn();

  it("are filtered for, when there are any", async () => {
    const { person } = scene;
    await run("showNeedsAttention");
    assert.deepEqual(
      (await tokenRows(2)).map(({ label }) => label),
      ["one hour", "expired"],
    );
    assert.equal(await remembered(person), "needs-attention");
    const done = run("filterTokens", lab);
    await shows(person, "Show 2 of 8 tokens");
    await person.escapes();
    await done;
  });

  it("leave the filter alone when there are none, and say so", async () => {
    const { awx, person } = scene;
    for (const id of [7, 8]) awx.updateToken(id, { expires: new Date(Date.now() + 100 * day) });
    await run("refresh");
    await run("showNeedsAttention", lab);
    assert.equal(
      (await person.sees("info")).text,
      "No token on lab needs attention: none of yours to change has expired or does soon.",
    );
    assert.equal(await remembered(person), "");
  });
});

describe("the filter of a server that nobody is signed in to", () => {
  const scene = eachWithServer();

  it("is not asked for", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url });
    await run("filterTokens", lab);
    assert.equal((await person.sees("error")).text, "You are not signed in to lab.");
    await run("showNeedsAttention", lab);
    assert.equal((await person.sees("error")).text, "You are not signed in to lab.");
    await person.hasNothingOpen();
  });
});
