import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import * as vscode from "vscode";
import type { Row } from "../../src/views/rows";
import { json, tokenJsonWith } from "../support/answers";
import { hitsInValue } from "../support/canaries";
import { hostileTexts } from "../support/hostileTexts";
import { configure, run, tokenRows } from "./support/extension";
import { filterBy } from "./support/filterBy";
import { replace } from "./support/replace";
import { eachSignedIn, eachWithServer, signIn } from "./support/signedIn";
import { until } from "./support/watch";

const lab: Row = { kind: "server", serverName: "lab" };
const row = (tokenId: number, source: "controller" | "gateway" = "controller"): Row => ({
  kind: "token",
  serverName: "lab",
  source,
  tokenId,
});

let folder: string;
/** What the save dialog was given, each time. */
let dialogs: vscode.SaveDialogOptions[];
/** What it is answered with, the last one for good. */
let files: (string | undefined)[];

/** Answers the save dialog, which is the system's own, in the person's stead. */
function eachWithDialog(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "awx-tokens-"));
    dialogs = [];
    files = [join(folder, "tokens.csv")];
    replace(vscode.window, "showSaveDialog", () => (options = {}) => {
      dialogs.push(options);
      const file = files.length > 1 ? files.shift() : files[0];
      return Promise.resolve(file === undefined ? undefined : vscode.Uri.file(file));
    });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await rm(folder, { recursive: true });
  });
}

async function lines(file = "tokens.csv"): Promise<string[]> {
  return (await readFile(join(folder, file), "utf8")).split("\r\n");
}

async function objects(file = "tokens.json"): Promise<Record<string, unknown>[]> {
  return JSON.parse(await readFile(join(folder, file), "utf8")) as Record<string, unknown>[];
}

describe("the export of a controller's tokens, by its administrator", () => {
  const scene = eachSignedIn();
  eachWithDialog();

  it("writes all that are listed of a server, and asks the server nothing", async () => {
    await run("exportTokens", lab);
    const message = await scene.person.sees("info");
    assert.equal(message.text, `8 tokens of lab were exported to ${join(folder, "tokens.csv")}.`);
    const [header, first, ...rest] = await lines();
    assert.equal(
      header,
      "server,address,table,id,description,scopes,owner,application,created,modified,last used,expires,state,yours",
    );
    assert.ok(first?.startsWith(`lab,${scene.awx.url},controller,1,admin laptop,write,admin,,20`), first);
    assert.match(first ?? "", /,,\d{4}-[^,]+Z,valid,yes$/);
    assert.equal(rest.length, 8);
    assert.match(rest[3] ?? "", /,5,alice app token,read,alice,vscode,.*,valid,no$/);
    assert.match(rest[5] ?? "", /,7,one hour,.*,expiring soon,yes$/);
    assert.match(rest[6] ?? "", /,8,expired,.*,expired,yes$/);
    assert.equal(rest[7], "");
    assert.deepEqual(scene.awx.requests, []);
    message.answer("Open");
    await until(() => {
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(folder, "tokens.csv"));
    });
  });

  it("offers a name that says of which server and when, in the home folder", async () => {
    await run("exportTokens", lab);
    const [options] = dialogs;
    assert.equal(options?.title, "Export tokens of lab");
    assert.deepEqual(options.filters, { CSV: ["csv"], JSON: ["json"] });
    const { fsPath = "" } = options.defaultUri ?? {};
    assert.match(basename(fsPath), /^awx-tokens-lab-\d{4}-\d\d-\d\d\.csv$/);
    assert.equal(join(fsPath, ".."), homedir());
  });

  it("writes JSON where the name ends so, with when and as whom", async () => {
    files = [join(folder, "tokens.JSON")];
    await run("exportTokens", lab);
    const found = await objects("tokens.JSON");
    assert.equal(found.length, 8);
    assert.equal(found[0]?.["exportedBy"], "admin");
    assert.ok(Math.abs(Date.parse(String(found[0]["exportedAt"])) - Date.now()) < 60_000);
    assert.deepEqual([found[0]["lastUsed"], found[3]?.["owner"], found[3]?.["yours"]], [null, "alice", false]);
  });

  it("writes the selected tokens alone, or that of the row", async () => {
    files = [join(folder, "tokens.json")];
    await run("exportTokens", row(4), [row(4), row(6), lab]);
    assert.equal((await scene.person.sees("info")).text, `2 tokens of lab were exported to ${files[0] ?? ""}.`);
    assert.deepEqual(
      (await objects()).map(({ id }) => id),
      [4, 6],
    );
    await run("exportTokens", row(2), [row(2)]);
    assert.equal((await scene.person.sees("info")).text, `1 token of lab was exported to ${files[0] ?? ""}.`);
    assert.deepEqual(
      (await objects()).map(({ id }) => id),
      [2],
    );
    assert.deepEqual(scene.awx.requests, []);
  });

  it("asks for the server when it is called from the palette", async () => {
    const { awx, person } = scene;
    await configure({ name: "other", url: "http://127.0.0.1:9" }, { name: "lab", url: awx.url });
    const done = run("exportTokens");
    assert.equal((await person.quickPick()).title, "Export the tokens of which server?");
    await person.chooses("lab");
    await done;
    assert.equal((await lines()).length, 10);
  });

  it("writes the tokens that were chosen among all", async () => {
    const { person } = scene;
    const done = run("editSeveral", lab);
    await person.ticks("admin laptop", "bob auditor");
    await person.chooses("Export");
    await done;
    assert.equal((await lines()).length, 4);
  });

  it("writes nothing when the person gives up", async () => {
    files = [undefined];
    await run("exportTokens", lab);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(dialogs.length, 1);
    assert.ok(scene.person.messages.every(({ isModal }) => isModal));
  });

  it("says which file could not be written and why, and goes on with another", async () => {
    await mkdir(join(folder, "tokens.csv"));
    files = [join(folder, "tokens.csv"), join(folder, "elsewhere.csv")];
    await run("exportTokens", lab);
    const message = await scene.person.sees("error");
    assert.equal(
      message.text,
      `The tokens of lab were not exported: ${join(folder, "tokens.csv")} could not be written. There is a folder of that name.`,
    );
    message.answer("Try Again");
    await scene.person.sees("info");
    assert.equal((await lines("elsewhere.csv")).length, 10);
    assert.equal(dialogs.length, 2);
  });

  it("holds no secret, whatever the server lists", async () => {
    const token = { ...tokenJsonWith(1, "x"), token: scene.awx.secretOf(1), refresh_token: scene.awx.secretOf(2) };
    scene.awx.intercept({ path: /tokens\/\?/ }, json(200, { count: 1, next: null, results: [token] }));
    await run("refresh");
    for (const name of ["tokens.csv", "tokens.json"]) {
      files = [join(folder, name)];
      await run("exportTokens", lab);
      assert.deepEqual(hitsInValue("file", await readFile(files[0] ?? "", "utf8")), []);
    }
  });

  it("has each hostile text whole, as text", async () => {
    const results = hostileTexts.map(({ text }, index) => tokenJsonWith(index + 1, text));
    scene.awx.intercept({ path: /tokens\/\?/ }, json(200, { count: results.length, next: null, results }));
    await run("refresh");
    files = [join(folder, "tokens.json")];
    await run("exportTokens", lab);
    const found = await objects();
    for (const [index, { text }] of hostileTexts.entries()) assert.equal(found[index]?.["description"], text);
  });

  it("says so when there are none", async () => {
    scene.awx.intercept({ path: /tokens\/\?/ }, json(200, { count: 0, next: null, results: [] }));
    await run("refresh");
    await run("exportTokens", lab);
    assert.equal((await scene.person.sees("error")).text, "No tokens are listed on lab.");
    assert.equal(dialogs.length, 0);
  });

  it("reads a list that could not be read again, and asks before it writes what is of an earlier time", async () => {
    const { awx, person } = scene;
    const recover = awx.intercept({}, { status: 500 });
    await run("refresh");
    let done = run("exportTokens", lab);
    const question = await person.sees("warning");
    assert.equal(question.text, "The tokens of lab could not be read again. Export what is known of an earlier time?");
    assert.match(question.detail ?? "", /^What is listed of lab is of .+\. The server failed with status 500\./);
    question.answer(undefined);
    await done;
    assert.equal(dialogs.length, 0);

    done = run("exportTokens", row(4), [row(4), row(6)]);
    (await person.sees("warning")).answer("Export");
    await done;
    assert.equal((await lines()).length, 4);

    recover();
    awx.updateToken(2, { description: "renamed" });
    await run("exportTokens", lab);
    assert.match((await lines())[2] ?? "", /renamed/);
  });
});

describe("the export of tokens of which a filter hides some", () => {
  // Before the scene ends, as every test begins with all tokens.
  afterEach(() => run("clearFilter", lab));
  const scene = eachSignedIn();
  eachWithDialog();

  for (const [choice, count] of [
    ["The token that the filter shows", 1],
    ["All 8 tokens", 8],
  ] as const) {
    it(`has “${choice}” when the person chooses so`, async () => {
      await filterBy(scene.person, "id:7", "Show 1 of 8 tokens");
      const done = run("exportTokens", lab);
      await scene.person.chooses(choice);
      await done;
      assert.equal((await lines()).length, count + 2);
    });
  }

  it("writes nothing when the person does not choose", async () => {
    await filterBy(scene.person, "id:7", "Show 1 of 8 tokens");
    const done = run("exportTokens", lab);
    await scene.person.quickPick();
    await scene.person.escapes();
    await done;
    assert.equal(dialogs.length, 0);
  });
});

describe("the export of tokens that are not read yet", () => {
  const scene = eachSignedIn();
  eachWithDialog();

  it("waits for them", async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    scene.awx.intercept({ path: /tokens\/\?/ }, { until: held });
    scene.awx.updateToken(1, { description: "renamed" });
    const reading = run("refresh");
    const done = run("exportTokens", lab);
    await until(() => {
      assert.ok(scene.awx.requests.some(({ path }) => path.includes("tokens/?")));
    });
    assert.equal(dialogs.length, 0);
    answer();
    await Promise.all([reading, done]);
    assert.match((await lines())[1] ?? "", /renamed/);
    assert.equal(scene.awx.requests.filter(({ path }) => path.includes("tokens/?")).length, 2);
  });
});

describe("the export of tokens, by their owner", () => {
  eachSignedIn(4, 2);
  eachWithDialog();

  it("has those that the owner may see", async () => {
    files = [join(folder, "tokens.json")];
    await run("exportTokens", lab);
    assert.deepEqual(
      (await objects()).map(({ id, yours, exportedBy }) => [id, yours, exportedBy]),
      [
        [4, true, "alice"],
        [5, true, "alice"],
      ],
    );
  });
});

describe("the export of tokens, by an auditor", () => {
  eachSignedIn(6, 8);
  eachWithDialog();

  it("has everyone's", async () => {
    files = [join(folder, "tokens.json")];
    await run("exportTokens", lab);
    assert.deepEqual(
      (await objects()).filter(({ yours }) => yours === true).map(({ id }) => id),
      [6],
    );
    assert.equal((await objects()).length, 8);
  });
});

describe("the export of a platform's tokens", () => {
  const scene = eachSignedIn(1, 8, { family: "gateway" });
  eachWithDialog();

  it("says when each was used last", async () => {
    files = [join(folder, "tokens.json")];
    await run("exportTokens", lab);
    const found = await objects();
    assert.match(String(found[0]?.["lastUsed"]), /^\d{4}-/);
    assert.equal(found[1]?.["lastUsed"], "never");
    assert.equal(found[0]?.["table"], "platform");
    assert.deepEqual(scene.awx.requests, []);
  });
});

describe("the export of the tokens of a platform with two tables", () => {
  const scene = eachSignedIn(1, 16, { family: "both" });
  eachWithDialog();

  it("has both, each with its own users", async () => {
    files = [join(folder, "tokens.json")];
    await run("exportTokens", lab);
    const found = await objects();
    assert.deepEqual(
      ["platform", "controller"].map((table) => found.filter((each) => each["table"] === table).length),
      [8, 8],
    );
    assert.equal(found.filter(({ yours }) => yours === true).length, 10);
  });

  it("asks before it writes one that could not be read again", async () => {
    scene.awx.intercept({ path: /controller\/v2\/tokens/ }, { status: 500 });
    await run("refresh");
    const done = run("exportTokens", lab);
    const question = await scene.person.sees("warning");
    assert.match(question.detail ?? "", /^A part of what is listed of lab is from before .+ The server failed/);
    question.answer("Export");
    await done;
    assert.equal((await lines()).length, 18);
    await run("exportTokens", row(2, "gateway"));
    assert.equal((await lines()).length, 3);
  });
});

describe("the export of tokens of several servers", () => {
  const scene = eachWithServer();
  eachWithDialog();

  it("names them all, and a name that no file can have is made one", async () => {
    try {
      await configure({ name: "lab", url: scene.awx.url });
      await signIn(scene, 1);
      await run("refresh");
      await tokenRows(8);
      const named = 'a/b\\c:d*e?"f<g>|h..';
      await configure({ name: "lab", url: scene.awx.url }, { name: named, url: scene.awx.url });
      const done = run("signIn", { kind: "server", serverName: named });
      (await scene.person.sees("warning")).answer("Use Without Encryption");
      await scene.person.chooses("Access token");
      await scene.person.enters(scene.awx.secretOf(1));
      await done;
      await run("refresh");
      await tokenRows(8, 1);

      await run("exportTokens", { kind: "server", serverName: named });
      assert.match(basename(dialogs[0]?.defaultUri?.path ?? ""), /^awx-tokens-a-b-c-d-e-f-g-h-\d{4}-\d\d-\d\d\.csv$/);
      const rows = [row(1), { ...row(2), serverName: named } as Row];
      await run("exportTokens", rows[0], rows);
      assert.match(basename(dialogs[1]?.defaultUri?.path ?? ""), /^awx-tokens-\d{4}-\d\d-\d\d\.csv$/);
      const found = await lines();
      assert.equal(found.length, 4);
      assert.match(found[1] ?? "", /^lab,/);
      assert.match(found[2] ?? "", /^"a\/b\\c:d\*e\?""f<g>\|h\.\.",/);
    } finally {
      scene.person.agreesTo("Sign Out");
      await run("signOut", { kind: "server", serverName: 'a/b\\c:d*e?"f<g>|h..' });
    }
  });
});
