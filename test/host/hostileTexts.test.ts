import assert from "node:assert/strict";
import * as vscode from "vscode";
import { mayWrite } from "../../src/tokens/scopes";
import { visibleText } from "../../src/util/visibleText";
import { startFakeAwx } from "../fakeAwx/server";
import { json, tokenJson, tokenJsonWith } from "../support/answers";
import { makeSelfSigned } from "../support/certificates";
import {
  deceptiveIn,
  hostileTexts,
  invisibleTexts,
  longTexts,
  markupTexts,
  type HostileText,
} from "../support/hostileTexts";
import { configure, rows, run, startExtension, tokenRows } from "./support/extension";
import { eachSignedIn, eachWithServer } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" };
const token = (tokenId: number) => ({ kind: "token", serverName: "lab", source: "controller", tokenId });

/** What VS Code draws or obeys, and what an eye is fooled by, in one. */
const trick = "$(trash) [x](command:a) \u202e\u0007 b";

/** Those that are not the same everywhere that all are shown as text: they take a box, a question or a message each. */
const telling = [...markupTexts.filter(({ text }) => /\$\(|\]\(/.test(text)), ...invisibleTexts, ...longTexts];

describe("a hostile text of a server", function () {
  this.timeout(60_000);
  const scene = eachSignedIn();

  /** Has the server list a token for each text, which is all that it says of it. */
  async function listTokensOf(
    texts: readonly HostileText[],
  ): Promise<readonly { readonly id: number; readonly text: string }[]> {
    const listed = texts.map(({ text }, index) => ({ id: index + 1, text }));
    const results = listed.map(({ id, text }) => ({ ...tokenJsonWith(id, text), scope: `read ${text}` }));
    scene.awx.intercept(
      { method: "GET", path: /tokens\/\?/ },
      json(200, { count: listed.length, next: null, results }),
    );
    for (const each of results) {
      scene.awx.intercept({ method: "GET", path: new RegExp(`tokens/${String(each.id)}/$`) }, json(200, each));
    }
    await run("refresh");
    await tokenRows(listed.length);
    return listed;
  }

  it("is legible in a token's row, and cut short", async () => {
    const listed = await listTokensOf(hostileTexts);
    const drawn = await tokenRows(listed.length);
    for (const [index, { text }] of listed.entries()) {
      const { label, description, tooltip, spoken } = drawn[index] ?? assert.fail("a token has no row");
      assert.equal(label, visibleText(text));
      assert.ok(description.endsWith(` · ${visibleText(text, 60)}`), description);
      assert.ok(tooltip.includes(`** ${visibleText(text, 1000)}  \n**`), tooltip);
      assert.ok(spoken.startsWith(`${label}, read`), spoken);
      for (const shown of [label, description, spoken, ...tooltip.split("  \n")]) assertLegible(shown);
      assert.ok(label.length <= 400 && description.length <= 500 && spoken.length <= 700 && tooltip.length < 2500);
    }
  });

  it("is legible in the server's row when it is the name of who is signed in", async () => {
    for (const { text } of hostileTexts) {
      const ended = scene.awx.intercept({ path: /me\// }, json(200, { results: [{ id: 1, username: text }] }));
      await run("readAll");
      ended();
      const server = await until(async () => {
        const [found] = await rows();
        assert.ok(found);
        assert.ok(found.description.startsWith(`${visibleText(text, 60)} · `), found.description);
        return found;
      });
      for (const shown of [server.description, server.spoken, ...server.tooltip.split("  \n")]) assertLegible(shown);
    }
  });

  it("is neither icon nor link among the tokens to choose from", async () => {
    const listed = await listTokensOf(hostileTexts);
    const done = run("copyTokenId");
    const { items } = await scene.person.quickPick();
    assert.equal(items.length, listed.length);
    for (const { label, description = "", detail } of items) {
      assertInert(label);
      assertInert(description);
      assert.equal(detail, undefined);
    }
    await scene.person.escapes();
    await done;
  });

  it("is neither icon nor link around the box that has it as it is, nor where both versions of it are shown", async () => {
    for (const { id, text } of await listTokensOf(telling)) {
      const colleague = { ...tokenJsonWith(id, text), description: `${text}?`, scope: `write ${text}` };
      scene.awx.intercept({ method: "GET", path: new RegExp(`tokens/${String(id)}/$`) }, json(200, colleague));
      const done = run("editDescription", token(id));
      const box = await scene.person.inputBox();
      assert.equal(box.value, text.replaceAll(/[\r\n\u2028\u2029]+/g, " "));
      for (const shown of [box.title, box.prompt, box.placeholder]) assertInert(shown ?? "");
      assert.ok((box.title ?? "").length < 200, box.title);
      await scene.person.enters("another");
      const question = await scene.person.sees("warning");
      assert.match(question.text, /was changed meanwhile$/);
      assertInert(question.text);
      const lines = question.detail?.split("\n") ?? [];
      assert.ok(lines.length === 2 || lines.length === 3, question.detail);
      for (const line of lines) assertInert(line);
      assert.ok(lines.join("").length < 1500);
      question.answer(undefined);
      await done;
    }
    assert.ok(!scene.awx.requests.some(({ method }) => method === "PATCH"));
  });

  it("is neither icon nor link where its scopes are picked and widened", async () => {
    for (const { id, text } of await listTokensOf(telling)) {
      if (mayWrite(text)) continue;
      const done = run("editScopes", token(id));
      const pick = await scene.person.quickPick();
      for (const shown of [pick.title, pick.placeholder]) assertInert(shown ?? "");
      await scene.person.ticks("read", "write");
      const question = await scene.person.sees("warning");
      assert.match(question.text, /write\?$/);
      assertInert(question.text);
      assertInert(question.detail ?? "");
      assert.ok((question.detail ?? "").length < 1000);
      question.answer(undefined);
      await done;
    }
  });

  it("is neither icon nor link as the reason of a refusal, or as the name of a field", async () => {
    for (const { text } of telling) {
      scene.awx.intercept({ method: "PATCH" }, json(400, { [text]: [text] }), { times: 1 });
      await refusedEdit(/^The description of .+ was not changed\. The server did not accept it: /);
    }
  });

  const answers: readonly (readonly [title: string, answer: { status: number; headers: object; body: string }])[] = [
    ["a 403", json(403, { detail: trick })],
    ["a 404", json(404, { detail: trick })],
    ["a 409", json(409, { detail: trick })],
    ["a 415", json(415, [trick])],
    ["a page", page(200)],
    ["a page of 404", page(404)],
    ["a page of 403", page(403)],
    ["a redirect", { status: 302, headers: { location: "https://evil.example/$(trash)/[x](command:a)" }, body: "" }],
    [
      "a challenge",
      {
        status: 401,
        headers: {
          "content-type": "text/plain",
          "www-authenticate": 'Bearer error_description="$(trash) [x](command:a) \\"b\\""',
        },
        body: "",
      },
    ],
  ];
  for (const [title, answer] of answers) {
    it(`is neither icon nor link in ${title}`, async () => {
      scene.awx.intercept({ method: "PATCH" }, answer as never, { times: 1 });
      await refusedEdit(/^.+ on lab .+\./);
    });
  }

  it("adds no line to the report of a test, and is legible in it", async () => {
    await run("testConnection", lab);
    const usual = unindented(await reportWith("24.6.1"));
    for (const { text } of telling) {
      const ended = [
        scene.awx.intercept({ path: /ping\// }, json(200, { version: text })),
        scene.awx.intercept({ path: /me\// }, json(200, { results: [{ id: 1, username: text }] })),
      ];
      await run("testConnection", lab);
      const report = await reportWith(visibleText(text, 60));
      for (const end of ended) end();
      assert.deepEqual(unindented(report), usual);
      for (const line of report.split("\n")) assertLegible(line);
    }
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is saved as it is", async () => {
    // Neither of these is taken by a server's database.
    const taken = hostileTexts.map(({ text }) => text.replaceAll(/[\0\p{Cs}]/gu, ""));
    for (const description of [taken.slice(0, -longTexts.length).join(" "), ...taken.slice(-longTexts.length)]) {
      scene.awx.updateToken(2, { description });
      await run("refresh");
      const done = run("editDescription", token(2));
      const { value } = await scene.person.inputBox();
      await scene.person.enters(`${value}!`);
      await done;
      assert.equal(scene.awx.token(2)?.description, `${description.replaceAll(/[\r\n\u2028\u2029]+/g, " ")}!`.trim());
    }
  });

  it("leaves the lines of the log as they are", async () => {
    const link = `/api/v2/tokens/1/activity_stream/?a=${encodeURIComponent(trick)}\n\u2028[x](command:a)`;
    const related = { activity_stream: link };
    scene.awx.intercept({ method: "GET", path: /tokens\/1\/$/ }, json(200, tokenJson(1, { related })), { times: 1 });
    await run("showDetails", token(1));
    const { log } = await startExtension();
    assert.ok(
      log.some((line) => line.startsWith("lab: GET /api/v2/tokens/1/activity_stream/?a=")),
      log.at(-1),
    );
    for (const line of log) assertLegible(line.replaceAll("$\u200b(", "$(").replaceAll("]\u200b(", "]("));
  });

  async function refusedEdit(says: RegExp): Promise<void> {
    const done = run("editDescription", token(1));
    await scene.person.enters("another");
    const message = await scene.person.sees("error");
    await done;
    assert.match(message.text, says);
    assertInert(message.text);
    assert.ok(message.text.length < 1000, message.text);
  }
});

describe("a hostile text of a certificate", () => {
  const scene = eachWithServer();

  it("is neither icon nor link, and legible", async () => {
    const names = ["$(trash) [x](command:a)", "a\n  Rights: read and write", "**b** <img src=x>"];
    const awx = await startFakeAwx({ tls: makeSelfSigned({ hosts: names }) });
    try {
      await configure({ name: "lab", url: awx.url });
      await run("testConnection", lab);
      const report = await reportWith("Issued to");
      for (const line of report.split("\n")) assertLegible(line);
      assert.ok(report.includes("$(trash) [x](command:a)"), report);
      assert.doesNotMatch(report, /^ *Rights:/m);

      await configure({ name: "lab", url: awx.url, skipCertificateVerification: true });
      await run("testConnection", lab);
      for (const line of (await reportWith("Checked with: nothing")).split("\n")) assertLegible(line);
    } finally {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await awx.stop();
    }
    assert.deepEqual(scene.person.messages, []);
  });
});

/** Asserts that nothing in a line fools the eye. */
function assertLegible(line: string): void {
  assert.deepEqual(deceptiveIn(line), [], line);
}

/** Asserts that VS Code has nothing to draw or to obey in a line, and that nothing in it fools the eye. */
function assertInert(line: string): void {
  assert.ok(!line.includes("$(") && !line.includes("]("), line);
  assertLegible(line.replaceAll("$\u200b(", "$(").replaceAll("]\u200b(", "]("));
}

function page(status: number) {
  return { status, headers: { "content-type": "text/html" }, body: `<title>${trick} &lt;img src=x&gt;</title>` };
}

/** The text of the report that is shown, once it says something. */
function reportWith(text: string): Promise<string> {
  return until(() => {
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.uri.scheme === "awx-tokens", "no report is shown");
    const report = document.getText();
    assert.ok(report.includes(text), report);
    return report;
  });
}

/** The lines of a report that stand for themselves, without the time in the second. */
function unindented(report: string): string[] {
  return report
    .split("\n")
    .filter((line) => !line.startsWith(" "))
    .map((line) => line.replace(/^.* · /, ""));
}
