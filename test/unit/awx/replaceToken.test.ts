import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { AwxClient } from "../../../src/awx/awxClient";
import { AwxError } from "../../../src/awx/errors";
import { ask } from "../support/ask";
import { failureOf } from "../support/failure";
import { clientOf, json, useFakeAwx } from "../support/fakeAwx";
import { platformClient } from "../support/families";

for (const [family, path] of [
  ["controller", "/api/v2/tokens/7/"],
  ["gateway", "/api/gateway/v1/tokens/7/"],
] as const) {
  describe(`AwxClient.replaceToken, family ${family}`, () => {
    const awx = useFakeAwx({ family });

    function client(tokenId = 1): AwxClient {
      return family === "controller" ? clientOf(awx(), tokenId) : platformClient(awx(), "gateway", tokenId);
    }

    for (const values of [
      { description: "two hours", scope: "read" },
      { description: "one hour", scope: "read" },
      { description: "", scope: "read write" },
    ]) {
      it(`sends all of ${JSON.stringify(values)} in one PUT, and changes nothing else`, async () => {
        const before = structuredClone(awx().token(7));
        const { description, scope, id } = await client().replaceToken(7, values);
        assert.deepEqual({ id, description, scope }, { id: 7, ...values });
        const after = awx().token(7);
        assert.deepEqual(after, { ...before, ...values, modified: after?.modified, modifiedBy: after?.modifiedBy });
        assert.deepEqual(
          awx().requests.map((request) => [request.method, request.path, JSON.parse(request.body) as unknown]),
          [["PUT", path, values]],
        );
      });
    }

    it("says why the server did not take it", async () => {
      const error = await failureOf(client().replaceToken(7, { description: "x", scope: "all" }));
      assert.equal(error.request, `PUT ${path}`);
      assert.ok(error.problem.kind === "rejected", inspect(error));
      assert.match(error.problem.reasons.join(), /^scope: /);
      assert.equal(awx().token(7)?.description, "one hour");
    });

    it("says that somebody else's token is not the user's to change", async () => {
      const error = await failureOf(client(4).replaceToken(7, { description: "x", scope: "read" }));
      assert.ok(error instanceof AwxError && ["forbidden", "notFound"].includes(error.problem.kind), inspect(error));
      assert.equal(awx().token(7)?.description, "one hour");
    });

    it("says that the token is gone", async () => {
      awx().deleteToken(7);
      const error = await failureOf(client().replaceToken(7, { description: "x", scope: "read" }));
      assert.deepEqual(error.problem, { kind: "notFound" });
    });

    it("refuses an answer that is about another token", async () => {
      awx().intercept({ method: "PUT" }, json(200, (await ask(awx(), "admin", "GET", path.replace("7", "1"))).body));
      const error = await failureOf(client().replaceToken(7, { description: "x", scope: "read" }));
      assert.deepEqual(error.problem, { kind: "unexpectedAnswer", status: 200, found: "otherShape" });
    });

    it("can be given up", async () => {
      const error = await failureOf(client().replaceToken(7, { description: "x", scope: "read" }, AbortSignal.abort()));
      assert.deepEqual(error.problem, { kind: "cancelled" });
      assert.equal(awx().token(7)?.description, "one hour");
    });
  });
}

describe("a PUT that leaves a field out", () => {
  const awx = useFakeAwx();

  it("widens the token at a controller, which is why none of ours does", async () => {
    const path = "/api/v2/tokens/2/";
    await clientOf(awx()).replaceToken(2, { description: "reports", scope: "read" });
    assert.equal(awx().token(2)?.scope, "read");
    assert.equal((await ask(awx(), "admin", "PUT", path, '{"description":"reports"}')).status, 200);
    assert.equal(awx().token(2)?.scope, "write");
  });
});
