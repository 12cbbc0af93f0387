import assert from "node:assert/strict";
import { json } from "../support/answers";
import { run, startExtension, statusRow, tokenRow, tokenRows } from "./support/extension";
import { changes, sent } from "./support/requests";
import { eachSignedIn, signIn } from "./support/signedIn";
import { until } from "./support/watch";

const token2 = { kind: "token", serverName: "lab", source: "controller", tokenId: 2 };

describe("edit description", () => {
  const scene = eachSignedIn();

  it("sends a PATCH of the description alone and redraws the row from its answer", async () => {
    const done = run("editDescription", token2);
    const box = await scene.person.inputBox();
    assert.equal(box.value, "admin read only");
    assert.equal(box.title, "Description of “admin read only” (token 2) on lab");
    await scene.person.enters("  reports  ");
    await done;
    assert.equal((await tokenRow(2)).label, "reports");
    assert.equal(scene.awx.token(2)?.description, "reports");
    assert.deepEqual(sent(scene.awx), [
      { method: "GET", path: "/api/v2/tokens/2/", body: "" },
      { method: "PATCH", path: "/api/v2/tokens/2/", body: '{"description":"reports"}' },
    ]);
    assert.deepEqual(scene.person.messages, []);
  });

  for (const [what, typed] of [
    ["nothing changed", "admin read only"],
    ["only blanks at the ends changed", "  admin read only "],
  ] as const) {
    it(`sends nothing when ${what}`, async () => {
      const done = run("editDescription", token2);
      await scene.person.enters(typed);
      await done;
      assert.deepEqual(changes(scene.awx), []);
    });
  }

  it("sends nothing and says nothing on Escape", async () => {
    const done = run("editDescription", token2);
    await scene.person.inputBox();
    await scene.person.escapes();
    await done;
    assert.deepEqual(changes(scene.awx), []);
    assert.deepEqual(scene.person.messages, []);
  });

  it("empties a description, and the row shows the token's id", async () => {
    const done = run("editDescription", token2);
    await scene.person.enters("");
    await done;
    assert.equal((await tokenRow(2)).label, "Token 2");
    assert.equal(scene.awx.token(2)?.description, "");
  });

  it("says that line breaks become spaces, and keeps them when nothing is changed", async () => {
    scene.awx.updateToken(2, { description: "one\ntwo" });
    await run("refresh");
    assert.equal((await tokenRow(2)).label, "one⏎two");
    const done = run("editDescription", token2);
    const box = await scene.person.inputBox();
    assert.equal(box.value, "one two");
    assert.match(box.prompt ?? "", /line breaks/);
    await scene.person.enters("one two");
    await done;
    assert.equal(scene.awx.token(2)?.description, "one\ntwo");
  });

  it("asks for the token when the palette calls it, and finds it by its text", async () => {
    const done = run("editDescription");
    const pick = await scene.person.quickPick();
    assert.equal(pick.items.length, 8);
    assert.ok(pick.matchOnDescription);
    assert.equal(pick.items[6]?.description, "read · alice · vscode · ID 5");
    await scene.person.chooses("alice app token");
    await scene.person.enters("renamed");
    await done;
    assert.equal(scene.awx.token(5)?.description, "renamed");
  });

  describe("when it is refused", () => {
    const refusals = [
      {
        name: "400 with the field's text",
        answer: json(400, { description: ["Not a valid string."] }),
        says: /description: Not a valid string\./,
      },
      {
        name: "403",
        answer: json(403, { detail: "You do not have permission to perform this action." }),
        says: /do not have permission.*read-only/,
      },
      {
        name: "a redirect",
        answer: { status: 302, headers: { location: "/login/" } },
        says: /another address \(\/login\/\)/,
      },
      { name: "409", answer: json(409, { detail: "Busy" }), says: /status 409: Busy\./ },
    ] as const;
    for (const { name, answer, says } of refusals) {
      it(`gives one message for ${name}, and another try with what was typed`, async () => {
        scene.awx.intercept({ method: "PATCH" }, answer, { times: 1 });
        const done = run("editDescription", token2);
        await scene.person.enters("typed");
        await done;
        const message = await scene.person.sees("error");
        assert.match(message.text, /^The description of “admin read only” \(token 2\) on lab was not changed\. /);
        assert.match(message.text, says);
        assert.deepEqual(message.buttons, ["Edit Again"]);
        assert.equal((await tokenRow(2)).label, "admin read only");
        assert.equal(changes(scene.awx).length, 1);
        message.answer("Edit Again");
        assert.equal((await scene.person.inputBox()).value, "typed");
        await scene.person.enters("typed");
        await until(async () => {
          assert.equal((await tokenRow(2)).label, "typed");
        });
        assert.equal(scene.person.messages.length, 1);
      });
    }

    it("takes a token that is gone out of the tree", async () => {
      scene.awx.deleteToken(2);
      const done = run("editDescription", token2);
      await scene.person.enters("typed");
      await done;
      const message = await scene.person.sees("error");
      assert.equal(
        message.text,
        "“admin read only” (token 2) does not exist on lab any more, or is no longer yours to see.",
      );
      assert.deepEqual(changes(scene.awx), []);
      assert.deepEqual(message.buttons, ["Show Log"], "there is nothing to edit again");
      await tokenRows(7);
    });

    it("asks for nothing more when the person does not sign in again", async () => {
      scene.awx.deleteToken(1);
      const done = run("editDescription", token2);
      await scene.person.enters("typed");
      await done;
      (await scene.person.sees("error")).answer("Sign In Again");
      (await scene.person.sees("warning")).answer("Use Without Encryption");
      await scene.person.quickPick();
      await scene.person.escapes();
      await run("showLog");
      await scene.person.hasNothingOpen();
      assert.deepEqual(changes(scene.awx), []);
    });

    it("offers to sign in again for 401, and then goes on with what was typed", async () => {
      scene.awx.deleteToken(1);
      const done = run("editDescription", token2);
      await scene.person.enters("typed");
      await done;
      const message = await scene.person.sees("error");
      assert.match(message.text, /\(token 2\) on lab was not changed\. The server does not accept the access token/);
      assert.deepEqual(message.buttons, ["Sign In Again"]);
      const status = await statusRow();
      assert.match(status.description, /does not accept the access token/);
      assert.equal((await tokenRow(2)).label, "admin read only");
      message.answer("Sign In Again");
      (await scene.person.sees("warning")).answer("Use Without Encryption");
      await scene.person.chooses("Access token");
      await scene.person.enters(scene.awx.secretOf(7));
      const box = await until(async () => {
        const open = await scene.person.inputBox();
        assert.match(open.title ?? "", /^Description/);
        return open;
      });
      assert.equal(box.value, "typed");
      await scene.person.enters("typed");
      await until(async () => {
        assert.equal((await tokenRow(2)).label, "typed");
      });
    });
  });

  it("waits for the list where a new credential has it read anew", async () => {
    const { awx, person } = scene;
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const release = awx.intercept({ method: "GET", path: /tokens/ }, { until: held });
    await signIn(scene, 7);
    await until(() => {
      assert.ok(awx.requests.some(({ method, path }) => method === "GET" && path.includes("/tokens/")));
    });
    const done = run("editDescription", token2);
    release();
    answer();
    assert.equal((await person.inputBox()).value, "admin read only");
    await person.escapes();
    await done;
  });

  it("says of a token that is not there any more that it is not", async () => {
    scene.awx.deleteToken(2);
    await run("refresh");
    await run("editDescription", token2);
    assert.equal((await scene.person.sees("error")).text, "Token 2 is no longer listed on lab.");
    await scene.person.hasNothingOpen();
  });

  it("writes neither the credential nor the text into the log", async () => {
    const { log } = await startExtension();
    const done = run("editDescription", token2);
    await scene.person.enters("between us");
    await done;
    const lines = log.filter((line) => line.includes("PATCH"));
    assert.match(lines.at(-1) ?? "", /^lab: PATCH \/api\/v2\/tokens\/2\/ 200 \d+ ms$/);
    assert.ok(!log.some((line) => line.includes(scene.awx.secretOf(1)) || line.includes("between us")));
  });
});
