import assert from "node:assert/strict";
import type { CommandName } from "../../src/contributions";
import { json } from "../support/answers";
import { allRows, configure, rows, run, tokenRows } from "./support/extension";
import { changes, sent } from "./support/requests";
import { rowOf, rowsOf } from "./support/rows";
import { eachSignedIn, eachWithServer, signIn, signInWithPassword } from "./support/signedIn";
import { until } from "./support/watch";

for (const [family, source, root] of [
  ["controller", "controller", "/api/v2/"],
  ["gateway", "gateway", "/api/gateway/v1/"],
] as const) {
  describe(`revoking tokens, family ${family}`, () => {
    const scene = eachSignedIn(1, 8, { family });

    async function revokes(tokenIds: readonly number[], name: CommandName = "revokeToken"): Promise<void> {
      const [first = 0] = tokenIds;
      await run(name, rowOf(first, source), rowsOf(tokenIds, source));
    }

    it("names one token, and revokes it with one request", async () => {
      const done = revokes([7]);
      const question = await scene.person.sees("warning");
      assert.ok(question.isModal);
      assert.equal(question.text, "Revoke “one hour” (token 7) on lab?");
      assert.match(question.detail ?? "", /stops working at once, and it cannot be brought back\.$/);
      assert.deepEqual(question.buttons, ["Revoke Token"]);
      assert.deepEqual(changes(scene.awx), []);
      question.answer("Revoke Token");
      await done;
      assert.deepEqual(changes(scene.awx), [{ method: "DELETE", path: `${root}tokens/7/`, body: "" }]);
      assert.equal(scene.awx.token(7), undefined);
      assert.equal((await scene.person.sees("info")).text, "“one hour” (token 7) on lab was revoked.");
      assert.ok(!(await tokenIdsShown()).includes(7));
    });

    it("revokes nothing when the question is closed", async () => {
      const done = revokes([7]);
      (await scene.person.sees("warning")).answer(undefined);
      await done;
      assert.deepEqual(changes(scene.awx), []);
    });

    it("names the selected ones, and tells of all of them at once", async () => {
      const done = revokes([2, 3, 7]);
      const question = await scene.person.sees("warning");
      assert.equal(question.text, "Revoke 3 tokens on lab?");
      assert.match(
        question.detail ?? "",
        /^“admin read only” \(token 2\)\n“admin app token” \(token 3\)\n“one hour” \(token 7\)\nWhatever uses/,
      );
      question.answer("Revoke 3 Tokens");
      await done;
      assert.deepEqual(
        changes(scene.awx)
          .map(({ method, path }) => `${method} ${path}`)
          .sort(),
        [2, 3, 7].map((id) => `DELETE ${root}tokens/${String(id)}/`),
      );
      assert.equal((await scene.person.sees("info")).text, "3 tokens on lab were revoked.");
    });

    it("counts a token that is gone already as revoked", async () => {
      const done = revokes([3, 7]);
      const question = await scene.person.sees("warning");
      scene.awx.deleteToken(3);
      question.answer("Revoke 2 Tokens");
      await done;
      assert.equal((await scene.person.sees("info")).text, "2 tokens on lab were revoked.");
      assert.ok(!(await tokenIdsShown()).includes(3));
    });

    it("says which are gone already before anything is revoked, and asks nothing when all are", async () => {
      scene.awx.deleteToken(3);
      scene.awx.updateToken(7, { description: "renamed" });
      const done = revokes([3, 7]);
      const question = await scene.person.sees("warning");
      assert.equal(question.text, "Revoke “renamed” (token 7) on lab?");
      assert.match(question.detail ?? "", /\nGone already: 1\.$/);
      question.answer(undefined);
      await done;
      scene.awx.deleteToken(7);
      await revokes([7]);
      assert.equal((await scene.person.sees("info")).text, "“renamed” (token 7) on lab: gone already.");
      assert.deepEqual(changes(scene.awx), []);
    });

    it("revokes nothing when the tokens cannot be read again", async () => {
      scene.awx.intercept({ path: /id__in/ }, json(500, {}), { times: 1 });
      await revokes([3, 7]);
      assert.match(
        (await scene.person.sees("error")).text,
        /^2 tokens on lab: nothing was revoked\. The server failed/,
      );
      assert.deepEqual(changes(scene.awx), []);
    });

    it("lists what failed and why, and tries that again alone", async () => {
      const refusal = json(403, { detail: "Not today." });
      const allow = scene.awx.intercept({ method: "DELETE", path: /\/tokens\/3\// }, refusal);
      const done = revokes([2, 3, 7]);
      (await scene.person.sees("warning")).answer("Revoke 3 Tokens");
      const list = await scene.person.quickPick();
      assert.equal(list.title, "2 of 3 tokens on lab were revoked");
      assert.deepEqual(
        list.items.map(({ label, description }) => [label, description]),
        [
          ["Failed", undefined],
          ["admin app token", "Retry"],
          ["Done", undefined],
          ["admin read only", undefined],
          ["one hour", undefined],
        ],
      );
      assert.match(list.items[1]?.detail ?? "", /does not allow it: Not today\./);
      allow();
      scene.awx.clearRequests();
      await scene.person.chooses("admin app token");
      await done;
      assert.deepEqual(
        changes(scene.awx).map(({ path }) => path),
        [`${root}tokens/3/`],
      );
      assert.equal(scene.awx.token(3), undefined);
    });

    for (const isMade of [true, false]) {
      it(`finds out what became of a revocation ${isMade ? "that was made" : "that was not made"} and not answered`, async () => {
        scene.awx.intercept({ method: "DELETE" }, { status: 502, body: "bad gateway" }, { times: 1 });
        const done = revokes([7]);
        const question = await scene.person.sees("warning");
        if (isMade) scene.awx.deleteToken(7);
        question.answer("Revoke Token");
        await done;
        assert.equal(changes(scene.awx).length, 1, "it is not sent again by itself");
        if (isMade) {
          assert.equal((await scene.person.sees("info")).text, "“one hour” (token 7) on lab was revoked.");
          return;
        }
        const message = await scene.person.sees("error");
        assert.match(message.text, /^“one hour” \(token 7\) on lab was not revoked\. The server takes no requests/);
        message.answer("Try Again");
        assert.equal((await scene.person.sees("info")).text, "“one hour” (token 7) on lab was revoked.");
        assert.equal(scene.awx.token(7), undefined);
      });
    }

    it("warns of the token that may be what signs us in, by the one that was used last", async () => {
      const done = revokes([1]);
      const question = await scene.person.sees("warning");
      assert.match(
        question.detail ?? "",
        /“admin laptop” \(token 1\) may be what you are signed in to lab with: you would be signed out\./,
      );
      assert.deepEqual(sent(scene.awx), [
        { method: "GET", path: `${root}tokens/?id__in=1&order_by=id&page_size=200`, body: "" },
        {
          method: "GET",
          path: `${root}tokens/?user=${family === "gateway" ? "2" : "1"}&last_used__isnull=false&order_by=-last_used,-id&page_size=1`,
          body: "",
        },
      ]);
      question.answer(undefined);
      await done;
      const other = revokes([7]);
      const harmless = await scene.person.sees("warning");
      assert.doesNotMatch(harmless.detail ?? "", /signed in/);
      harmless.answer(undefined);
      await other;
    });

    it("revokes what may sign us in after all others, and says then that we are signed out", async () => {
      const done = revokes([1, 2, 3]);
      (await scene.person.sees("warning")).answer("Revoke 3 Tokens");
      await done;
      assert.deepEqual(
        changes(scene.awx).map(({ path }) => path),
        [2, 3, 1].map((id) => `${root}tokens/${String(id)}/`),
      );
      await run("refresh");
      await until(async () => {
        const [server] = await rows();
        assert.match(server?.description ?? "", /sign in again/);
      });
    });

    async function tokenIdsShown(): Promise<number[]> {
      const shown = await allRows((await rows())[0]?.row);
      return shown.flatMap(({ row }) => (row.kind === "token" ? [row.tokenId] : []));
    }
  });
}

describe("revoking the token that was made to sign in with", () => {
  const scene = eachWithServer();

  beforeEach(async () => {
    await configure({ name: "lab", url: scene.awx.url });
  });

  it("says that we are signed out by it, and deletes what was stored", async () => {
    await signInWithPassword(scene);
    await run("refresh");
    const made = (await tokenRows(3)).find(({ label }) => label.startsWith("VS Code on"));
    const done = run("revokeToken", made?.row);
    const question = await scene.person.sees("warning");
    assert.match(question.detail ?? "", /is what you are signed in to lab with: you will be signed out\./);
    question.answer("Revoke Token");
    await done;
    await scene.person.sees("info");
    await until(async () => {
      const [server] = await rows();
      assert.match(server?.description ?? "", /not signed in/);
    });
    assert.equal(
      scene.awx.tokens().some(({ description }) => description.startsWith("VS Code on")),
      false,
    );
  });

  it("cannot be told of, and keeps nobody from revoking, while the server does not say which was used last", async () => {
    await signIn(scene, 1);
    await run("refresh");
    await tokenRows(8);
    scene.awx.intercept({ path: /last_used/ }, json(500, {}));
    const done = run("revokeToken", rowOf(7));
    (await scene.person.sees("warning")).answer("Revoke Token");
    await done;
    assert.equal(scene.awx.token(7), undefined);
  });
});
