import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  allRows,
  configure,
  rows,
  run,
  startExtension,
  statusRow,
  tokenRows,
  type DrawnRow,
} from "./support/extension";
import { filterBy } from "./support/filterBy";
import { sent } from "./support/requests";
import { rowOf } from "./support/rows";
import { eachSignedIn, eachWithServer, signIn } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" } as const;

/** The rows below the server, by kind. */
async function below(kind: DrawnRow["row"]["kind"]): Promise<DrawnRow[]> {
  return (await rows(lab)).filter(({ row }) => row.kind === kind);
}

describe("a list of two thousand tokens", () => {
  // Before the scene ends, as every test begins with all tokens.
  afterEach(() => run("clearFilter", lab));
  const scene = eachSignedIn(1, 2000, { extraTokens: 1992 });

  it("is in sections of two hundred, of which the first is open", async () => {
    const server = await until(async () => {
      const [drawn] = await rows();
      assert.match(drawn?.description ?? "", /2,000 tokens/);
      return drawn;
    });
    const sections = await below("section");
    assert.deepEqual(
      sections.slice(0, 2).map(({ label }) => label),
      ["1 to 200", "201 to 400"],
    );
    assert.match(sections[0]?.description ?? "", /\d{4} – .*\d{4}$/);
    const { provider } = await startExtension();
    const states = await Promise.all(
      sections.slice(0, 2).map(async ({ row }) => (await provider.getTreeItem(row)).collapsibleState),
    );
    assert.deepEqual(states, [vscode.TreeItemCollapsibleState.Expanded, vscode.TreeItemCollapsibleState.Collapsed]);
    for (const { row } of await allRows(server?.row)) {
      assert.ok(((await provider.getChildren(row)) ?? []).length <= 300);
    }
  });

  it("costs two requests to refresh, and an edit no more than its own", async () => {
    scene.awx.clearRequests();
    await run("refresh", lab);
    assert.deepEqual(
      sent(scene.awx).map(({ method, path }) => `${method} ${path.replace(/\d{4}-[^&]*Z/, "T")}`),
      [
        "GET /api/v2/tokens/?order_by=id&page_size=200&modified__gte=T",
        "GET /api/v2/tokens/?order_by=-id&page_size=1&id__lt=2001",
      ],
    );
    scene.awx.clearRequests();
    const done = run("editDescription", rowOf(1));
    await scene.person.enters("renamed");
    await done;
    assert.deepEqual(
      sent(scene.awx).map(({ method, path }) => `${method} ${path}`),
      ["GET /api/v2/tokens/1/", "PATCH /api/v2/tokens/1/"],
    );
  });

  it("shows what a filter asks for at once, says how many, and clears it with one act", async () => {
    scene.awx.clearRequests();
    await filterBy(scene.person, "id:7", "Show 1 of 2,000 tokens");
    const [shown] = await below("filter");
    assert.deepEqual([shown?.label, shown?.description], ["1 of 2,000", "id:7"]);
    assert.deepEqual(shown?.flags, ["filter"]);
    assert.match((await rows())[0]?.description ?? "", /1 of 2,000 tokens/);
    assert.equal((await tokenRows(1))[0]?.label, "one hour");
    await filterBy(scene.person, "no such thing", "Show 0 of 2,000 tokens");
    assert.equal((await below("filter"))[0]?.label, "None of 2,000 matches");
    await run("clearFilter", shown.row);
    assert.deepEqual(await below("filter"), []);
    await tokenRows(2000);
    assert.deepEqual(sent(scene.awx), []);
  });

  it("stays filtered by what an edit made of a token", async () => {
    await filterBy(scene.person, 'description:"admin laptop"', "Show 1 of 2,000 tokens");
    await tokenRows(1);
    const done = run("editDescription", rowOf(1));
    await scene.person.enters("something else");
    await done;
    await tokenRows(0);
  });
});

describe("a list of which pages are still to come", () => {
  const scene = eachWithServer({ extraTokens: 1992 });

  async function readFirst(): Promise<() => void> {
    const recover = scene.awx.intercept({ path: /id__gt/ }, "hang");
    await configure({ name: "lab", url: scene.awx.url });
    await signIn(scene, 1);
    await until(async () => {
      const [server] = await rows();
      assert.match(server?.description ?? "", /loading 200 of 2,000…/);
      assert.ok(server?.flags.includes("reading"));
    });
    return recover;
  }

  it("shows what has arrived, and says how far it is", async () => {
    const recover = await readFirst();
    const tokens = (await allRows(lab)).filter(({ row }) => row.kind === "token");
    assert.equal(tokens.length, 200);
    recover();
    await run("readAll", lab);
    await tokenRows(2000);
  });

  it("can be stopped, says so, and is read whole when it is asked for again", async () => {
    const recover = await readFirst();
    await run("stopReading", lab);
    assert.equal((await statusRow()).label, "Reading was stopped");
    assert.match((await rows())[0]?.description ?? "", /^stopped/);
    recover();
    await run("refresh", lab);
    await tokenRows(2000);
  });
});

describe("tokens that are grouped by usage", () => {
  // Before the scene ends, as every test begins with the usual groups.
  afterEach(async () => {
    const done = run("groupTokens");
    await scene.person.chooses("Owner");
    await done;
  });
  const scene = eachSignedIn();

  it("stay so after a refresh, of which use is asked anew", async () => {
    const done = run("groupTokens");
    await scene.person.chooses("Usage");
    await done;
    const labels = async (): Promise<string[]> => (await below("branch")).map(({ label }) => label);
    await until(async () => {
      assert.deepEqual(await labels(), ["Never used", "Used"]);
    });
    scene.awx.clearRequests();
    await run("refresh", lab);
    await until(() => {
      assert.equal(sent(scene.awx).filter(({ path }) => path.includes("last_used__isnull")).length, 1);
    });
    assert.deepEqual(await labels(), ["Never used", "Used"]);
  });
});
