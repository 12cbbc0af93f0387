import assert from "node:assert/strict";
import { hostname } from "node:os";
import * as vscode from "vscode";
import type { InterceptAnswer } from "../fakeAwx/interceptors";
import { json } from "../support/answers";
import { run, tokenRow, tokenRows } from "./support/extension";
import { copiesValue, eachMayHandOver, seesValue } from "./support/handOver";
import { changes, sent } from "./support/requests";
import { rowOf } from "./support/rows";
import { eachSignedIn, signInWithPassword, type Scene } from "./support/signedIn";
import { until } from "./support/watch";

/** Begins to rotate a token, up to when the person has agreed. */
async function rotates({ person }: Scene, tokenId: number): Promise<{ readonly done: Promise<void> }> {
  const done = run("rotateToken", rowOf(tokenId));
  const question = await person.sees("warning");
  assert.match(question.text, /^Rotate .* on lab\?$/);
  question.answer("Rotate Token");
  return { done };
}

describe("rotating a token", () => {
  const scene = eachSignedIn();
  eachMayHandOver(scene);

  it("makes one like it, hands over its value, and revokes the former one when the person says so", async () => {
    const { awx, person } = scene;
    awx.updateToken(7, { scope: "write  read" });
    await run("refresh");
    awx.clearRequests();
    const done = run("rotateToken", rowOf(7));
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    assert.equal(question.text, "Rotate “one hour” (token 7) on lab?");
    assert.deepEqual(question.buttons, ["Rotate Token"]);
    assert.ok(!changes(awx).length);
    question.answer("Rotate Token");
    const { dialog, values } = await seesValue(person);
    assert.equal(dialog.text, "Token 9 takes the place of “one hour” (token 7) on lab");
    assert.deepEqual(values, [awx.secretOf(9)]);
    assert.ok(awx.token(7), "the former one stays meanwhile");
    dialog.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    assert.equal(await vscode.env.clipboard.readText(), awx.secretOf(9));
    const last = await person.sees("warning");
    assert.equal(last.text, "Revoke “one hour” (token 7) on lab now?");
    assert.match(last.detail ?? "", /^Token 9 takes its place\./);
    assert.deepEqual(last.buttons, ["Revoke Token"]);
    last.answer("Revoke Token");
    await done;
    assert.equal((await person.sees("info")).text, "“one hour” (token 7) on lab was revoked. Token 9 has its place.");
    assert.deepEqual(sent(awx).slice(-3), [
      { method: "GET", path: "/api/v2/tokens/7/", body: "" },
      {
        method: "POST",
        path: "/api/v2/users/1/personal_tokens/",
        body: JSON.stringify({ description: "one hour", scope: "read write" }),
      },
      { method: "DELETE", path: "/api/v2/tokens/7/", body: "" },
    ]);
    assert.deepEqual(
      (await tokenRows(8)).map(({ row }) => row.kind === "token" && row.tokenId),
      [1, 2, 3, 8, 9, 4, 5, 6],
      "one's own first, in the order of their ids",
    );
  });

  it("makes one for the same application", async () => {
    const { awx, person } = scene;
    const { done } = await rotates(scene, 3);
    const { values } = await seesValue(person).then((seen) => {
      seen.dialog.answer("Copy Token");
      return seen;
    });
    (await person.sees("info")).answer(undefined);
    (await person.sees("warning")).answer("Revoke Token");
    await done;
    const made = awx.token(9);
    assert.deepEqual(values, [made?.secret, made?.refreshSecret]);
    assert.deepEqual(changes(awx), [
      {
        method: "POST",
        path: "/api/v2/tokens/",
        body: JSON.stringify({ description: "admin app token", scope: "write", application: 1 }),
      },
      { method: "DELETE", path: "/api/v2/tokens/3/", body: "" },
    ]);
  });

  it("makes none when the person does not agree", async () => {
    const { awx, person } = scene;
    const done = run("rotateToken", rowOf(2));
    (await person.sees("warning")).answer(undefined);
    await done;
    assert.deepEqual(changes(awx), []);
  });

  it("says that both are valid when the person keeps the former one, and offers to revoke it", async () => {
    const { awx, person } = scene;
    const { done } = await rotates(scene, 2);
    await copiesValue(person);
    (await person.sees("warning")).answer(undefined);
    await done;
    const message = await person.sees("info");
    assert.equal(
      message.text,
      "“admin read only” (token 2) and token 9, which takes its place, are both valid on lab.",
    );
    assert.deepEqual(message.buttons, ["Revoke Token 2"]);
    assert.ok(awx.token(2));
    message.answer("Revoke Token 2");
    (await person.sees("warning")).answer("Revoke Token");
    await until(() => {
      assert.equal(awx.token(2), undefined);
    });
  });

  it("asks nothing about the former one when nobody has the value of the new one, and offers to revoke that", async () => {
    const { awx, person } = scene;
    const { done } = await rotates(scene, 2);
    (await seesValue(person)).dialog.answer(undefined);
    (await person.sees("warning")).answer("Close Without Copying");
    await done;
    const message = await person.sees("info");
    assert.equal(
      message.text,
      "“admin read only” (token 2) and token 9, which was to take its place, are both valid on lab. Nobody has the value of token 9.",
    );
    assert.deepEqual(message.buttons, ["Revoke Token 9"]);
    message.answer("Revoke Token 9");
    (await person.sees("warning")).answer("Revoke Token");
    await until(() => {
      assert.equal(awx.token(9), undefined);
    });
    assert.ok(awx.token(2));
  });

  it("asks first when somebody changed it meanwhile", async () => {
    const { awx, person } = scene;
    for (const answer of [undefined, "Rotate It As It Is Now"]) {
      awx.updateToken(2, { scope: answer === undefined ? "write" : "read write" });
      const { done } = await rotates(scene, 2);
      const question = await person.sees("warning");
      assert.equal(question.text, "“admin read only” (token 2) on lab was changed meanwhile");
      assert.match(question.detail ?? "", /^Scopes: “.*” became “.*”$/);
      assert.deepEqual(changes(awx), []);
      question.answer(answer);
      if (answer !== undefined) {
        await copiesValue(person);
        (await person.sees("warning")).answer(undefined);
      }
      await done;
    }
    assert.equal(awx.token(9)?.scope, "read write");
  });

  it("says that it is gone when it is, and makes none", async () => {
    const { awx, person } = scene;
    awx.deleteToken(2);
    const { done } = await rotates(scene, 2);
    await done;
    assert.match((await person.sees("error")).text, /^“admin read only” \(token 2\) does not exist on lab any more/);
    assert.deepEqual(changes(awx), []);
  });

  for (const [name, answer, why] of [
    ["refused", json(403, { detail: "You do not." }), /does not allow it: You do not\./],
    ["not accepted", json(400, { description: ["Too long."] }), /did not accept it: description: Too long\.$/],
    ["sent too early", json(429, {}), /takes no requests for now \(status 429\)/],
  ] as const) {
    it(`says that none was made when that is ${name}, and tries again`, async () => {
      const { awx, person } = scene;
      awx.intercept({ method: "POST" }, answer, { times: 1 });
      const { done } = await rotates(scene, 2);
      await done;
      const message = await person.sees("error");
      assert.match(message.text, /^“admin read only” \(token 2\) on lab was not rotated: no token was made\. /);
      assert.match(message.text, why);
      message.answer("Try Again");
      (await person.sees("warning")).answer("Rotate Token");
      await copiesValue(person);
      (await person.sees("warning")).answer("Revoke Token");
      await until(() => {
        assert.equal(awx.token(2), undefined);
      });
    });
  }

  it("says that both are valid when the former one could not be revoked, and tries that again", async () => {
    const { awx, person } = scene;
    const recover = awx.intercept({ method: "DELETE" }, json(403, { detail: "Not now." }));
    const { done } = await rotates(scene, 2);
    await copiesValue(person);
    (await person.sees("warning")).answer("Revoke Token");
    await done;
    const message = await person.sees("error");
    assert.match(
      message.text,
      /^“admin read only” \(token 2\) on lab was not revoked: it may still be valid, beside token 9, which takes its place\. .*Not now\./,
    );
    recover();
    message.answer("Try Again");
    await until(() => {
      assert.equal(awx.token(2), undefined);
    });
    assert.ok(awx.token(9));
  });

  /** Loses the answer of the POST; what happens meanwhile is there when the server is asked. */
  async function loses(answer: InterceptAnswer, meanwhile: () => void): Promise<void> {
    const { awx } = scene;
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    awx.intercept({ method: "POST" }, answer, { times: 1 });
    awx.intercept({ method: "GET", path: /order_by=-id/ }, { until: opened }, { times: 1 });
    const { done } = await rotates(scene, 2);
    await until(() => {
      assert.match(sent(awx).at(-1)?.path ?? "", /order_by=-id/);
    });
    meanwhile();
    open();
    await done;
    assert.equal(changes(awx).length, 1, "it is not sent again");
  }

  it("finds that none was made when there was no answer, and does not take the former one for it", async () => {
    const { person } = scene;
    await loses("reset", () => undefined);
    const message = await person.sees("error");
    assert.match(
      message.text,
      /^“admin read only” \(token 2\) on lab was not rotated: no token was made\. The connection was cut/,
    );
    assert.deepEqual(message.buttons, ["Try Again"]);
  });

  it("finds the one that was made without an answer, and offers to revoke it", async () => {
    const { awx, person } = scene;
    await loses({ status: 502, headers: {}, body: "" }, () => {
      awx.createToken({ userId: 1, description: "admin read only", scope: "read" });
    });
    const message = await person.sees("error");
    assert.match(
      message.text,
      /^“admin read only” \(token 9\) was made on lab to take the place of token 2, but its value was lost with the answer: nobody can use it\. The former one is still valid\. /,
    );
    assert.equal((await tokenRow(9)).label, "admin read only");
    message.answer("Revoke Token");
    (await person.sees("warning")).answer("Revoke Token");
    await until(() => {
      assert.equal(awx.token(9), undefined);
    });
  });

  it("asks again what was made when that fails as well", async () => {
    const { awx, person } = scene;
    awx.intercept({ method: "POST" }, "reset", { times: 1 });
    const recover = awx.intercept({ path: /order_by=-id/ }, json(500, {}));
    const { done } = await rotates(scene, 2);
    await done;
    const message = await person.sees("error");
    assert.match(
      message.text,
      /^It cannot be told whether a token was made on lab to take the place of “admin read only” \(token 2\), and asking failed as well\. The former one is still valid\. The server failed/,
    );
    assert.deepEqual(message.buttons, ["Check Again"]);
    recover();
    message.answer("Check Again");
    assert.match((await person.sees("error")).text, /was not rotated: no token was made\. The connection was cut/);
    assert.equal(changes(awx).length, 1);
  });

  it("says that it may be what signs us in, and signs in with the new one before the former is revoked", async () => {
    const { awx, person } = scene;
    const done = run("rotateToken", rowOf(1));
    const question = await person.sees("warning");
    assert.match(
      question.detail ?? "",
      /“admin laptop” \(token 1\) may be what you are signed in to lab with: before it is revoked you can sign in with the new one\.$/,
    );
    question.answer("Rotate Token");
    await copiesValue(person);
    const last = await person.sees("warning");
    assert.match(last.detail ?? "", /It may be what you are signed in to lab with: you would be signed out\.$/);
    assert.deepEqual(last.buttons, ["Sign In with the New One and Revoke", "Revoke Token"]);
    last.answer("Sign In with the New One and Revoke");
    await done;
    assert.match((await person.sees("info")).text, /was revoked\. Token 9 has its place\.$/);
    assert.equal(awx.token(1), undefined);
    await run("refresh");
    await tokenRows(8);
    assert.equal(awx.requests.at(-1)?.headers.authorization, `Bearer ${awx.secretOf(9)}`);
  });

  it("keeps the former one when signing in with the new one fails", async () => {
    const { awx, person } = scene;
    const { done } = await rotates(scene, 1);
    await copiesValue(person);
    awx.intercept({ path: /\/me\// }, json(401, { detail: "No." }), { times: 1 });
    (await person.sees("warning")).answer("Sign In with the New One and Revoke");
    await done;
    assert.match(
      (await person.sees("error")).text,
      /^“admin laptop” \(token 1\) and token 9, which takes its place, are both valid on lab\. Token 9 does not sign you in to lab: what did before still does\. /,
    );
    assert.ok(awx.token(1));
    await run("refresh");
    assert.equal(awx.requests.at(-1)?.headers.authorization, `Bearer ${awx.secretOf(1)}`);
  });

  it("says of another's token that a new one would not be theirs", async () => {
    const { awx, person } = scene;
    await run("rotateToken", rowOf(4));
    assert.equal(
      (await person.sees("error")).text,
      "“alice personal” (token 4) on lab is another user's: a new token would be yours, and not take its place.",
    );
    assert.deepEqual(awx.requests, []);
  });

  it("offers one's own alone from the palette", async () => {
    const { person } = scene;
    const done = run("rotateToken");
    assert.deepEqual(
      (await person.quickPick()).items.map(({ label }) => label),
      ["admin laptop", "admin read only", "admin app token", "one hour", "expired"],
    );
    await person.escapes();
    await done;
  });
});

describe("rotating the token that a password made to sign in", () => {
  const scene = eachSignedIn();
  eachMayHandOver(scene);
  let madeId: number;

  beforeEach(async () => {
    const { awx } = scene;
    await signInWithPassword(scene);
    await tokenRows(3);
    madeId = awx.tokens().at(-1)?.id ?? 0;
    assert.equal(awx.token(madeId)?.description, `VS Code on ${hostname()}`);
    awx.clearRequests();
  });

  it("has the new one sign in before anything else, once the server has said that it does", async () => {
    const { awx, person } = scene;
    const done = run("rotateToken", rowOf(madeId));
    const question = await person.sees("warning");
    assert.match(
      question.detail ?? "",
      /is what you are signed in to lab with: the new one takes its place there too\.$/,
    );
    question.answer("Rotate Token");
    const { dialog, values } = await seesValue(person);
    const secret = awx.secretOf(madeId + 1);
    assert.deepEqual(values, [secret]);
    assert.match(dialog.detail ?? "", /^It is what you are signed in with now\./);
    assert.deepEqual(dialog.buttons, ["Copy Token"]);
    const authorized = awx.requests.filter(({ headers }) => headers.authorization === `Bearer ${secret}`);
    assert.equal(authorized[0]?.path, "/api/v2/me/");
    dialog.answer(undefined);
    const last = await person.sees("warning");
    assert.deepEqual(last.buttons, ["Revoke Token"]);
    last.answer("Revoke Token");
    await done;
    await person.sees("info");
    assert.equal(awx.token(madeId), undefined);
    await run("refresh");
    await tokenRows(3);
    assert.equal(awx.requests.at(-1)?.headers.authorization, `Bearer ${secret}`);
  });

  it("stays signed in with the former one when the new one does not sign in, and says which there are", async () => {
    const { awx, person } = scene;
    awx.intercept({ path: /\/me\// }, json(401, { detail: "No." }), { times: 1 });
    const { done } = await rotates(scene, madeId);
    const { dialog } = await seesValue(person);
    assert.match(dialog.detail ?? "", /^Token \d+ does not sign you in to lab: what did before still does\. /);
    assert.deepEqual(dialog.buttons, ["Copy Token", "Use It to Sign In Here"]);
    dialog.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    await done;
    const message = await person.sees("info");
    assert.match(
      message.text,
      /^You are still signed in to lab with “VS Code on .*, so it was not revoked\. Token \d+/,
    );
    assert.deepEqual(message.buttons, [`Revoke Token ${String(madeId)}`]);
    assert.ok(awx.token(madeId));
    await run("refresh");
    assert.equal(awx.requests.at(-1)?.headers.authorization, `Bearer ${awx.secretOf(madeId)}`);
  });

  it("has the new one sign in also when it is rotated with others, after those", async () => {
    const { awx, person } = scene;
    const done = run("rotateToken", rowOf(madeId), [rowOf(madeId), rowOf(4)]);
    (await person.sees("warning")).answer("Rotate 2 Tokens");
    await until(async () => {
      assert.equal((await person.quickPick()).title, "2 of 2 tokens on lab were rotated");
    });
    const posts = awx.requests.filter(({ method }) => method === "POST");
    assert.deepEqual(
      posts.map(({ body, headers }) => [
        (JSON.parse(body) as { description: string }).description,
        headers.authorization,
      ]),
      ["alice personal", `VS Code on ${hostname()}`].map((name) => [name, `Bearer ${awx.secretOf(madeId)}`]),
    );
    const used = awx.requests.at(-1)?.headers.authorization;
    const added = awx.tokens().filter(({ id }) => id > madeId);
    assert.equal(used, `Bearer ${added.find(({ description }) => description.startsWith("VS Code"))?.secret ?? ""}`);
    await person.escapes();
    const question = await person.sees("warning");
    assert.match(question.text, /^Leave without the value of “alice personal” \(token \d+\)\?$/);
    question.answer("Leave");
    await done;
    const message = await person.sees("info");
    assert.deepEqual(message.buttons, [`Revoke Token ${String(madeId)}`]);
  });

  it("goes on when the person has it sign in after all", async () => {
    const { awx, person } = scene;
    awx.intercept({ path: /\/me\// }, json(401, { detail: "No." }), { times: 1 });
    const { done } = await rotates(scene, madeId);
    (await seesValue(person)).dialog.answer("Use It to Sign In Here");
    (await seesValue(person)).dialog.answer(undefined);
    (await person.sees("warning")).answer("Revoke Token");
    await done;
    assert.equal(awx.token(madeId), undefined);
  });
});

describe("rotating a token on a platform", () => {
  const scene = eachSignedIn(4, 8, { family: "gateway" });
  eachMayHandOver(scene);

  it("makes one like it there", async () => {
    const { awx, person } = scene;
    const done = run("rotateToken", rowOf(4, "gateway"));
    (await person.sees("warning")).answer("Rotate Token");
    await copiesValue(person);
    (await person.sees("warning")).answer("Sign In with the New One and Revoke");
    await done;
    assert.deepEqual(changes(awx), [
      {
        method: "POST",
        path: "/api/gateway/v1/tokens/",
        body: JSON.stringify({ description: "alice personal", scope: "write" }),
      },
      { method: "DELETE", path: "/api/gateway/v1/tokens/4/", body: "" },
    ]);
  });

  it("says of one for an application that only an administrator makes those", async () => {
    const { awx, person } = scene;
    await run("rotateToken", rowOf(5, "gateway"));
    assert.equal(
      (await person.sees("error")).text,
      "“alice app token” (token 5) on lab is for an application: only an administrator of the platform makes tokens for those.",
    );
    assert.deepEqual(changes(awx), []);
  });
});

describe("rotating a token of the controller behind a platform", () => {
  const scene = eachSignedIn(4, 10, { family: "both" });
  eachMayHandOver(scene);

  it("makes one in the controller's table", async () => {
    const { awx, person } = scene;
    const done = run("rotateToken", rowOf(5, "controller"));
    (await person.sees("warning")).answer("Rotate Token");
    await copiesValue(person);
    (await person.sees("warning")).answer("Revoke Token");
    await done;
    assert.deepEqual(changes(awx), [
      {
        method: "POST",
        path: "/api/controller/v2/tokens/",
        body: JSON.stringify({ description: "alice app token", scope: "read", application: 1 }),
      },
      { method: "DELETE", path: "/api/controller/v2/tokens/5/", body: "" },
    ]);
    assert.ok(awx.token(5), "the platform's token with that number stays");
  });
});
