import assert from "node:assert/strict";
import * as vscode from "vscode";
import { expiringSoonSetting } from "../../src/contributions";
import type { Row } from "../../src/views/rows";
import { configure, run, startExtension, tokenRow, tokenRows } from "./support/extension";
import { replace } from "./support/replace";
import { rowOf } from "./support/rows";
import { eachSignedIn, eachWithServer, signIn } from "./support/signedIn";
import { until } from "./support/watch";

const day = 24 * 60 * 60 * 1000;

/** Puts a value into the settings by hand. */
async function setSoonDays(days: number | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration(expiringSoonSetting.section)
    .update(expiringSoonSetting.key, days, vscode.ConfigurationTarget.Global);
}

/** What marks a row: the character, the words, and the colour. */
async function markOf(row: Row): Promise<readonly unknown[] | undefined> {
  const { provider, decorations } = await startExtension();
  const { resourceUri } = await provider.getTreeItem(row);
  if (!resourceUri) return undefined;
  const { token } = new vscode.CancellationTokenSource();
  // As it comes back from where it is drawn.
  const mark = await decorations.provideFileDecoration(vscode.Uri.parse(resourceUri.toString()), token);
  return mark ? [mark.badge, mark.tooltip, mark.color?.id] : undefined;
}

async function badge(): Promise<readonly unknown[] | undefined> {
  const { badge: shown } = (await startExtension()).view;
  return shown && [shown.value, shown.tooltip];
}

const expired = ["×", "Expired", "list.deemphasizedForeground"];
const soon = ["!", "Expires soon", "list.warningForeground"];

describe("the marks of tokens", () => {
  const scene = eachSignedIn();
  afterEach(() => setSoonDays(undefined));

  /** Which rows are to be marked anew. */
  function watchMarks(decorations: vscode.FileDecorationProvider): (string | undefined)[] {
    const changed: (string | undefined)[] = [];
    decorations.onDidChangeFileDecorations?.((uris) => {
      changed.push(...[uris].flat().map((uri) => uri?.path));
    });
    return changed;
  }

  it("are on those that have expired or do soon, and on no others", async () => {
    const drawn = await tokenRows(8);
    const marks = await Promise.all(drawn.map(({ row }) => markOf(row)));
    assert.deepEqual(
      marks,
      drawn.map(({ label }) => (label === "one hour" ? soon : label === "expired" ? expired : undefined)),
    );
  });

  it("find their token whatever its server is called", async () => {
    const name = "l/a?b#c %41 ü\u202e";
    await configure({ name, url: scene.awx.url });
    scene.person.agreesTo("Use Without Encryption");
    const done = run("signIn", { kind: "server", serverName: name });
    await scene.person.chooses("Access token");
    await scene.person.enters(scene.awx.secretOf(1));
    await done;
    const row = (await tokenRows(8)).find(({ label }) => label === "expired")?.row;
    assert.deepEqual(row && (await markOf(row)), expired);
    scene.person.agreesTo("Sign Out");
    await run("signOut", { kind: "server", serverName: name });
  });

  it("go with the token's expiry when it is read again", async () => {
    const { decorations } = await startExtension();
    // As VS Code was told, for as long as it may believe it.
    const told = new Map<string, string | undefined>();
    replace(decorations, "provideFileDecoration", (original) => async (uri, token) => {
      const mark = await original.call(decorations, uri, token);
      told.set(uri.path, mark?.badge);
      return mark;
    });
    decorations.onDidChangeFileDecorations?.((uris) => {
      for (const uri of [uris].flat()) told.delete(uri?.path ?? "");
    });
    assert.equal(await markOf(rowOf(2)), undefined);
    scene.awx.updateToken(2, { expires: new Date(Date.now() + 3 * day) });
    await run("refresh");
    assert.ok(told.get("/controller/2") === "!" || !told.has("/controller/2"), "it is marked as it was");
    assert.deepEqual(await markOf(rowOf(2)), soon);
  });

  it("stay where they are while all is read again, and nothing of them has changed", async () => {
    const { decorations } = await startExtension();
    assert.deepEqual(await markOf(rowOf(8)), expired);
    const changed = watchMarks(decorations);
    scene.awx.updateToken(8, { description: "described anew" });
    await run("readAll");
    assert.equal((await tokenRow(8)).label, "described anew");
    assert.deepEqual(changed, []);
  });

  it("are drawn again for one token alone when that is edited", async () => {
    const { decorations } = await startExtension();
    const changed = watchMarks(decorations);
    const done = run("editDescription", rowOf(2));
    await scene.person.enters("typed");
    await done;
    await until(() => {
      assert.deepEqual([...new Set(changed)], ["/controller/2"]);
    });
  });

  it("go by the setting at once", async () => {
    const { decorations } = await startExtension();
    scene.awx.updateToken(2, { expires: new Date(Date.now() + 30 * day) });
    await run("refresh");
    assert.equal(await markOf(rowOf(2)), undefined);
    const changed = watchMarks(decorations);
    await setSoonDays(31);
    await until(async () => {
      assert.deepEqual(await markOf(rowOf(2)), soon);
      assert.deepEqual(changed, ["/controller/2"]);
    });
  });

  it("leave a row as it is but for the mark", async () => {
    const { provider } = await startExtension();
    const { label, description, iconPath, command, contextValue } = await provider.getTreeItem((await tokenRow(7)).row);
    assert.deepEqual(
      { label, icon: (iconPath as vscode.ThemeIcon).id, command, contextValue },
      { label: "one hour", icon: "key", command: undefined, contextValue: "editable;own;token;write" },
    );
    assert.match(String(description), /^read write · expires in /);
  });

  describe("and the badge of the view", () => {
    it("has the number of tokens that need attention, on all servers", async () => {
      assert.deepEqual(await badge(), [2, "2 tokens need attention"]);
      await configure({ name: "lab", url: scene.awx.url }, { name: "lab too", url: scene.awx.url });
      scene.person.agreesTo("Use Without Encryption");
      const done = run("signIn", { kind: "server", serverName: "lab too" });
      await scene.person.chooses("Access token");
      await scene.person.enters(scene.awx.secretOf(1));
      await done;
      await until(async () => {
        assert.deepEqual(await badge(), [4, "4 tokens need attention"]);
      });
      await configure({ name: "lab", url: scene.awx.url });
      await until(async () => {
        assert.deepEqual(await badge(), [2, "2 tokens need attention"]);
      });
    });

    it("goes with what is read, and away when there is none", async () => {
      scene.awx.updateToken(7, { expires: new Date(Date.now() + 300 * day) });
      await run("refresh");
      assert.deepEqual(await badge(), [1, "1 token needs attention"]);
      scene.awx.deleteToken(8);
      await run("refresh");
      assert.equal(await badge(), undefined);
    });

    it("goes away with the sign-in", async () => {
      scene.person.agreesTo("Sign Out");
      await run("signOut", { kind: "server", serverName: "lab" });
      await until(async () => {
        assert.equal(await badge(), undefined);
      });
    });

    it("goes by the setting at once", async () => {
      scene.awx.updateToken(2, { expires: new Date(Date.now() + 30 * day) });
      await run("refresh");
      assert.equal((await badge())?.[0], 2);
      await setSoonDays(31);
      await until(async () => {
        assert.equal((await badge())?.[0], 3);
      });
    });

    it("goes with the time, as the rows and their marks do, without a request", async () => {
      const { provider, decorations, hourPasses } = await startExtension();
      const expires = new Date(Date.now() + 14 * day + 60_000);
      scene.awx.updateToken(2, { expires });
      await run("refresh");
      assert.equal((await badge())?.[0], 2);
      assert.equal(await markOf(rowOf(2)), undefined);
      scene.awx.clearRequests();
      const drawn: unknown[] = [];
      provider.onDidChangeTreeData?.((row) => drawn.push(row));
      const changed = watchMarks(decorations);
      await laterBy(120_000, async () => {
        hourPasses();
        assert.equal((await badge())?.[0], 3);
        assert.deepEqual(await markOf(rowOf(2)), soon);
        assert.match((await tokenRow(2)).description, /expires in 13 days$/);
      });
      assert.deepEqual([drawn, changed], [[undefined], ["/controller/2"]]);
      assert.deepEqual(scene.awx.requests, []);
    });
  });

  /** Does something as if it were so much later. */
  async function laterBy(milliseconds: number, act: () => Promise<void>): Promise<void> {
    const Now = Date;
    class Later extends Now {
      constructor(...args: unknown[]) {
        super(...((args.length === 0 ? [Now.now() + milliseconds] : args) as [number]));
      }
    }
    replace(globalThis, "Date", () => Later as DateConstructor);
    try {
      await act();
    } finally {
      replace(globalThis, "Date", () => Now);
    }
  }
});

describe("the badge of the view, while a long list is read", () => {
  const scene = eachWithServer({ extraTokens: 450 });

  it("is there when the list is complete, and not with each page", async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await configure({ name: "lab", url: scene.awx.url });
    scene.awx.intercept({ path: /id__gt=400/ }, { until: held });
    await signIn(scene, 1);
    await vscode.commands.executeCommand("awxTokens.tokens.focus");
    await until(() => {
      assert.ok(scene.awx.requests.some(({ path }) => path.includes("id__gt=400")));
    });
    await until(async () => {
      assert.deepEqual(await markOf(rowOf(8)), expired);
    });
    assert.equal(await badge(), undefined);
    answer();
    await tokenRows(458);
    assert.ok(Number((await badge())?.[0]) > 2);
  });
});
