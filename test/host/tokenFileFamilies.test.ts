import assert from "node:assert/strict";
import { activeDocument, closeEditors, replaceIn } from "./support/editor";
import { run } from "./support/extension";
import { changes, sent } from "./support/requests";
import { rowOf, rowsOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";
import { agreesToAll, patch } from "./support/tokensFile";

const gateway = "/api/gateway/v1/";
const controller = "/api/controller/v2/";

describe("tokens as files, family gateway", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn(1, 8, { family: "gateway" });

  it("are the platform's, without a folder", async () => {
    await run("openAsJson", rowOf(2, "gateway"));
    const document = await activeDocument("/2.json");
    assert.equal(document.uri.toString(), "awx-token:/lab/2.json");
    await replaceIn(document, "admin read only", "reports");
    scene.awx.clearRequests();
    assert.ok(await document.save());
    assert.deepEqual(sent(scene.awx), [
      { method: "GET", path: `${gateway}tokens/2/`, body: "" },
      { method: "PUT", path: `${gateway}tokens/2/`, body: '{"description":"reports","scope":"read"}' },
    ]);
  });

  it("are saved together there", async () => {
    await run("editInEditor", rowOf(2, "gateway"), rowsOf([2, 3], "gateway"));
    const document = await activeDocument(".jsonc");
    await replaceIn(document, "admin read only", "reports");
    const saving = document.save();
    await agreesToAll(scene.person);
    assert.ok(await saving);
    assert.deepEqual(changes(scene.awx), [patch(2, { description: "reports" }, gateway)]);
  });
});

describe("tokens as files, family both", () => {
  afterEach(closeEditors);
  const scene = eachSignedIn(1, 16, { family: "both" });

  for (const [source, folder, root] of [
    ["gateway", "platform", gateway],
    ["controller", "controller", controller],
  ] as const) {
    it(`are in the folder ${folder} when they are the ${source}'s`, async () => {
      const other = source === "gateway" ? scene.awx.controller : scene.awx;
      await run("openAsJson", rowOf(2, source));
      const document = await activeDocument("/2.json");
      assert.equal(document.uri.toString(), `awx-token:/lab/${folder}/2.json`);
      await replaceIn(document, "admin read only", "reports");
      assert.ok(await document.save());
      assert.deepEqual(changes(scene.awx), [
        { method: "PUT", path: `${root}tokens/2/`, body: '{"description":"reports","scope":"read"}' },
      ]);
      assert.equal(other.token(2)?.description, "admin read only");
    });
  }

  it("have their table before their ids where a file has both, and only there", async () => {
    const rows = [rowOf(2, "gateway"), rowOf(2, "controller")];
    await run("editInEditor", rows[0], rows);
    const document = await activeDocument(".jsonc");
    await replaceIn(
      document,
      '"controller/2": { "scope": ["read"], "description": "',
      '"controller/2": { "scope": ["read"], "description": "x ',
    );
    assert.ok(document.getText().includes('"platform/2": { "scope": ["read"], "description": "admin'));
    const saving = document.save();
    await agreesToAll(scene.person);
    assert.ok(await saving);
    assert.deepEqual(changes(scene.awx), [patch(2, { description: "x admin read only" }, controller)]);
    await run("editInEditor", rows[0], rowsOf([2, 3], "controller"));
    const alone = await activeDocument("tokens-2.jsonc");
    assert.ok(alone.getText().includes('  "2": {'));
  });
});
