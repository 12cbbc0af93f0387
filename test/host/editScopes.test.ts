import assert from "node:assert/strict";
import { run, tokenRow } from "./support/extension";
import { changes, sent } from "./support/requests";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const token = (tokenId: number) => ({ kind: "token", serverName: "lab", source: "controller", tokenId });

describe("edit scopes", () => {
  const scene = eachSignedIn();

  it("ticks the present scopes and says what each allows", async () => {
    const done = run("editScopes", token(7));
    const pick = await scene.person.quickPick();
    assert.equal(pick.title, "Scopes of “one hour” (token 7) on lab");
    assert.ok(pick.canSelectMany);
    assert.deepEqual(
      pick.items.map(({ label }) => label),
      ["read", "write"],
    );
    assert.deepEqual(
      pick.selectedItems.map(({ label }) => label),
      ["read", "write"],
    );
    for (const { detail } of pick.items) assert.match(detail ?? "", /token's owner may/);
    await scene.person.escapes();
    await done;
    assert.deepEqual(changes(scene.awx), []);
  });

  it("narrows with a PATCH of the scope alone, without a question, and redraws the row", async () => {
    const done = run("editScopes", token(7));
    await scene.person.ticks("read");
    await done;
    assert.deepEqual(sent(scene.awx), [
      { method: "GET", path: "/api/v2/tokens/7/", body: "" },
      // Whether it is what signs us in, which only the token that we made is known to be.
      {
        method: "GET",
        path: "/api/v2/tokens/?user=1&last_used__isnull=false&order_by=-last_used,-id&page_size=1",
        body: "",
      },
      { method: "PATCH", path: "/api/v2/tokens/7/", body: '{"scope":"read"}' },
    ]);
    const row = await tokenRow(7);
    assert.match(row.description, /^read ·/);
    assert.equal(row.icon, "eye");
    assert.deepEqual(row.flags, ["editable", "own", "readOnly", "token"]);
    assert.equal(scene.person.messages.length, 0);
  });

  it("asks before it widens to write, naming what widens, and sends words in AWX's order", async () => {
    const done = run("editScopes", token(2));
    await scene.person.ticks("write", "read");
    const question = await scene.person.sees("warning");
    assert.ok(question.isModal);
    assert.equal(question.text, "Let “admin read only” (token 2) on lab write?");
    assert.match(question.detail ?? "", /from “read” to “read write”.*owner admin may/);
    assert.deepEqual(changes(scene.awx), []);
    question.answer("Widen to Write");
    await done;
    assert.equal(scene.awx.token(2)?.scope, "read write");
    assert.equal(changes(scene.awx)[0]?.body, '{"scope":"read write"}');
    assert.equal((await tokenRow(2)).icon, "key");
  });

  it("sends nothing when the person does not want to widen", async () => {
    const done = run("editScopes", token(2));
    await scene.person.ticks("write");
    (await scene.person.sees("warning")).answer(undefined);
    await done;
    assert.deepEqual(changes(scene.awx), []);
    assert.equal((await tokenRow(2)).icon, "eye");
  });

  it("sends nothing when the same scopes are ticked", async () => {
    scene.awx.updateToken(7, { scope: "write  read" });
    await run("refresh");
    scene.awx.clearRequests();
    const done = run("editScopes", token(7));
    await scene.person.ticks("read", "write");
    await done;
    assert.deepEqual(changes(scene.awx), []);
  });

  it("shows the words of a scope in one order, whatever the server has", async () => {
    scene.awx.updateToken(7, { scope: "write  read" });
    await run("refresh");
    assert.match((await tokenRow(7)).description, /^read write ·/);
  });

  it("keeps the words of a scope that it does not offer, and says so", async () => {
    scene.awx.updateToken(7, { scope: "read openid" });
    await run("refresh");
    scene.awx.clearRequests();
    const done = run("editScopes", token(7));
    const pick = await scene.person.quickPick();
    assert.equal(pick.placeholder, "Choose what the token may do; it also keeps: openid");
    await scene.person.ticks("write");
    (await scene.person.sees("warning")).answer("Widen to Write");
    await done;
    assert.equal(changes(scene.awx)[0]?.body, '{"scope":"write openid"}');
  });

  it("wants one scope at least", async () => {
    const done = run("editScopes", token(7));
    const pick = await scene.person.ticks();
    assert.match(pick.title ?? "", /choose at least one scope/);
    pick.selectedItems = pick.items.filter(({ label }) => label === "write");
    await until(() => {
      assert.equal(pick.title, "Scopes of “one hour” (token 7) on lab");
    });
    await scene.person.ticks("write");
    await done;
    assert.equal(scene.awx.token(7)?.scope, "write");
  });

  it("gives one message for a refusal, and another try with what was ticked", async () => {
    scene.awx.intercept(
      { method: "PATCH" },
      {
        status: 400,
        headers: { "content-type": "application/json" },
        body: '{"scope":["Must be [simple](command:x) $(key)\\u202e."]}',
      },
      { times: 1 },
    );
    const done = run("editScopes", token(1));
    await scene.person.ticks("read");
    (await scene.person.sees("warning")).answer("Narrow");
    await done;
    const message = await scene.person.sees("error");
    assert.equal(
      message.text,
      "The scopes of “admin laptop” (token 1) on lab were not changed. The server did not accept it: scope: Must be [simple]\u200b(command:x) $\u200b(key)⟨U+202E⟩.",
    );
    assert.equal((await tokenRow(1)).icon, "key");
    message.answer("Edit Again");
    const pick = await scene.person.quickPick();
    assert.deepEqual(
      pick.selectedItems.map(({ label }) => label),
      ["read"],
    );
    await scene.person.escapes();
  });
});

describe("edit scopes, with a credential that was narrowed meanwhile", () => {
  const scene = eachSignedIn();

  it("says that the token signed in with may be the reason", async () => {
    scene.awx.updateToken(1, { scope: "read" });
    const done = run("editScopes", token(6));
    await scene.person.ticks("read");
    await done;
    const message = await scene.person.sees("error");
    assert.match(message.text, /You do not have permission.*the access token you are signed in with is read-only\.$/);
    assert.equal(scene.awx.token(6)?.scope, "write");
  });
});
