import assert from "node:assert/strict";
import * as vscode from "vscode";
import { json } from "../support/answers";
import { run, tokenRows } from "./support/extension";
import { copiesValue, eachMayHandOver, seesValue } from "./support/handOver";
import { changes, sent } from "./support/requests";
import { rowOf, rowsOf } from "./support/rows";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

describe("rotating several tokens", () => {
  const scene = eachSignedIn();
  eachMayHandOver(scene);

  /** Begins to rotate tokens that are selected, up to the list of what became of them. */
  async function rotates(ids: readonly number[]): Promise<{ readonly done: Promise<void> }> {
    const done = run("rotateToken", rowOf(ids[0] ?? 0), rowsOf(ids));
    const question = await scene.person.sees("warning");
    assert.match(question.text, /^Rotate \d tokens on lab\?$/);
    question.answer(question.buttons[0]);
    return { done };
  }

  /** What the list says: each token, what there is now, and what choosing it does. */
  async function results(title: string): Promise<(readonly [string, string, string | undefined])[]> {
    const list = await until(async () => {
      const box = await scene.person.quickPick();
      assert.equal(box.title, title);
      return box;
    });
    return list.items
      .filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator)
      .map(({ label, detail = "", description }) => [label, detail, description]);
  }

  /** The new token of each description. */
  function madeIds(): ReadonlyMap<string, number> {
    return new Map(
      scene.awx
        .tokens()
        .filter(({ id }) => id > 8)
        .map(({ id, description }) => [description, id]),
    );
  }

  it("names them first, and others' that are left alone", async () => {
    const { awx, person } = scene;
    const done = run("rotateToken", rowOf(2), rowsOf([2, 4, 7]));
    const question = await person.sees("warning");
    assert.equal(question.text, "Rotate 2 tokens on lab?");
    assert.match(question.detail ?? "", /^“admin read only” \(token 2\)\n“one hour” \(token 7\)\nFor each a new token/);
    assert.match(question.detail ?? "", /\nNot yours to rotate, and left alone: 1\.$/);
    assert.deepEqual(question.buttons, ["Rotate 2 Tokens"]);
    question.answer(undefined);
    await done;
    assert.deepEqual(changes(awx), []);
  });

  it("hands over their values one by one, and revokes each former one when the person says so", async () => {
    const { awx, person } = scene;
    const { done } = await rotates([2, 7]);
    await results("2 of 2 tokens on lab were rotated");
    const made = madeIds();
    const [two, seven] = [made.get("admin read only") ?? 0, made.get("one hour") ?? 0];
    const notCopied = (id: number, former: number) =>
      `Token ${String(id)} takes its place; its value is not copied yet. Token ${String(former)} is still valid.`;
    assert.deepEqual(await results("2 of 2 tokens on lab were rotated"), [
      ["admin read only", notCopied(two, 2), "Show Value"],
      ["one hour", notCopied(seven, 7), "Show Value"],
    ]);
    assert.deepEqual(
      changes(awx)
        .map(({ body }) => body)
        .sort(),
      [
        JSON.stringify({ description: "admin read only", scope: "read" }),
        JSON.stringify({ description: "one hour", scope: "read write" }),
      ],
    );
    assert.ok(awx.token(2) && awx.token(7), "nothing is revoked yet");

    await person.chooses("one hour");
    assert.equal(await copiesValue(person), awx.secretOf(seven));
    (await person.sees("warning")).answer("Revoke Token");
    assert.deepEqual((await results("2 of 2 tokens on lab were rotated"))[1], [
      "one hour",
      `Token ${String(seven)} takes its place; you have its value. Token 7 is revoked.`,
      "Show Value",
    ]);
    assert.equal(awx.token(7), undefined);

    await person.escapes();
    const question = await person.sees("warning");
    assert.equal(question.text, `Leave without the value of “admin read only” (token ${String(two)})?`);
    question.answer(undefined);
    await results("2 of 2 tokens on lab were rotated");
    await person.chooses("admin read only");
    await copiesValue(person);
    (await person.sees("warning")).answer(undefined);
    assert.match(
      (await results("2 of 2 tokens on lab were rotated"))[0]?.[1] ?? "",
      /you have its value\. Token 2 is still valid/,
    );
    await person.escapes();
    await done;
    const message = await person.sees("info");
    assert.equal(
      message.text,
      "Still valid on lab, beside the new tokens that take their places: “admin read only” (token 2).",
    );
    assert.deepEqual(message.buttons, ["Revoke Token 2"]);
    message.answer("Revoke Token 2");
    (await person.sees("warning")).answer("Revoke Token");
    await until(() => {
      assert.equal(awx.token(2), undefined);
    });
  });

  it("may be left without the values, and then says what is still valid and revokes nothing", async () => {
    const { awx, person } = scene;
    const { done } = await rotates([2, 7]);
    await results("2 of 2 tokens on lab were rotated");
    await person.escapes();
    const question = await person.sees("warning");
    assert.equal(question.text, "Leave without the values of 2 tokens?");
    question.answer("Leave");
    await done;
    const message = await person.sees("info");
    assert.match(message.text, /“admin read only” \(token 2\) and “one hour” \(token 7\)\.$/);
    assert.deepEqual(message.buttons, []);
    assert.equal(awx.tokens().length, 10);
  });

  it("lists what failed by its reason, and tries that again", async () => {
    const { awx, person } = scene;
    awx.deleteToken(7);
    awx.updateToken(2, { scope: "write" });
    awx.intercept({ method: "POST" }, json(403, { detail: "Not now." }), { times: 1 });
    const { done } = await rotates([2, 3, 7]);
    assert.deepEqual(await results("0 of 3 tokens on lab were rotated"), [
      [
        "admin read only",
        "No token was made. Token 2 is still valid. It was changed meanwhile: Scopes: “read” became “write”.",
        "Retry",
      ],
      [
        "admin app token",
        "No token was made. Token 3 is still valid. The server does not allow it: Not now. Either it is not yours to do, or the access token you are signed in with is read-only.",
        "Retry",
      ],
      [
        "one hour",
        "No token was made. Token 7 is still valid. “one hour” (token 7) does not exist on lab any more, or is no longer yours to see.",
        "Retry",
      ],
    ]);
    assert.equal(changes(awx).length, 1);
    await person.chooses("admin read only");
    await until(async () => {
      assert.match((await person.quickPick()).title ?? "", /^1 of 3/);
    });
    assert.equal(awx.tokens().at(-1)?.scope, "write");
    await person.escapes();
    (await person.sees("warning")).answer("Leave");
    await done;
  });

  it("looks for those that were made without an answer when the others are made, each once", async () => {
    const { awx, person } = scene;
    // Two that are alike, of which one new one is lost and the other was not made.
    const alike = awx.createToken({ userId: 1, description: "admin read only", scope: "read" });
    await run("refresh");
    await tokenRows(9);
    awx.clearRequests();
    awx.intercept({ method: "POST" }, "reset");
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    awx.intercept({ method: "GET", path: /order_by=-id/ }, { until: opened });
    const { done } = await rotates([2, alike]);
    await until(() => {
      assert.equal(sent(awx).filter(({ path }) => path.includes("order_by=-id")).length, 2);
    });
    const lost = awx.createToken({ userId: 1, description: "admin read only", scope: "read" });
    open();
    const drawn = await results("0 of 2 tokens on lab were rotated");
    assert.deepEqual(drawn.map(([, , act]) => act).sort(), ["Retry", `Revoke Token ${String(lost)}`]);
    assert.match(
      drawn.find(([, , act]) => act !== "Retry")?.[1] ?? "",
      new RegExp(
        `^Token ${String(lost)} was made, but its value was lost: nobody can use it\\. Token \\d+ is still valid\\. The connection was cut`,
      ),
    );
    await person.escapes();
    await done;
    assert.equal(changes(awx).length, 2, "nothing is sent again");
  });

  it("revokes from the list a new one whose value was lost", async () => {
    const { awx, person } = scene;
    awx.intercept({ method: "POST" }, "reset", { times: 1 });
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    awx.intercept({ method: "GET", path: /order_by=-id/ }, { until: opened }, { times: 1 });
    const { done } = await rotates([2, 7]);
    await until(() => {
      assert.match(sent(awx).at(-1)?.path ?? "", /order_by=-id/);
    });
    const [body = ""] = changes(awx).map((request) => request.body);
    const values = JSON.parse(body) as { description: string; scope: string };
    const lost = awx.createToken({ userId: 1, ...values });
    open();
    await results("1 of 2 tokens on lab were rotated");
    await person.chooses(values.description);
    (await person.sees("warning")).answer("Revoke Token");
    await person.sees("info");
    assert.equal(awx.token(lost), undefined);
    await until(async () => {
      assert.deepEqual((await results("1 of 2 tokens on lab were rotated"))[0]?.[2], "Retry");
    });
    await person.escapes();
    (await person.sees("warning")).answer("Leave");
    await done;
  });

  it("can be asked about again when asking what was made fails, too", async () => {
    const { awx, person } = scene;
    awx.intercept({ method: "POST" }, "reset", { times: 2 });
    const recover = awx.intercept({ path: /order_by=-id/ }, json(500, {}));
    const { done } = await rotates([2, 7]);
    const drawn = await results("0 of 2 tokens on lab were rotated");
    assert.deepEqual(
      drawn.map(([, , act]) => act),
      ["Check Again", "Check Again"],
    );
    recover();
    await person.chooses("one hour");
    await until(async () => {
      assert.deepEqual((await results("0 of 2 tokens on lab were rotated")).map(([, , act]) => act).sort(), [
        "Check Again",
        "Retry",
      ]);
    });
    await person.escapes();
    await done;
  });

  it("keeps the list, and the former token, when signing in with the new one fails", async () => {
    const { awx, person } = scene;
    const { done } = await rotates([1, 7]);
    await results("2 of 2 tokens on lab were rotated");
    await person.chooses("admin laptop");
    const { dialog } = await seesValue(person);
    dialog.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    awx.intercept({ path: /\/me\// }, json(401, { detail: "No." }), { times: 1 });
    (await person.sees("warning")).answer("Sign In with the New One and Revoke");
    assert.match((await person.sees("error")).text, /does not sign you in to lab: what did before still does/);
    await results("2 of 2 tokens on lab were rotated");
    assert.ok(awx.token(1));
    await person.escapes();
    (await person.sees("warning")).answer("Leave");
    await done;
  });
});
