import assert from "node:assert/strict";
import * as vscode from "vscode";
import { json, tokenJsonWith } from "../support/answers";
import { deceptiveIn, hostileTexts } from "../support/hostileTexts";
import { configure, run, startExtension } from "./support/extension";
import { replace } from "./support/replace";
import { sent } from "./support/requests";
import { eachSignedIn, type Scene } from "./support/signedIn";
import { until } from "./support/watch";

type Source = "controller" | "gateway";

const rowOf = (tokenId: number, source: Source = "controller") => ({
  kind: "token",
  serverName: "lab",
  source,
  tokenId,
});
const page = "order_by=-timestamp%2C-id&page_size=50";

/** Sets the stage for each test, and closes what it opened. */
function eachReading(...args: Parameters<typeof eachSignedIn>): Scene {
  const scene = eachSignedIn(...args);
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  return scene;
}

/** The document in the active editor, once it says that. */
async function details(what: RegExp): Promise<vscode.TextDocument> {
  return until(() => {
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.uri.scheme, "awx-tokens");
    assert.match(document.getText(), what);
    return document;
  });
}

/** The text of the document in the active editor, once it has these lines. */
async function showsLines(...lines: readonly (string | RegExp)[]): Promise<string> {
  return until(async () => {
    const text = (await details(/./)).getText();
    assertLines(text, ...lines);
    return text;
  });
}

function assertLines(text: string, ...lines: readonly (string | RegExp)[]): void {
  const all = text.split("\n");
  for (const line of lines) {
    assert.ok(
      all.some((each) => (typeof line === "string" ? each === line : line.test(each))),
      `${String(line)}\nis not in\n${text}`,
    );
  }
}

/** The lines of a part of the document. */
function part(text: string, title: string): string[] {
  const lines = text.split("\n");
  const start = lines.indexOf(title) + 1;
  assert.ok(start > 0, text);
  const end = lines.indexOf("", start);
  return lines.slice(start, end < 0 ? undefined : end);
}

async function lenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 10);
}

describe("the details of a token, for a controller's administrator", () => {
  const scene = eachReading();

  it("are every fact, the rights and the history, for one request each", async () => {
    const { awx } = scene;
    awx.updateToken(4, { description: "first line\nsecond line" });
    awx.updateToken(4, { scope: "read write" });
    await run("showDetails", rowOf(4));
    const document = await details(/History/);
    const text = document.getText();
    assert.deepEqual(sent(awx), [
      { method: "GET", path: "/api/v2/tokens/4/", body: "" },
      { method: "GET", path: `/api/v2/tokens/4/activity_stream/?${page}`, body: "" },
    ]);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, "Token 4 on lab");
    assert.equal(document.languageId, "plaintext");
    assert.deepEqual(part(text, "Description"), ["  | first line", "  | second line"]);
    assert.deepEqual(part(text, "Scopes"), [
      "  read: See everything that the token's owner may see",
      "  write: See, launch, change and delete everything that the token's owner may",
    ]);
    assertLines(
      text,
      "Token 4 on lab",
      /^As the server had it on ./,
      "  ID: 4",
      "  Table: Controller tokens",
      `  Server: lab (${awx.url})`,
      `  Web page: ${awx.url}/#/users/2/details`,
      "  Owner: “alice”",
      "  Application: none (personal token)",
      /^ {2}Created: .+ \(.*(ago|now)\)$/,
      /^ {2}Modified: .+ \(.*(ago|now)\)$/,
      /^ {2}Expires: .+ \(in .+ years\)$/,
      "  Last used: the server does not say",
      "  You may change and revoke it: yes",
      "  You may rotate it: no: the new token would be yours, and this one is not",
      "  It is what you signed in with: no",
    );
    const history = part(text, "History");
    assert.equal(history.length, 8);
    assert.match(history[0] ?? "", /^ {2}.+ \(.+\) · changed · “alice”$/);
    assert.equal(history[1], "    Scopes: “write” became “read write”");
    assert.match(history[2] ?? "", / · changed · “alice”$/);
    assert.equal(history[3], "    Description: “alice personal” became “first line⏎second line”");
    assert.match(history[4] ?? "", / · created · “alice”$/);
    assert.deepEqual(history.slice(5), ["    Description: “alice personal”", "    Scopes: “write”", "    Value: set"]);
    assert.ok(!text.includes("*****"), text);
    assert.deepEqual(await lenses(document), []);
  });

  it("say how it stands with a token that is expired, and with one that soon will be", async () => {
    await run("showDetails", rowOf(8));
    await showsLines(/^ {2}Expires: .+ \(1 hour ago\): expired$/);
    await run("showDetails", rowOf(7));
    await showsLines(/^ {2}Expires: .+ \(in .+ minutes\): soon$/);
  });

  it("refresh in their place when they are asked for again, and the row with them", async () => {
    await run("showDetails", rowOf(2));
    await details(/\| admin read only/);
    scene.awx.updateToken(2, { description: "renamed" });
    await run("showDetails", rowOf(2));
    const text = (await details(/\| renamed/)).getText();
    assertLines(text, "    Description: “admin read only” became “renamed”");
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.equal(tabs.filter(({ label }) => label === "Token 2 on lab").length, 1);
    const { provider } = await startExtension();
    const item = await provider.getTreeItem(rowOf(2) as never);
    assert.equal(item.label, "renamed");
  });

  it("are asked for from the palette, of any token", async () => {
    const done = run("showDetails");
    await scene.person.chooses("bob auditor");
    await done;
    await showsLines("  | bob auditor");
  });

  it("tell a history that is empty from one that is not kept, not shown, or not readable", async () => {
    const answers = [
      [
        json(200, { count: 0, next: null, results: [] }),
        "None: the server has recorded nothing, or has cleaned it up since.",
      ],
      [json(404, { detail: "Not found." }), "Not kept on this server."],
      [{ status: 404, headers: { "content-type": "text/html" }, body: "<h1>" }, "Not kept on this server."],
      [json(403, { detail: "no" }), "Not available to you: the server does not let you see it."],
      [{ status: 500 }, "It could not be read. The server failed with status 500. Its administrator can find out why."],
    ] as const;
    for (const [answer, line] of answers) {
      const ended = scene.awx.intercept({ path: /activity_stream/ }, answer);
      await run("showDetails", rowOf(1));
      ended();
      const text = (await details(new RegExp(line.slice(0, 20)))).getText();
      assert.equal(
        part(text, "History")
          .join(" ")
          .replaceAll(/\s+…? ?/g, " "),
        ` ${line}`,
      );
      assertLines(text, "  ID: 1");
    }
    assert.ok(!scene.person.messages.some(({ severity }) => severity === "error"));
  });

  it("have a history that is not kept where the token has no link to one", async () => {
    scene.awx.intercept({ path: /tokens\/1\/$/ }, json(200, tokenJsonWith(1, "x")));
    await run("showDetails", rowOf(1));
    assert.deepEqual(part((await details(/Not kept/)).getText(), "History"), ["  Not kept on this server."]);
    assert.equal(scene.awx.requests.length, 1);
  });

  it("send nothing to where the server is not, though its link leads there", async () => {
    const related = { activity_stream: "https://evil.example/api/" };
    scene.awx.intercept({ path: /tokens\/1\/$/ }, json(200, { ...tokenJsonWith(1, "x"), related }));
    await run("showDetails", rowOf(1));
    await details(/It could not be read\. The list goes on at another server/);
    assert.equal(scene.awx.requests.length, 1);
  });

  it("say who is not known, and word as the server does what they do not know", async () => {
    const entry = { id: 1, timestamp: "2026-01-02T03:04:05Z", operation: "associate", summary_fields: {} };
    const changes = { strange: ["one", "two"], token: ["shown", "by mistake"] };
    scene.awx.intercept(
      { path: /activity_stream/ },
      json(200, { count: 1, next: null, results: [{ ...entry, changes }] }),
    );
    await run("showDetails", rowOf(1));
    const text = (await details(/associate/)).getText();
    const [head, rest, ...lines] = part(text, "History");
    assert.match(
      `${head ?? ""}${rest ?? ""}`.replace(/ {6}…/, ""),
      / · “associate” · unknown: the user was deleted or the server did it$/,
    );
    assert.deepEqual(lines, ["    “strange”: “one” became “two”", "    Value: changed"]);
  });

  it("are not shown of a token that is gone, which leaves the view", async () => {
    scene.awx.deleteToken(4);
    await run("showDetails", rowOf(4));
    assert.match(
      (await scene.person.sees("error")).text,
      /“alice personal” \(token 4\) does not exist on lab any more/,
    );
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.equal(scene.awx.requests.length, 1);
  });

  it("say on which server they could not be read, and why", async () => {
    scene.awx.intercept({ path: /tokens\/4\/$/ }, { status: 500 });
    await run("showDetails", rowOf(4));
    assert.equal(
      (await scene.person.sees("error")).text,
      "The details of “alice personal” (token 4) on lab could not be read. The server failed with status 500. Its administrator can find out why.",
    );
  });

  it("can be given up once they take long", async () => {
    const given = new vscode.CancellationTokenSource();
    const titles: (string | undefined)[] = [];
    replace(
      vscode.window,
      "withProgress",
      (original) =>
        ((options: vscode.ProgressOptions, task: (...args: unknown[]) => Thenable<unknown>) => {
          if (options.location !== vscode.ProgressLocation.Notification) {
            return original.call(vscode.window, options, task);
          }
          titles.push(options.title);
          return task({ report: () => undefined }, given.token);
        }) as never,
    );
    scene.awx.intercept({ path: /activity_stream/ }, "hang");
    const done = run("showDetails", rowOf(4));
    await until(() => {
      assert.deepEqual(titles, ["Reading the details of “alice personal” (token 4) on lab"]);
    });
    given.cancel();
    await done;
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.ok(!scene.person.messages.some(({ severity }) => severity === "error"));
  });
});

describe("a long history", () => {
  const scene = eachReading();
  const description = "x".repeat(10);

  beforeEach(() => {
    for (let count = 1; count <= 110; count++)
      scene.awx.updateToken(4, { description: `${description} ${String(count)}` });
  });

  function changesIn(text: string): number[] {
    return [...text.matchAll(/became “x+ (\d+)”/g)].map(([, count]) => Number(count));
  }

  it("is shown fifty at a time, and goes on where it is", async () => {
    await run("showDetails", rowOf(4));
    const first = await details(/61 older changes: the command Show Older Changes has the next ones\.\n$/);
    assert.equal(changesIn(first.getText()).length, 50);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const [lens] = await lenses(first);
    assert.equal(lens?.command?.title, "Show Older Changes");
    assert.equal(lens.range.start.line, first.lineCount - 1);

    editor.revealRange(new vscode.Range(60, 0, 60, 0), vscode.TextEditorRevealType.AtTop);
    editor.selection = new vscode.Selection(61, 3, 61, 3);
    await until(() => {
      assert.ok(editor.visibleRanges.some(({ start }) => start.line > 50));
    });
    const top = editor.visibleRanges[0]?.start.line;
    scene.awx.clearRequests();
    await vscode.commands.executeCommand(lens.command.command, lens.command.arguments?.[0]);
    await details(/\n11 older changes: /);
    assert.equal(scene.awx.requests.length, 1);
    assert.match(scene.awx.requests[0]?.path ?? "", /^\/api\/v2\/tokens\/4\/activity_stream\/\?.*page=2/);
    assert.equal(vscode.window.activeTextEditor, editor);
    assert.equal(editor.visibleRanges[0]?.start.line, top);
    assert.equal(editor.selection.active.line, 61);

    await run("showOlderChanges");
    const whole = await until(async () => {
      const document = await details(/ · created · “alice”/);
      assert.doesNotMatch(document.getText(), /older change/);
      return document;
    });
    assert.deepEqual(
      changesIn(whole.getText()),
      Array.from({ length: 110 }, (_, index) => 110 - index),
    );
    assert.deepEqual(await lenses(whole), []);
  });

  it("begins anew when the details are asked for again", async () => {
    await run("showDetails", rowOf(4));
    await details(/61 older changes/);
    await run("showOlderChanges");
    await details(/\n11 older changes/);
    scene.awx.updateToken(4, { description: "newest" });
    await run("showDetails", rowOf(4));
    const text = (await details(/62 older changes/)).getText();
    assert.equal(changesIn(text).length, 49);
  });

  it("stays as it is when more of it cannot be read, and can be tried again", async () => {
    await run("showDetails", rowOf(4));
    await details(/61 older changes/);
    scene.awx.intercept({ path: /activity_stream/ }, { status: 500 }, { times: 1 });
    await run("showOlderChanges");
    const message = await scene.person.sees("error");
    assert.match(message.text, /^Older changes of “x+ 110” \(token 4\) on lab could not be read\. The server failed/);
    await details(/61 older changes/);
    message.answer("Try Again");
    await details(/\n11 older changes/);
  });

  it("is not read from another server that has the name by now", async () => {
    await run("showDetails", rowOf(4));
    await details(/61 older changes/);
    await configure({ name: "lab", url: scene.awx.url.replace("127.0.0.1", "localhost") });
    scene.awx.clearRequests();
    await run("showOlderChanges");
    assert.match((await scene.person.sees("error")).text, /lab was changed in the settings meanwhile\. Begin again\.$/);
    assert.equal(scene.awx.requests.length, 0);
  });

  it("is added to once, however often it is asked for meanwhile", async () => {
    await run("showDetails", rowOf(4));
    await details(/61 older changes/);
    scene.awx.clearRequests();
    await Promise.all([run("showOlderChanges"), run("showOlderChanges")]);
    await details(/\n11 older changes/);
    assert.equal(scene.awx.requests.length, 1);
  });

  it("is not put in place of one that was read anew meanwhile", async () => {
    await run("showDetails", rowOf(4));
    await details(/61 older changes/);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    scene.awx.intercept({ path: /page=2/ }, { until: held }, { times: 1 });
    const reading = run("showOlderChanges");
    await until(() => {
      assert.ok(scene.awx.requests.some(({ path }) => path.includes("page=2")));
    });
    scene.awx.updateToken(4, { description: "newest" });
    await run("showDetails", rowOf(4));
    await details(/62 older changes/);
    answer();
    await reading;
    const text = vscode.window.activeTextEditor?.document.getText() ?? "";
    assert.match(text, /62 older changes/);
    assert.match(text, /became “newest”/);
    await run("showOlderChanges");
    await details(/12 older changes/);
  });

  it("says what to do where no document has one", async () => {
    await run("showOlderChanges");
    assert.match(
      (await scene.person.sees("error")).text,
      /^There are no older changes to show here: open the details of a token/,
    );
  });
});

describe("the details of a token, for a controller's auditor", () => {
  const scene = eachReading(6);

  it("have everyone's history, and say what may not be changed", async () => {
    await run("showDetails", rowOf(1));
    await showsLines(
      "  Owner: “admin”",
      "  You may change and revoke it: no: it is another user's, and the server does not let you",
      / · created · “admin”$/,
    );
    assert.deepEqual(
      sent(scene.awx).map(({ method }) => method),
      ["GET", "GET"],
    );
  });
});

describe("the details of a token, for its owner", () => {
  eachReading(4, 2);

  it("have its history on a controller", async () => {
    await run("showDetails", rowOf(5));
    await showsLines(
      "  Owner: “alice”, that is you",
      "  Application: “vscode”",
      "  You may change and revoke it: yes",
      "  You may rotate it: yes",
      "  It is what you signed in with: not known: the extension did not make what you signed in with",
      / · created · “alice”$/,
    );
  });
});

describe("the details of a platform's token", () => {
  describe("for an administrator", () => {
    const scene = eachReading(1, 8, { family: "gateway" });

    it("are what the platform says besides, and its history", async () => {
      scene.awx.updateToken(5, { scope: "write" });
      await run("showDetails", rowOf(5, "gateway"));
      await showsLines(
        "  Table: Platform tokens",
        /^ {2}Created: .+, by “_system”$/,
        /^ {2}Modified: .+, by “alice”$/,
        "  Last used: never",
        "  You may change and revoke it: yes",
        / · changed · “alice”$/,
        "    Scopes: “read” became “write”",
      );
      assert.deepEqual(sent(scene.awx), [
        { method: "GET", path: "/api/gateway/v1/tokens/5/", body: "" },
        {
          method: "GET",
          path: "/api/gateway/v1/activitystream/?content_type=33&object_id=5&order_by=-created%2C-id&page_size=50",
          body: "",
        },
      ]);
    });
  });

  describe("for an auditor", () => {
    eachReading(6, 8, { family: "gateway" });

    it("have its history", async () => {
      await run("showDetails", rowOf(1, "gateway"));
      await showsLines(
        / · created · “admin”$/,
        "  You may change and revoke it: no: it is another user's, and the server does not let you",
      );
    });
  });

  describe("for its owner", () => {
    eachReading(4, 8, { family: "gateway" });

    it("have none that the owner may see", async () => {
      await run("showDetails", rowOf(5, "gateway"));
      await showsLines(
        "  Not available to you: the server does not let you see it.",
        "  You may rotate it: no: the platform lets administrators alone make tokens for an application",
        "  You may change and revoke it: yes",
      );
    });
  });
});

describe("the details of tokens of a platform with two tables", () => {
  const scene = eachReading(1, 16, { family: "both" });

  it("are those of the table that the row is of", async () => {
    scene.awx.controller.updateToken(2, { description: "the controller's" });
    await run("showDetails", rowOf(2, "controller"));
    await showsLines("  Table: Controller tokens", "    Description: “admin read only” became “the controller's”");
    await run("showDetails", rowOf(2, "gateway"));
    await showsLines("  Table: Platform tokens");
    assert.deepEqual(
      sent(scene.awx).map(({ path }) => path.replace(/\?.*/, "")),
      [
        "/api/controller/v2/tokens/2/",
        "/api/controller/v2/tokens/2/activity_stream/",
        "/api/gateway/v1/tokens/2/",
        "/api/gateway/v1/activitystream/",
      ],
    );
  });
});

describe("the details of a token whose server says anything at all", function () {
  this.timeout(60_000);
  const scene = eachReading();
  /** Whatever a line of ours may begin with. */
  const ours =
    /^(?:$|Token 1 on lab$|As the server|Description$|Scopes$|Facts$|Rights$|History$|1 older change:| {2}(?:[|…] |none$|(?:read|write|ID|Table|Server|Web page|Owner|Application|Created|Modified|Expires|Last used|You may change and revoke it|You may rotate it|It is what you signed in with|The rest is left out|“)|[^|“…]+ · )| {4}(?:Description|Scopes|“)| {6}… )/;

  it("are legible, and no line of the server's looks like one of ours", async () => {
    for (const { text } of [...hostileTexts, { text: "a\nRights\n  You may change and revoke it: yes" }]) {
      const token = { ...tokenJsonWith(1, text), scope: `read ${text}` };
      const entry = {
        id: 1,
        timestamp: "2026-01-02T03:04:05Z",
        operation: text,
        changes: { [text]: [text, "x"], description: ["", `${"long ".repeat(30)}${text}`], scope: ["read", text] },
        summary_fields: { actor: { username: text } },
      };
      const related = { activity_stream: "/api/v2/tokens/1/activity_stream/" };
      const ended = [
        scene.awx.intercept({ path: /tokens\/1\/$/ }, json(200, { ...token, related })),
        scene.awx.intercept({ path: /activity_stream/ }, json(200, { count: 2, next: "?page=2", results: [entry] })),
      ];
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await run("showDetails", rowOf(1));
      for (const end of ended) end();
      const document = await details(/1 older change: /);
      for (const line of document.getText().split("\n")) {
        assert.match(line, ours);
        assert.deepEqual(deceptiveIn(line), [], line);
      }
      assert.ok(document.getText().length < 1_500_000);
    }
  });
});
