import assert from "node:assert/strict";
import { json } from "../support/answers";
import { configure, run, tokenRow } from "./support/extension";
import { changes, sent } from "./support/requests";
import { rowOf, rowsOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

for (const [family, source, root] of [
  ["controller", "controller", "/api/v2/"],
  ["gateway", "gateway", "/api/gateway/v1/"],
] as const) {
  describe(`undoing an edit, family ${family}`, () => {
    const scene = eachSignedIn(1, 8, { family });

    async function describes(tokenId: number, description: string): Promise<void> {
      const done = run("editDescription", rowOf(tokenId, source));
      await scene.person.enters(description);
      await done;
    }

    it("puts the former description back, with one GET and one PATCH", async () => {
      await describes(2, "mine");
      scene.awx.clearRequests();
      await run("undoLastEdit");
      assert.deepEqual(sent(scene.awx), [
        { method: "GET", path: `${root}tokens/2/`, body: "" },
        { method: "PATCH", path: `${root}tokens/2/`, body: '{"description":"admin read only"}' },
      ]);
      assert.equal(
        (await scene.person.sees("info")).text,
        "The edit on lab was undone: Description of “admin read only” (token 2).",
      );
      assert.equal((await tokenRow(2)).label, "admin read only");
    });

    it("undoes the edit before it when asked once more, and then says that there is none", async () => {
      await describes(2, "first");
      await describes(7, "second");
      await run("undoLastEdit");
      await scene.person.sees("info");
      assert.equal(scene.awx.token(7)?.description, "one hour");
      assert.equal(scene.awx.token(2)?.description, "first");
      await run("undoLastEdit");
      await scene.person.sees("info");
      assert.equal(scene.awx.token(2)?.description, "admin read only");
    });

    it("shows both values when somebody changed the token since, and sends nothing unless they are overruled", async () => {
      await describes(2, "mine");
      scene.awx.updateToken(2, { description: "theirs" });
      scene.awx.clearRequests();
      const done = run("undoLastEdit");
      const question = await scene.person.sees("warning");
      assert.equal(question.detail, "Description: “mine” became “theirs”\nYour edit: “admin read only”");
      question.answer("Take Server's");
      await done;
      assert.deepEqual(changes(scene.awx), []);
      assert.equal((await tokenRow(2)).label, "theirs");
      const again = run("undoLastEdit");
      (await scene.person.sees("warning")).answer("Keep Mine");
      await again;
      assert.equal(scene.awx.token(2)?.description, "admin read only");
    });

    it("asks before it widens", async () => {
      const edit = run("editScopes", rowOf(7, source));
      await scene.person.ticks("read");
      await edit;
      const done = run("undoLastEdit");
      const question = await scene.person.sees("warning");
      assert.equal(question.text, "Let “one hour” (token 7) on lab write?");
      question.answer(undefined);
      await done;
      assert.equal(scene.awx.token(7)?.scope, "read");
      const again = run("undoLastEdit");
      (await scene.person.sees("warning")).answer("Widen to Write");
      await again;
      assert.equal(scene.awx.token(7)?.scope, "read write");
    });

    it("lists the edits with who made them, what and when, and undoes the one that is chosen", async () => {
      await describes(2, "first");
      await describes(7, "second");
      const done = run("showRecentEdits");
      const list = await scene.person.quickPick();
      const [newest, older] = list.items;
      assert.equal(newest?.label, "Description of “one hour” (token 7)");
      assert.match(newest.description ?? "", /^lab · admin · (now|\d+ seconds? ago)$/);
      assert.equal(newest.detail, "“one hour” → “second”");
      assert.equal(older?.detail, "“admin read only” → “first”");
      await scene.person.chooses("Description of “admin read only” (token 2)");
      await done;
      await scene.person.sees("info");
      assert.equal(scene.awx.token(2)?.description, "admin read only");
      assert.equal(scene.awx.token(7)?.description, "second");
      const again = run("showRecentEdits");
      const after = await scene.person.quickPick();
      assert.match(after.items[1]?.description ?? "", / · undone$/);
      await scene.person.chooses("Description of “admin read only” (token 2)");
      await again;
      assert.equal((await scene.person.sees("info")).text, "This edit was undone already.");
    });

    it("says why it cannot be undone, and can be tried again", async () => {
      await describes(2, "mine");
      scene.awx.intercept({ method: "PATCH" }, json(403, { detail: "Not today." }), { times: 1 });
      await run("undoLastEdit");
      const message = await scene.person.sees("error");
      assert.match(message.text, /^The description of .* was not changed\. .*Not today\./);
      message.answer("Edit Again");
      await scene.person.sees("info");
      assert.equal(scene.awx.token(2)?.description, "admin read only");
    });

    it("cannot be undone on another server of the same name", async () => {
      await describes(2, "mine");
      await configure({ name: "lab", url: "http://127.0.0.1:9" });
      await run("undoLastEdit");
      const message = await scene.person.sees("error");
      assert.match(message.text, /^The edit on lab was not undone: Description of .*is no longer configured\.$/);
      await configure({ name: "lab", url: scene.awx.url });
    });

    it("cannot be undone once its token is gone", async () => {
      await describes(2, "mine");
      scene.awx.deleteToken(2);
      await run("refresh");
      await run("undoLastEdit");
      assert.match((await scene.person.sees("error")).text, /Its tokens are no longer listed on lab\.$/);
    });

    it("of several tokens undoes what it did to each, but for what somebody changed since", async () => {
      const edit = run("editDescription", rowOf(2, source), rowsOf([2, 3, 7], source));
      await scene.person.chooses("Add a prefix");
      await scene.person.enters("x ");
      await until(async () => {
        assert.match((await scene.person.quickPick()).title ?? "", /^Change /);
      });
      await scene.person.ticks("admin read only", "admin app token", "one hour");
      await edit;
      await scene.person.sees("info");
      scene.awx.updateToken(3, { description: "theirs" });
      scene.awx.clearRequests();
      const done = run("undoLastEdit");
      const preview = await scene.person.quickPick();
      assert.deepEqual(
        preview.items.map(({ label, detail }) => `${label}: ${detail ?? ""}`),
        [
          "theirs: “theirs” → “admin app token” · changed meanwhile: Description: “x admin app token” became “theirs”",
          "x admin read only: “x admin read only” → “admin read only”",
          "x one hour: “x one hour” → “one hour”",
        ],
      );
      await scene.person.ticks(...preview.selectedItems.map(({ label }) => label));
      await done;
      assert.equal(changes(scene.awx).length, 2);
      assert.deepEqual(
        [2, 3, 7].map((id) => scene.awx.token(id)?.description),
        ["admin read only", "theirs", "one hour"],
      );
      const list = run("showRecentEdits");
      const [entry] = (await scene.person.quickPick()).items;
      assert.equal(entry?.label, "Description of 3 tokens");
      assert.match(entry.description ?? "", / · 2 undone$/);
      await scene.person.escapes();
      await list;
    });
  });
}
