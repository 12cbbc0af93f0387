import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { InterceptAnswer } from "../fakeAwx/interceptors";
import { json } from "../support/answers";
import { rows, run, tokenRow, tokenRows } from "./support/extension";
import { copiesValue, eachMayHandOver, seesValue } from "./support/handOver";
import { settled } from "./support/person";
import { changes, sent } from "./support/requests";
import { eachSignedIn, type Scene } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" };

interface Answers {
  readonly table?: string;
  readonly purpose?: string;
  readonly description: string;
  readonly scopes?: readonly string[];
}

/** Answers the questions about a new token up to the review. */
async function answers({ person }: Scene, { table, purpose, description, scopes }: Answers): Promise<void> {
  let step = 1;
  if (table !== undefined) {
    await person.reaches(step++);
    await person.chooses(table);
  }
  await person.reaches(step++);
  await person.chooses(purpose ?? "Personal token");
  await person.reaches(step++);
  await person.enters(description);
  await person.reaches(step++);
  if (scopes) await person.ticks(...scopes);
  else await accept();
  await person.reaches(step);
}

/** Answers the questions about a new token, and has it created. */
async function creates(scene: Scene, given: Answers): Promise<{ readonly done: Promise<void> }> {
  const done = run("createToken", lab);
  await answers(scene, given);
  await scene.person.chooses("Create Token");
  return { done };
}

async function accept(): Promise<void> {
  await settled();
  await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
}

async function clipboard(): Promise<string> {
  return vscode.env.clipboard.readText();
}

function newest({ awx }: Scene) {
  const token = awx.tokens().at(-1);
  assert.ok(token);
  return token;
}

describe("creating a token on a controller", () => {
  const scene = eachSignedIn();
  eachMayHandOver(scene);

  it("makes a personal token that may only read, unless one asks for more", async () => {
    const { awx, person } = scene;
    const { done } = await creates(scene, { description: "  nightly report " });
    const { dialog, values } = await seesValue(person);
    const made = newest(scene);
    assert.equal(dialog.text, `“nightly report” (token ${String(made.id)}) was created on lab`);
    assert.deepEqual(values, [made.secret]);
    assert.deepEqual(dialog.buttons, ["Copy Token", "Use It to Sign In Here"]);
    dialog.answer("Copy Token");
    const again = await person.sees("info");
    assert.match(again.detail ?? "", /^The value is in the clipboard\.\n/);
    assert.equal(await clipboard(), made.secret);
    again.answer(undefined);
    await done;
    assert.deepEqual(sent(awx), [
      { method: "GET", path: "/api/v2/applications/?order_by=id&page_size=200", body: "" },
      {
        method: "POST",
        path: "/api/v2/users/1/personal_tokens/",
        body: JSON.stringify({ description: "nightly report", scope: "read" }),
      },
    ]);
    const row = await tokenRow(made.id);
    assert.equal(row.label, "nightly report");
    const [server] = await rows();
    assert.match(server?.description ?? "", /9 tokens/);
    assert.deepEqual(
      (await tokenRows(9)).map(({ row }) => row.kind === "token" && row.tokenId),
      [1, 2, 3, 7, 8, made.id, 4, 5, 6],
      "one's own first, in the order of their ids",
    );
  });

  it("makes one for an application, whose refresh token can be copied too", async () => {
    const { awx, person } = scene;
    const done = run("createToken", lab);
    await person.reaches(1);
    const { items } = await person.quickPick();
    assert.deepEqual(
      items.map(({ label, description, detail }) => [label, description, detail]),
      [
        ["Personal token", undefined, "For your own scripts and tools"],
        ["Applications", undefined, undefined],
        ["ci", "Acme", "password grant app"],
        ["vscode", "Acme", "code grant app"],
      ],
    );
    await answers(scene, { purpose: "ci", description: "pipeline", scopes: ["read", "write"] });
    await person.chooses("Create Token");
    const { dialog, values } = await seesValue(person);
    const made = newest(scene);
    assert.deepEqual(values, [made.secret, made.refreshSecret]);
    assert.deepEqual(dialog.buttons, ["Copy Token", "Copy Refresh Token", "Use It to Sign In Here"]);
    dialog.answer("Copy Refresh Token");
    const again = await person.sees("info");
    assert.match(again.detail ?? "", /^The refresh token is in the clipboard\./);
    assert.equal(await clipboard(), made.refreshSecret);
    again.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    await done;
    assert.deepEqual(changes(awx), [
      {
        method: "POST",
        path: "/api/v2/tokens/",
        body: JSON.stringify({ description: "pipeline", scope: "read write", application: 2 }),
      },
    ]);
    assert.match((await tokenRow(made.id)).description, /ci/);
  });

  it("shows all answers first, from each of which one goes back to its question", async () => {
    const { awx, person } = scene;
    const done = run("createToken", lab);
    await answers(scene, { purpose: "vscode", description: "first", scopes: ["write"] });
    const review = await person.quickPick();
    assert.equal(review.title, "Create a token on lab");
    assert.deepEqual(
      review.activeItems.map(({ label }) => label),
      ["Create Token"],
    );
    assert.deepEqual(
      review.items.filter(({ kind }) => kind === undefined).map(({ label, description }) => [label, description]),
      [
        ["Create Token", undefined],
        ["For", "vscode"],
        ["Description", "first"],
        ["Scopes", "write"],
      ],
    );
    await person.chooses("Description");
    await person.reaches(2);
    await person.enters("second");
    await person.reaches(3);
    await accept();
    await person.reaches(4);
    await person.chooses("For");
    const purpose = (await person.reaches(1)) as vscode.QuickPick<vscode.QuickPickItem>;
    assert.equal(purpose.activeItems[0]?.label, "vscode");
    await person.chooses("Personal token");
    await person.reaches(2);
    await person.goesBack();
    await person.reaches(1);
    await person.chooses("Personal token");
    await person.reaches(2);
    assert.equal((await person.inputBox()).value, "second");
    await accept();
    await person.reaches(3);
    await accept();
    await person.reaches(4);
    await person.chooses("Create Token");
    await copiesValue(person);
    await done;
    assert.deepEqual(
      sent(awx).map(({ method, body }) => [method, body]),
      [
        ["GET", ""],
        ["POST", JSON.stringify({ description: "second", scope: "write" })],
      ],
      "the applications are read once",
    );
  });

  it("makes none when it is given up at any step", async () => {
    const { awx, person } = scene;
    for (const step of [1, 2, 3, 4]) {
      const done = run("createToken", lab);
      if (step > 1) {
        await person.reaches(1);
        await person.chooses("Personal token");
      }
      if (step > 2) {
        await person.reaches(2);
        await person.enters("never");
      }
      if (step > 3) {
        await person.reaches(3);
        await accept();
      }
      await person.reaches(step);
      await person.escapes();
      await done;
    }
    assert.deepEqual(changes(awx), []);
    assert.equal(awx.tokens().length, 8);
  });

  it("offers a personal token when the applications cannot be read, and says why", async () => {
    const { awx, person } = scene;
    for (const [answer, why] of [
      [json(403, { detail: "No." }), /^The server lets you see no applications/],
      [json(400, { detail: "No." }), /^The applications could not be read.*did not accept it: No\.$/],
    ] as const) {
      awx.intercept({ path: /applications/ }, answer, { times: 1 });
      const done = run("createToken", lab);
      await person.reaches(1);
      const box = await person.quickPick();
      assert.deepEqual(
        box.items.map(({ label }) => label),
        ["Personal token"],
      );
      assert.match(box.placeholder ?? "", why);
      await person.escapes();
      await done;
    }
  });

  it("signs in here with the new token, once the server has said that it does", async () => {
    const { awx, person } = scene;
    const { done } = await creates(scene, { description: "mine", scopes: ["read"] });
    const { dialog } = await seesValue(person);
    const made = newest(scene);
    awx.clearRequests();
    dialog.answer("Use It to Sign In Here");
    const again = await person.sees("info");
    assert.match(again.detail ?? "", /^It is what you are signed in with now\./);
    assert.deepEqual(again.buttons, ["Copy Token"]);
    const asked = awx.requests.filter(({ headers }) => headers.authorization === `Bearer ${made.secret}`);
    assert.deepEqual(
      asked.slice(0, 2).map(({ method, path }) => [method, path]),
      [
        ["GET", "/api/v2/me/"],
        ["OPTIONS", "/api/v2/tokens/"],
      ],
    );
    again.answer(undefined);
    await done;
    await run("refresh");
    assert.equal(awx.requests.at(-1)?.headers.authorization, `Bearer ${made.secret}`);
    await until(async () => {
      assert.match((await rows())[0]?.description ?? "", /read-only/);
    });
  });

  it("keeps the value in view when signing in with it fails, and what signed in before", async () => {
    const { awx, person } = scene;
    const { done } = await creates(scene, { description: "mine" });
    const { dialog } = await seesValue(person);
    const made = newest(scene);
    awx.intercept({ path: /\/me\// }, json(401, { detail: "No." }), { times: 1 });
    dialog.answer("Use It to Sign In Here");
    const { dialog: again, values } = await seesValue(person);
    assert.match(
      again.detail ?? "",
      new RegExp(
        `^Token ${String(made.id)} does not sign you in to lab: what did before still does\\. The server does not accept`,
      ),
    );
    assert.deepEqual(values, [made.secret]);
    again.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    await done;
    await run("refresh");
    assert.equal(awx.requests.at(-1)?.headers.authorization, `Bearer ${awx.secretOf(1)}`);
  });

  it("asks once whoever closes the value without having it", async () => {
    const { person } = scene;
    const { done } = await creates(scene, { description: "mine" });
    (await seesValue(person)).dialog.answer(undefined);
    const question = await person.sees("warning");
    assert.equal(question.text, "Close without having copied the value?");
    question.answer(undefined);
    (await seesValue(person)).dialog.answer(undefined);
    (await person.sees("warning")).answer("Close Without Copying");
    await done;
    assert.equal((await tokenRow(newest(scene).id)).label, "mine");
  });

  it("says when the value cannot be copied, and still shows it", async () => {
    const { person } = scene;
    const { clipboard: own } = vscode.env;
    const refusing = { ...own, writeText: () => Promise.reject(new Error("not allowed")) };
    Object.defineProperty(vscode.env, "clipboard", { configurable: true, get: () => refusing });
    try {
      const { done } = await creates(scene, { description: "mine" });
      (await seesValue(person)).dialog.answer("Copy Token");
      const { dialog } = await seesValue(person);
      assert.ok(dialog.detail?.startsWith("It could not be copied:"));
      dialog.answer(undefined);
      (await person.sees("warning")).answer("Close Without Copying");
      await done;
    } finally {
      Object.defineProperty(vscode.env, "clipboard", { configurable: true, get: () => own });
    }
  });

  it("says what the server made of it when that is not what was asked for", async () => {
    const { awx, person } = scene;
    const secret = "a-value-of-another-kind";
    const token = { ...(await listed(1)), id: 9, description: "theirs $(key)", scope: "write", token: secret };
    awx.intercept({ method: "POST" }, json(201, token), { times: 1 });
    const { done } = await creates(scene, { description: "mine" });
    const { dialog } = await seesValue(person);
    assert.match(
      dialog.detail ?? "",
      /^It is not what you asked for: Description: “mine” became “theirs \$\u200b\(key\)”; Scopes: “read” became “write”\.\n/,
    );
    dialog.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    await done;
  });

  /** A token as the server lists it. */
  async function listed(id: number): Promise<object> {
    const { url } = scene.awx;
    const headers = { authorization: `Bearer ${scene.awx.secretOf(1)}` };
    const token = (await (await fetch(`${url}/api/v2/tokens/${String(id)}/`, { headers })).json()) as object;
    scene.awx.clearRequests();
    return token;
  }

  for (const [name, answer, why] of [
    ["refused", json(403, { detail: "You do not." }), /The server does not allow it: You do not\. /],
    ["not accepted", json(400, { description: ["Too long."] }), /did not accept it: description: Too long\.$/],
    [
      "sent too early",
      { ...json(429, {}), headers: { "content-type": "application/json", "retry-after": "120" } },
      /takes no requests for now \(status 429\)\. It asks to try again in 2 minutes\.$/,
    ],
  ] as const) {
    it(`says that none was made when it is ${name}, and keeps all that was entered`, async () => {
      const { awx, person } = scene;
      awx.intercept({ method: "POST" }, answer, { times: 1 });
      const { done } = await creates(scene, { purpose: "ci", description: "mine", scopes: ["write"] });
      await done;
      const message = await person.sees("error");
      assert.match(message.text, /^No token was created on lab\. /);
      assert.match(message.text, why);
      assert.equal(awx.tokens().length, 8);
      message.answer("Try Again");
      await person.reaches(4);
      assert.deepEqual(
        (await person.quickPick()).items.slice(2).map(({ description }) => description),
        ["ci", "mine", "write"],
      );
      await person.chooses("Create Token");
      await copiesValue(person);
      await until(async () => {
        assert.equal((await tokenRow(newest(scene).id)).label, "mine");
      });
      assert.equal(changes(awx).length, 2);
    });
  }

  it("says that the credential is not accepted any more, and goes on after one has signed in", async () => {
    const { awx, person } = scene;
    const done = run("createToken", lab);
    await answers(scene, { description: "mine" });
    awx.deleteToken(1);
    await person.chooses("Create Token");
    await done;
    const message = await person.sees("error");
    assert.match(message.text, /^No token was created on lab\. The server does not accept the access token/);
    assert.deepEqual(message.buttons, ["Sign In Again"]);
  });
});

describe("a token whose creation has no answer", () => {
  const scene = eachSignedIn();
  eachMayHandOver(scene);

  /** Has a token created and loses the answer; what happens meanwhile is there when the server is asked. */
  async function loses(answer: InterceptAnswer, given: Answers, meanwhile: () => void): Promise<void> {
    const { awx } = scene;
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    awx.intercept({ method: "POST" }, answer, { times: 1 });
    awx.intercept({ method: "GET", path: /order_by=-id/ }, { until: opened }, { times: 1 });
    const { done } = await creates(scene, given);
    await until(() => {
      assert.match(sent(awx).at(-1)?.path ?? "", /order_by=-id/);
    });
    meanwhile();
    open();
    await done;
    assert.equal(changes(awx).length, 1, "it is not sent again");
  }

  for (const [name, answer, why] of [
    ["a cut connection", "reset", /The connection was cut/],
    ["500", { status: 500, headers: { "content-type": "text/html" }, body: "<html>" }, /failed with status 500/],
    ["an answer of another shape", json(201, { id: 9 }), /is not what AWX gives here/],
  ] as const) {
    it(`is looked for after ${name}, and was not made`, async () => {
      const { awx, person } = scene;
      await loses(answer, { purpose: "ci", description: "mine" }, () => {
        // Each is unlike what was asked for in one thing.
        awx.createToken({ userId: 1, description: "other", scope: "read", applicationId: 2 });
        awx.createToken({ userId: 1, description: "mine", scope: "write", applicationId: 2 });
        awx.createToken({ userId: 1, description: "mine", scope: "read" });
        awx.createToken({ userId: 2, description: "mine", scope: "read", applicationId: 2 });
      });
      const message = await person.sees("error");
      assert.match(message.text, /^No token was created on lab\. /);
      assert.match(message.text, why);
      assert.equal(sent(awx).at(-1)?.path, "/api/v2/tokens/?user=1&application=2&order_by=-id&page_size=200");
      message.answer("Try Again");
      await person.reaches(4);
      await person.escapes();
    });

    it(`is looked for after ${name}, and is there without anybody having its value`, async () => {
      const { awx, person } = scene;
      await loses(answer, { description: "mine" }, () => {
        awx.createToken({ userId: 1, description: "mine", scope: "read" });
      });
      const message = await person.sees("error");
      assert.match(
        message.text,
        /^“mine” \(token 9\) was created on lab, but its value was lost with the answer: nobody can use it\. /,
      );
      assert.match(message.text, why);
      assert.equal((await tokenRow(9)).label, "mine");
      assert.deepEqual(message.buttons, ["Revoke Token"]);
      message.answer("Revoke Token");
      (await person.sees("warning")).answer("Revoke Token");
      await person.sees("info");
      assert.equal(awx.token(9), undefined);
    });
  }

  it("is not mistaken for one that is like it and was there before", async () => {
    const { awx, person } = scene;
    awx.createToken({ userId: 1, description: "mine", scope: "read" });
    await run("refresh");
    awx.clearRequests();
    await loses("reset", { description: "mine" }, () => undefined);
    assert.match((await person.sees("error")).text, /^No token was created on lab\. /);
  });

  it("can be asked about again when that fails as well", async () => {
    const { awx, person } = scene;
    const recover = awx.intercept({ path: /order_by=-id/ }, json(500, {}));
    awx.intercept({ method: "POST" }, "reset", { times: 1 });
    const { done } = await creates(scene, { description: "mine" });
    await done;
    const message = await person.sees("error");
    assert.match(
      message.text,
      /^It cannot be told whether a token was created on lab, and asking failed as well\. The server failed with status 500/,
    );
    assert.deepEqual(message.buttons, ["Check Again"]);
    recover();
    awx.createToken({ userId: 1, description: "mine", scope: "read" });
    message.answer("Check Again");
    assert.match((await person.sees("error")).text, /^“mine” \(token 9\) was created on lab, but its value was lost/);
    assert.equal(changes(awx).length, 1);
  });
});

describe("creating a token with a credential that is read-only", () => {
  const scene = eachSignedIn(2);

  it("is refused before anything is asked or sent", async () => {
    const { awx, person } = scene;
    await run("createToken", lab);
    assert.equal(
      (await person.sees("error")).text,
      "Nothing on lab can be changed: what you signed in with is read-only.",
    );
    await person.hasNothingOpen();
    assert.deepEqual(awx.requests, []);
  });
});

for (const family of ["controller", "gateway"] as const) {
  describe(`creating a token on a ${family} as somebody who signs in elsewhere`, () => {
    const scene = eachSignedIn(4, family === "controller" ? 2 : 8, { family, externalUsers: ["alice"] });

    it("says why the server makes none, and what can be done about it", async () => {
      const { awx, person } = scene;
      const { done } = await creates(scene, { description: "mine" });
      await done;
      assert.match(
        (await person.sees("error")).text,
        /^No token was created on lab\. The server makes no access tokens for users who sign in with an account from elsewhere: \(access_denied\) .*external authentication provider.*\. Its administrator can allow it with the setting “Allow External Users to Create OAuth2 Tokens”\.$/,
      );
      assert.equal(awx.tokens().length, 8);
    });
  });
}

describe("creating a token on a platform, as a user", () => {
  const scene = eachSignedIn(4, 8, { family: "gateway" });
  eachMayHandOver(scene);

  it("offers personal tokens alone, and says why", async () => {
    const { awx, person } = scene;
    const done = run("createToken", lab);
    await person.reaches(1);
    const box = await person.quickPick();
    assert.deepEqual(
      box.items.map(({ label }) => label),
      ["Personal token"],
    );
    assert.equal(box.placeholder, "Only an administrator of the platform makes tokens for its applications");
    await answers(scene, { description: "mine", scopes: ["write"] });
    await person.chooses("Create Token");
    await copiesValue(person);
    await done;
    assert.deepEqual(sent(awx), [
      {
        method: "POST",
        path: "/api/gateway/v1/tokens/",
        body: JSON.stringify({ description: "mine", scope: "write" }),
      },
    ]);
    const [server] = await rows();
    assert.deepEqual(
      (await rows(server?.row)).map(({ label }) => label),
      ["alice personal", "alice app token", "mine", "Other users' tokens"],
    );
  });
});

describe("creating a token on a platform, as its administrator", () => {
  const scene = eachSignedIn(1, 8, { family: "gateway" });
  eachMayHandOver(scene);

  it("makes one for an application", async () => {
    const { awx, person } = scene;
    const { done } = await creates(scene, { purpose: "vscode", description: "editor" });
    const { dialog } = await seesValue(person);
    assert.deepEqual(dialog.buttons, ["Copy Token", "Copy Refresh Token", "Use It to Sign In Here"]);
    dialog.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    await done;
    assert.deepEqual(sent(awx), [
      { method: "GET", path: "/api/gateway/v1/applications/?order_by=id&page_size=200", body: "" },
      {
        method: "POST",
        path: "/api/gateway/v1/tokens/",
        body: JSON.stringify({ description: "editor", scope: "read", application: 1 }),
      },
    ]);
  });
});

describe("creating a token where there are two tables", () => {
  const scene = eachSignedIn(4, 10, { family: "both" });
  eachMayHandOver(scene);

  it("asks which, the platform's first", async () => {
    const { awx, person } = scene;
    const done = run("createToken", lab);
    await person.reaches(1);
    assert.deepEqual(
      (await person.quickPick()).items.map(({ label }) => label),
      ["Platform tokens", "Controller tokens"],
    );
    await answers(scene, { table: "Platform tokens", description: "mine" });
    await person.chooses("Create Token");
    await copiesValue(person);
    await done;
    assert.deepEqual(changes(awx), [
      { method: "POST", path: "/api/gateway/v1/tokens/", body: JSON.stringify({ description: "mine", scope: "read" }) },
    ]);
  });

  it("makes one in the controller's, which does not sign in to the platform", async () => {
    const { awx, person } = scene;
    const { done } = await creates(scene, { table: "Controller tokens", purpose: "ci", description: "pipeline" });
    const { dialog } = await seesValue(person);
    assert.deepEqual(dialog.buttons, ["Copy Token", "Copy Refresh Token"]);
    dialog.answer("Copy Token");
    (await person.sees("info")).answer(undefined);
    await done;
    assert.deepEqual(changes(awx), [
      {
        method: "POST",
        path: "/api/controller/v2/tokens/",
        body: JSON.stringify({ description: "pipeline", scope: "read", application: 2 }),
      },
    ]);
    assert.equal(awx.controller.tokens().at(-1)?.description, "pipeline");
  });
});
