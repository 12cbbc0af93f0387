import assert from "node:assert/strict";
import type { InterceptAnswer } from "../fakeAwx/interceptors";
import { json } from "../support/answers";
import { run, startExtension, statusRow, tokenRow, tokenRows } from "./support/extension";
import { settled } from "./support/person";
import { replace } from "./support/replace";
import { changes, sent } from "./support/requests";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

const token2 = { kind: "token", serverName: "lab", source: "controller", tokenId: 2 };
const tokenPath = /\/tokens\/2\//;
const webPage = { status: 200, headers: { "content-type": "text/html" }, body: "<html>" };

describe("a token that is changed by somebody else while one edits it", () => {
  const scene = eachSignedIn();

  /** Waits until the token that the open box is about was read again. */
  async function whenRead(): Promise<void> {
    await until(() => {
      assert.ok(scene.awx.requests.some(({ method, status }) => method === "GET" && status !== undefined));
    });
  }

  /** Opens the box for a description and has somebody change the token before it is read again. */
  async function edits(meanwhile: Parameters<typeof scene.awx.updateToken>[1], typed: string): Promise<void> {
    scene.awx.updateToken(2, meanwhile);
    const done = run("editDescription", token2);
    await scene.person.enters(typed);
    await done;
  }

  it("shows both values, and changes nothing before the person has chosen", async () => {
    const done = edits({ description: "theirs" }, "mine");
    const question = await scene.person.sees("warning");
    assert.ok(question.isModal);
    assert.equal(question.text, "“admin read only” (token 2) on lab was changed meanwhile");
    assert.equal(question.detail, "Description: “admin read only” became “theirs”\nYour edit: “mine”");
    assert.deepEqual(question.buttons, ["Keep Mine", "Take Server's"]);
    assert.deepEqual(changes(scene.awx), []);
    assert.equal((await tokenRow(2)).label, "theirs", "what the server has is shown");
    question.answer("Keep Mine");
    await done;
    assert.equal(scene.awx.token(2)?.description, "mine");
    assert.equal((await tokenRow(2)).label, "mine");
    assert.equal(changes(scene.awx).length, 1);
  });

  for (const answer of ["Take Server's", undefined] as const) {
    it(`sends nothing for ${answer ?? "Escape"}, and shows what the server has`, async () => {
      const done = edits({ description: "theirs" }, "mine");
      (await scene.person.sees("warning")).answer(answer);
      await done;
      assert.deepEqual(changes(scene.awx), []);
      assert.equal((await tokenRow(2)).label, "theirs");
    });
  }

  it("asks also when it is another field that was changed", async () => {
    const done = edits({ scope: "write read" }, "mine");
    const question = await scene.person.sees("warning");
    assert.equal(question.detail, "Scopes: “read” became “read write”\nYour edit: “mine”");
    question.answer("Keep Mine");
    await done;
    const { description, scope } = scene.awx.token(2) ?? {};
    assert.deepEqual([description, scope], ["mine", "write read"]);
  });

  it("asks nothing when only the order of the scopes is another, or nothing but the time of change", async () => {
    scene.awx.updateToken(7, { scope: "write read" });
    const done = run("editDescription", { ...token2, tokenId: 7 });
    await scene.person.enters("mine");
    await done;
    assert.equal(scene.awx.token(7)?.description, "mine");
    assert.equal(scene.person.messages.length, 0);
  });

  it("sends nothing when somebody made the same edit", async () => {
    await edits({ description: "mine" }, "  mine");
    assert.deepEqual(changes(scene.awx), []);
    assert.equal((await tokenRow(2)).label, "mine");
    assert.equal(scene.person.messages.length, 0);
  });

  it("asks about widening what the server has by then", async () => {
    scene.awx.updateToken(7, { scope: "read" });
    const done = run("editScopes", { ...token2, tokenId: 7 });
    await scene.person.ticks("write");
    const question = await scene.person.sees("warning");
    assert.equal(question.detail, "Scopes: “read write” became “read”\nYour edit: “write”");
    question.answer("Keep Mine");
    (await scene.person.sees("warning")).answer("Widen to Write");
    await done;
    assert.equal(scene.awx.token(7)?.scope, "write");
  });

  it("is read once more when the box was open for long", async () => {
    const { log } = await startExtension();
    const lineCount = log.length;
    const done = run("editDescription", token2);
    await until(() => {
      assert.match(log.slice(lineCount).join("\n"), /GET \S+ 200/);
    });
    // What the log was told of is known to everybody by the next task.
    await settled();
    scene.awx.updateToken(2, { description: "theirs" });
    const begun = performance.now();
    replace(performance, "now", () => () => begun + 16_000);
    await scene.person.enters("mine");
    const question = await scene.person.sees("warning");
    assert.match(question.detail ?? "", /became “theirs”/);
    question.answer("Keep Mine");
    await done;
    assert.deepEqual(
      sent(scene.awx).map(({ method }) => method),
      ["GET", "GET", "PATCH"],
    );
  });

  for (const [how, name, ends] of [
    ["closed", "editDescription", () => scene.person.escapes()],
    ["closed", "editScopes", () => scene.person.escapes()],
    ["accepted as it was", "editDescription", () => scene.person.enters("admin read only")],
    ["accepted as it was", "editScopes", () => scene.person.ticks("read")],
  ] as const) {
    it(`is given up reading when the box of ${name} is ${how}`, async () => {
      const { log } = await startExtension();
      const lineCount = log.length;
      scene.awx.intercept({ path: tokenPath }, "hang");
      const done = run(name, token2);
      await until(() => {
        assert.equal(scene.awx.requests.length, 1);
      });
      await ends();
      await done;
      await until(() => {
        assert.match(log.slice(lineCount).join("\n"), /^lab: GET \/api\/v2\/tokens\/2\/ cancelled \d+ ms$/);
      });
      assert.equal(scene.person.messages.length, 0);
    });
  }

  it("sends nothing when it cannot be read, and lets the person try again with what was typed", async () => {
    scene.awx.intercept({ path: tokenPath }, json(500, {}), { times: 1 });
    const done = run("editDescription", token2);
    await scene.person.enters("typed");
    await done;
    const message = await scene.person.sees("error");
    assert.match(
      message.text,
      /^The description of “admin read only” \(token 2\) on lab was not changed\. The server fail/,
    );
    assert.deepEqual(changes(scene.awx), []);
    message.answer("Edit Again");
    assert.equal((await scene.person.inputBox()).value, "typed");
    await scene.person.enters("typed");
    await until(async () => {
      assert.equal((await tokenRow(2)).label, "typed");
    });
  });

  it("leaves the tree with a message when it turns out to be gone, though the person edits nothing", async () => {
    scene.awx.deleteToken(2);
    const done = run("editDescription", token2);
    await whenRead();
    await scene.person.escapes();
    await done;
    assert.match(
      (await scene.person.sees("error")).text,
      /^“admin read only” \(token 2\) does not exist on lab any more/,
    );
    assert.equal(scene.person.messages.length, 1);
    await tokenRows(7);
  });

  it("says once that the credential is refused, though the person edits nothing", async () => {
    scene.awx.deleteToken(1);
    const done = run("editDescription", token2);
    await whenRead();
    await scene.person.escapes();
    await done;
    assert.match((await scene.person.sees("error")).text, /^You are no longer signed in to lab\./);
    assert.match((await statusRow()).description, /does not accept/);
    assert.equal(scene.person.messages.length, 1);
  });

  it("says what the server made of an edit when that is not what was asked for", async () => {
    scene.awx.intercept({ method: "PATCH" }, json(200, await listed({ description: "theirs $(key)" })), { times: 1 });
    const done = run("editDescription", token2);
    await scene.person.enters("mine");
    await done;
    const message = await scene.person.sees("error");
    assert.equal(
      message.text,
      "The description of “admin read only” (token 2) on lab is not what you asked for, but “theirs $\u200b(key)”: it may have been changed at the same moment.",
    );
    assert.equal((await tokenRow(2)).label, "theirs $(key)");
    message.answer("Edit Again");
    assert.equal((await scene.person.inputBox()).value, "mine");
    await scene.person.escapes();
  });

  it("says of an edit that was saved what else was changed at the same moment", async () => {
    scene.awx.intercept({ method: "PATCH" }, json(200, await listed({ description: "mine", scope: "write" })));
    const done = run("editDescription", token2);
    await scene.person.enters("mine");
    await done;
    const message = await scene.person.sees("warning");
    assert.equal(
      message.text,
      "Your edit of “admin read only” (token 2) on lab was saved. The token was changed otherwise at the same moment: Scopes: “read” became “write”.",
    );
    assert.equal((await tokenRow(2)).icon, "key");
  });

  /** The token as the server lists it, with something else. */
  async function listed(changed: object): Promise<object> {
    const { url } = scene.awx;
    const headers = { authorization: `Bearer ${scene.awx.secretOf(1)}` };
    const token = (await (await fetch(`${url}/api/v2/tokens/2/`, { headers })).json()) as object;
    scene.awx.clearRequests();
    return { ...token, ...changed };
  }
});

describe("an edit whose answer does not come", () => {
  const scene = eachSignedIn();

  /** Edits a description and loses the answer; what happens meanwhile is there when the server is asked again. */
  async function loses(answer: InterceptAnswer, meanwhile: () => void): Promise<void> {
    const { awx, person } = scene;
    const done = run("editDescription", token2);
    await until(() => {
      assert.equal(awx.requests[0]?.status, 200);
    });
    awx.intercept({ method: "PATCH" }, answer, { times: 1 });
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    awx.intercept({ method: "GET", path: tokenPath }, { until: opened }, { times: 1 });
    await person.enters("typed");
    await until(() => {
      assert.equal(sent(awx).at(-1)?.method, "GET");
      assert.equal(awx.requests.length, 3);
    });
    meanwhile();
    open();
    await done;
    assert.equal(changes(awx).length, 1, "it is not sent again");
  }

  const lost = [
    ["a cut connection", "reset", /The connection was cut/],
    ["500 with a web page", { ...webPage, status: 500 }, /failed with status 500/],
    ["502", { ...webPage, status: 502 }, /takes no requests for now \(status 502\)/],
    ["503", { ...webPage, status: 503 }, /takes no requests for now \(status 503\)/],
    ["504", { ...webPage, status: 504 }, /takes no requests for now \(status 504\)/],
    ["a web page with 200", webPage, /is a web page/],
    ["JSON of another shape", json(200, { id: 2 }), /is not what AWX gives here/],
    ["another token", json(200, { id: 3 }), /is not what AWX gives here/],
  ] as const;
  for (const [name, answer, why] of lost) {
    it(`is found to be saved after ${name}`, async () => {
      await loses(answer, () => {
        scene.awx.updateToken(2, { description: "typed" });
      });
      const message = await scene.person.sees("info");
      assert.equal(
        message.text,
        "The description of “admin read only” (token 2) on lab was saved, although the answer did not come.",
      );
      assert.equal((await tokenRow(2)).label, "typed");
    });

    it(`is found not to be saved after ${name}, and can be made again`, async () => {
      await loses(answer, () => undefined);
      const message = await scene.person.sees("error");
      assert.match(
        message.text,
        /^The description of “admin read only” \(token 2\) on lab was not saved: the server still has the former one\. /,
      );
      assert.match(message.text, why);
      assert.equal((await tokenRow(2)).label, "admin read only");
      message.answer("Edit Again");
      assert.equal((await scene.person.inputBox()).value, "typed");
      await scene.person.escapes();
    });
  }

  it("is not known to be saved when somebody else changed the token", async () => {
    await loses("reset", () => {
      scene.awx.updateToken(2, { description: "theirs" });
    });
    const message = await scene.person.sees("error");
    assert.match(
      message.text,
      /^It cannot be told whether the description of “admin read only” \(token 2\) on lab was saved: meanwhile it was changed to “theirs”\. The connection was cut/,
    );
    assert.equal((await tokenRow(2)).label, "theirs");
    assert.deepEqual(message.buttons, ["Edit Again"]);
  });

  it("is found to be saved though somebody changed another field", async () => {
    await loses("reset", () => {
      scene.awx.updateToken(2, { description: "typed", scope: "write" });
    });
    await scene.person.sees("info");
    assert.equal((await tokenRow(2)).icon, "key");
  });

  it("leaves the tree with the token that is gone by then", async () => {
    await loses("reset", () => {
      scene.awx.deleteToken(2);
    });
    const message = await scene.person.sees("error");
    assert.match(message.text, /does not exist on lab any more/);
    await tokenRows(7);
  });

  it("can be asked about again when that fails as well", async () => {
    const { awx, person } = scene;
    const done = run("editDescription", token2);
    await until(() => {
      assert.equal(awx.requests[0]?.status, 200);
    });
    const restore = awx.intercept({}, json(500, {}));
    await person.enters("typed");
    await done;
    const message = await person.sees("error");
    assert.match(
      message.text,
      /^It cannot be told whether the description of “admin read only” \(token 2\) on lab was saved, and asking for it failed as well\. The server failed with status 500/,
    );
    assert.deepEqual(message.buttons, ["Check Again"]);
    restore();
    awx.updateToken(2, { description: "typed" });
    message.answer("Check Again");
    assert.match((await person.sees("info")).text, /was saved, although the answer did not come\.$/);
    assert.equal((await tokenRow(2)).label, "typed");
    assert.equal(changes(awx).length, 1);
  });

  it("cannot be asked about when nobody is signed in any more, which is said", async () => {
    const { awx, person } = scene;
    const done = run("editDescription", token2);
    await until(() => {
      assert.equal(awx.requests[0]?.status, 200);
    });
    awx.intercept({ method: "PATCH" }, "hang");
    await person.enters("typed");
    await until(() => {
      assert.equal(changes(awx).length, 1);
    });
    person.agreesTo("Sign Out");
    await run("signOut", { kind: "server", serverName: "lab" });
    await awx.stop();
    await done;
    const message = await person.sees("error");
    assert.match(message.text, /was saved, and asking for it failed as well\. You are not signed in to lab\.$/);
    assert.deepEqual(message.buttons, ["Check Again"]);
  });

  it("is said of once when the credential is refused by then", async () => {
    await loses("reset", () => {
      scene.awx.deleteToken(1);
    });
    const message = await scene.person.sees("error");
    assert.match(message.text, /asking for it failed as well\. The server does not accept the access token/);
    await statusRow();
    assert.equal(scene.person.messages.length, 1);
  });
});
