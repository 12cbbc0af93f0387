import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  assertMarkedOnce,
  closeEditors,
  isMarked,
  isUnmarked,
  lastFailure,
  replaceIn,
  rewrite,
} from "./support/editor";
import { run } from "./support/extension";
import { filterBy } from "./support/filterBy";
import { changes, sent } from "./support/requests";
import { eachSignedIn } from "./support/signedIn";
import { agreesToAll, opensTokens, patch } from "./support/tokensFile";
import { until } from "./support/watch";

/** The lines of tokens in a document, without what is said of them. */
function linesOf(document: vscode.TextDocument): string[] {
  return document
    .getText()
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim().replace(/,? \/\/ .*$/, ""));
}

describe("the file of several tokens", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn();

  async function open(...tokenIds: number[]): Promise<vscode.TextDocument> {
    const document = await opensTokens(...tokenIds);
    scene.awx.clearRequests();
    return document;
  }

  it("has the selected ones in the order of the selection, each with its owner, application and expiry", async () => {
    const document = await opensTokens(6, 3);
    assert.equal(document.uri.toString(), "awx-token:/lab/tokens.jsonc");
    assert.equal(document.languageId, "jsonc");
    assert.deepEqual(linesOf(document), [
      '"6": { "scope": ["write"], "description": "bob auditor" }',
      '"3": { "scope": ["write"], "description": "admin app token" }',
    ]);
    const comments = document.getText().match(/(?<= \/\/ ).*/g);
    assert.match(comments?.[0] ?? "", /^bob · personal token · expires /);
    assert.match(comments?.[1] ?? "", /^admin · vscode · expires /);
    assert.deepEqual(scene.awx.requests, []);
  });

  it("has all of the server's when no filter is on", async () => {
    const document = await opensTokens();
    assert.deepEqual(
      linesOf(document).map((line) => /^"\d+"/.exec(line)?.[0]),
      [1, 2, 3, 4, 5, 6, 7, 8].map((id) => `"${String(id)}"`),
    );
  });

  for (const [choice, count] of [
    ["The 2 tokens that the filter shows", 2],
    ["All 8 tokens", 8],
  ] as const) {
    it(`has what is chosen when a filter is on: ${choice}`, async () => {
      await filterBy(scene.person, "owner:alice", "Show 2 of 8 tokens");
      try {
        const opening = opensTokens();
        await scene.person.chooses(choice);
        assert.equal(linesOf(await opening).length, count);
      } finally {
        await run("clearFilter");
      }
    });
  }

  it("is the same for the same tokens while it is open, and another for others", async () => {
    const first = await opensTokens(2, 4);
    await replaceIn(first, "alice personal", "alice's");
    const second = await opensTokens(6, 7);
    assert.equal(second.uri.path, "/lab/tokens-2.jsonc");
    const again = await opensTokens(4, 2);
    assert.equal(again.uri.path, "/lab/tokens.jsonc");
    assert.ok(again.getText().includes("alice's"));
  });

  it("sends what changed of what changed alone, once the person has seen it", async () => {
    const document = await open(2, 4, 6, 7);
    await replaceIn(document, "admin read only", "reports");
    await replaceIn(document, '["read"]', '["read", "write"]');
    await replaceIn(document, "bob auditor", "bob's auditor");
    await replaceIn(document, '["read", "write"], "description": "one hour"', '["read"], "description": "one hour"');
    const saving = document.save();
    const pick = await scene.person.quickPick();
    assert.equal(pick.title, "Change 3 tokens on lab");
    assert.deepEqual(
      pick.items.map(({ label, description, detail }) => [label, description, detail]),
      [
        [
          "admin read only",
          "ID 2",
          'PATCH /api/v2/tokens/2/ {"description":"reports","scope":"read write"} · lets it write',
        ],
        ["bob auditor", "ID 6", 'PATCH /api/v2/tokens/6/ {"description":"bob\'s auditor"}'],
        ["one hour", "ID 7", 'PATCH /api/v2/tokens/7/ {"scope":"read"}'],
      ],
    );
    assert.equal(pick.selectedItems.length, 3);
    assert.deepEqual(changes(scene.awx), []);
    await agreesToAll(scene.person);
    const question = await scene.person.sees("warning");
    assert.equal(question.text, "Let “admin read only” (token 2) on lab write?");
    question.answer("Widen to Write");
    assert.ok(await saving);
    assert.ok(!document.isDirty);
    const [first, ...rest] = sent(scene.awx);
    assert.match(first?.path ?? "", /^\/api\/v2\/tokens\/\?.*id__in=2(?:,|%2C)6(?:,|%2C)7/);
    const patches = [
      patch(2, { description: "reports", scope: "read write" }),
      patch(6, { description: "bob's auditor" }),
      patch(7, { scope: "read" }),
    ];
    assert.deepEqual(
      changes(scene.awx).sort((a, b) => a.path.localeCompare(b.path)),
      patches,
    );
    assert.equal(rest.filter(({ path }) => path.includes("id__in")).length, 0);
    assert.equal((await scene.person.sees("info")).text, "Changed 3 tokens on lab.");
  });

  it("shows what can be changed before and after side by side, until that is decided", async () => {
    const document = await open(2, 4);
    await replaceIn(document, "alice personal", "alice's");
    const saving = document.save();
    await scene.person.quickPick();
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ input }) => input);
    const shown = tabs().find((input) => input instanceof vscode.TabInputTextDiff);
    assert.ok(shown);
    const [before, after] = await Promise.all(
      [shown.original, shown.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.match(
      before?.getText() ?? "",
      /^\{\n {2}\/\/ alice · personal token · expires .*\n {2}"4": \{\n {4}"description": "alice personal",\n {4}"scope": \["write"\]\n {2}\}\n\}\n$/,
    );
    assert.equal(after?.getText(), before?.getText().replace("alice personal", "alice's"));
    await scene.person.escapes();
    assert.ok(!(await saving));
    await until(() => {
      assert.ok(!tabs().some((input) => input instanceof vscode.TabInputTextDiff));
    });
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
  });

  it("asks by the command before it saves: giving up is no failure, and agreeing is asked for once", async () => {
    const document = await open(2, 4);
    await replaceIn(document, "alice personal", "alice's");
    const givenUp = run("saveFile");
    await scene.person.quickPick();
    await scene.person.escapes();
    await givenUp;
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), []);
    await vscode.window.showTextDocument(document);
    const before = scene.person.boxes.length;
    const saving = run("saveFile");
    await agreesToAll(scene.person);
    await saving;
    assert.ok(!document.isDirty);
    assert.equal(scene.person.boxes.length, before + 1);
    assert.deepEqual(changes(scene.awx), [patch(4, { description: "alice's" })]);
  });

  it("leaves unsaved what the person does not tick, and asks for that alone the next time", async () => {
    const document = await open(2, 4);
    await replaceIn(document, "admin read only", "reports");
    await replaceIn(document, "alice personal", "alice's");
    const saving = document.save();
    await scene.person.quickPick();
    await scene.person.ticks("alice personal");
    assert.ok(!(await saving));
    assert.ok(document.isDirty);
    assert.deepEqual(changes(scene.awx), [patch(4, { description: "alice's" })]);
    const again = document.save();
    const pick = await scene.person.quickPick();
    assert.deepEqual(
      pick.items.map(({ label }) => label),
      ["admin read only"],
    );
    await agreesToAll(scene.person);
    assert.ok(await again);
    assert.ok(!document.isDirty);
    assert.deepEqual(changes(scene.awx).slice(1), [patch(2, { description: "reports" })]);
  });

  it("sends nothing for a line that is taken out, for comments, or for another order", async () => {
    const document = await open(2, 4);
    await rewrite(
      document,
      '{ /* x */ "4": { "description": "alice personal", "scope": ["write"], },\r\n}\n// "2": revoked?\n',
    );
    assert.ok(await document.save());
    assert.ok(!document.isDirty);
    assert.deepEqual(scene.awx.requests, []);
    assert.ok(scene.awx.token(2));
  });

  describe("says while one types what is wrong, and sends nothing:", () => {
    for (const [title, part, text, line, message] of [
      ["an id that is not in it", '"2":', '"3":', 3, "No token 3 is edited here. Take this entry out."],
      ["an id twice", '"2":', '"4":', 3, "Token 4 is there twice. Take one of both out."],
      ["a scope", '["read"]', '["raed"]', 3, "“raed” is not a scope. There are read and write."],
      [
        "a field",
        '"description": "admin',
        '"name": "admin',
        3,
        "“name” cannot be changed: only “description” and “scope” can.",
      ],
    ] as const) {
      it(title, async () => {
        const document = await open(2, 4);
        await replaceIn(document, "alice personal", "alice's");
        await replaceIn(document, part, text);
        await isMarked(document, line);
        assert.ok(!(await document.save()));
        assertMarkedOnce(document);
        assert.ok((await lastFailure()).includes(message));
        assert.ok(document.isDirty);
        assert.deepEqual(scene.awx.requests, []);
        await replaceIn(document, text, part);
        await isUnmarked(document);
      });
    }

    it("a text that is not JSON", async () => {
      const document = await open(2, 4);
      await replaceIn(document, "alice personal", 'alice" personal');
      assert.ok(!(await document.save()));
      await isMarked(document, 4);
      assertMarkedOnce(document);
      assert.deepEqual(scene.awx.requests, []);
    });
  });
});
