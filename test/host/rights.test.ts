import assert from "node:assert/strict";
import { canaryPassword } from "../support/canaries";
import { allRows, configure, rows, run, tokenRow, tokenRows, type DrawnRow } from "./support/extension";
import { changes } from "./support/requests";
import { eachSignedIn, eachWithServer, signIn, signInWithPassword, type Scene } from "./support/signedIn";

/** The drawn tokens that have a flag. */
function withFlag(drawn: readonly DrawnRow[], flag: string): string[] {
  return drawn.filter(({ flags }) => flags.includes(flag)).map(({ label }) => label);
}

/** Each owner's row below the one server, as it reads. */
async function owners(): Promise<string[]> {
  const drawn = await allRows((await rows())[0]?.row);
  return drawn.filter(({ row }) => row.kind === "branch").map(({ label, description }) => `${label}: ${description}`);
}

/** Signs in as the user of that number, with a token of theirs that is made for it. */
async function signInAs(scene: Scene, userId: number, count: number): Promise<DrawnRow[]> {
  const { awx } = scene;
  const tokenId = awx.createToken({ userId, description: "theirs" });
  await configure({ name: "lab", url: awx.url });
  await signIn(scene, tokenId);
  await run("refresh");
  const drawn = await tokenRows(count);
  awx.clearRequests();
  return drawn;
}

async function edit({ person }: Scene, tokenId: number): Promise<void> {
  const done = run("editDescription", (await tokenRow(tokenId)).row);
  await person.enters("edited");
  await done;
}

async function isRefused({ awx, person }: Scene, tokenId: number): Promise<void> {
  const { row, label } = await tokenRow(tokenId);
  for (const command of ["editDescription", "editScopes", "revokeToken"] as const) {
    await run(command, row);
    assert.equal(
      (await person.sees("error")).text,
      `“${label}” (token ${String(tokenId)}) on lab is another user's, and the server does not let you change it.`,
    );
  }
  await person.hasNothingOpen();
  assert.deepEqual(awx.requests, []);
}

for (const family of ["controller", "gateway"] as const) {
  describe(`the rights of a ${family}'s system auditor, who sees everything`, () => {
    const scene = eachSignedIn(6, 8, { family });

    it("are to change one's own tokens, and nobody else's", async () => {
      const drawn = await tokenRows(8);
      assert.deepEqual(withFlag(drawn, "editable"), ["bob auditor"]);
      assert.deepEqual(withFlag(drawn, "own"), ["bob auditor"]);
      assert.deepEqual(await owners(), [
        "admin: 5 tokens · not yours to change",
        "alice: 2 tokens · not yours to change",
      ]);
      await isRefused(scene, 5);
      await edit(scene, 6);
      assert.equal(scene.awx.token(6)?.description, "edited");
    });

    it("are told in the palette by how many tokens are not there to choose", async () => {
      const done = run("editScopes");
      const { items, placeholder } = await scene.person.quickPick();
      assert.deepEqual(
        items.map(({ label }) => label),
        ["bob auditor"],
      );
      assert.equal(placeholder, "Choose a token of lab (not yours to change: 7)");
      await scene.person.escapes();
      await done;
    });

    it("are none at all without a token of one's own", async () => {
      // As for somebody who signs in with a password.
      scene.awx.intercept({ method: "GET", path: /tokens\/\?/ }, withoutToken(scene, 6));
      await run("refresh");
      await tokenRows(7);
      const done = run("editScopes");
      const { items, placeholder } = await scene.person.quickPick();
      assert.deepEqual(items, []);
      assert.equal(placeholder, "lab has no tokens for this (not yours to change: 7)");
      await scene.person.escapes();
      await done;
    });
  });

  describe(`the rights of a ${family}'s administrator`, () => {
    const scene = eachSignedIn(1, 8, { family });

    it("are to change everything, and nothing is asked about that", async () => {
      await run("refresh");
      assert.ok(!scene.awx.requests.some(({ method }) => method === "OPTIONS"));
      const drawn = await tokenRows(8);
      assert.equal(withFlag(drawn, "editable").length, 8);
      assert.deepEqual(withFlag(drawn, "own"), [
        "admin laptop",
        "admin read only",
        "admin app token",
        "one hour",
        "expired",
      ]);
      assert.deepEqual(await owners(), ["alice: 2 tokens", "bob: 1 token"]);
      await edit(scene, 4);
      assert.equal(scene.awx.token(4)?.description, "edited");
    });
  });

  describe(`the rights of the administrator of an organization of a ${family}`, () => {
    const scene = eachWithServer({ family });
    const carol = family === "controller" ? 4 : 5;

    it("are to change one's own tokens, and those of its applications", async () => {
      const drawn = await signInAs(scene, carol, family === "controller" ? 3 : 9);
      assert.deepEqual(withFlag(drawn, "editable").sort(), ["admin app token", "alice app token", "theirs"]);
      assert.deepEqual(withFlag(drawn, "own"), ["theirs"]);
      assert.deepEqual(
        await owners(),
        family === "controller"
          ? ["admin: 1 token", "alice: 1 token"]
          : [
              "admin: 5 tokens · 1 of them yours to change",
              "alice: 2 tokens · 1 of them yours to change",
              "bob: 1 token · not yours to change",
            ],
      );
      await edit(scene, 5);
      assert.deepEqual(
        changes(scene.awx).map(({ method, body }) => [method, body]),
        [["PATCH", '{"description":"edited"}']],
      );
      assert.equal(scene.awx.token(5)?.description, "edited");
    });
  });

  describe(`the rights of the auditor of an organization of a ${family}`, () => {
    const scene = eachWithServer({
      family,
      extraUsers: [{ username: "dave", password: canaryPassword }],
      organizationAuditors: ["dave"],
    });
    const dave = family === "controller" ? 5 : 6;

    it("are to change one's own tokens, and to see those of its applications", async () => {
      const drawn = await signInAs(scene, dave, family === "controller" ? 3 : 9);
      assert.deepEqual(withFlag(drawn, "editable"), ["theirs"]);
      await isRefused(scene, 5);
    });
  });
}

describe("the token that signs us in", () => {
  const scene = eachWithServer();

  it("is named where it is certain which it is, and has no other row say so", async () => {
    const { awx } = scene;
    await configure({ name: "lab", url: awx.url });
    await signInWithPassword(scene);
    const drawn = await tokenRows(3);
    const made = drawn.filter(({ description }) => description.includes("signed in with this"));
    assert.deepEqual(
      made.map(({ row }) => row.kind === "token" && row.tokenId),
      [9],
    );
    assert.equal(made[0]?.description, "write · signed in with this");
    assert.match(made[0].spoken, /, signed in with this, lab$/);
    assert.match(made[0].tooltip, /Signed in\*\* with this token/);
    for (const { tooltip } of drawn.slice(0, 2)) assert.doesNotMatch(tooltip, /Signed in/);
  });
});

/** The list that a server would give were one token not there. */
function withoutToken({ awx }: Scene, tokenId: number) {
  const results = awx
    .tokens()
    .filter(({ id }) => id !== tokenId)
    .map(({ id, userId, description, scope, applicationId, created, expires }) => ({
      ...{ id, user: userId, description, scope, application: applicationId },
      ...{ created, modified: created, expires, summary_fields: {} },
    }));
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ count: results.length, next: null, results }),
  };
}
