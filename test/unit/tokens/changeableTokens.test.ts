import assert from "node:assert/strict";
import { inspect } from "node:util";
import { AwxError } from "../../../src/awx/errors";
import type { AccessToken } from "../../../src/awx/schemas";
import { changeableTokens } from "../../../src/tokens/changeableTokens";
import { aToken } from "../support/aToken";
import { gate, json, until, useFakeAwx } from "../support/fakeAwx";
import { platformClient, requestsTo } from "../support/families";

const never = new AbortController().signal;

describe("changeableTokens", () => {
  const awx = useFakeAwx({ family: "both" });

  function gatewayToken(id: number, applicationId: number | null = null): AccessToken {
    return aToken({ source: "gateway", id, applicationId, ownerId: 2 });
  }

  /** The platform's number of a token of carol's, who administrates the organization of both applications. */
  function tokenOfCarol(): number {
    return awx().createToken({ userId: 5 });
  }

  async function changeable(tokenId: number, ...others: AccessToken[]): Promise<string[]> {
    return [...(await changeableTokens([platformClient(awx(), "gateway", tokenId)], others, never))];
  }

  function asked(): string[] {
    return requestsTo(awx()).map((request) => request.replace("OPTIONS /api/", ""));
  }

  it("asks nothing where there is nothing to ask about", async () => {
    assert.deepEqual(await changeable(1), []);
    assert.deepEqual(await changeable(1, aToken({ source: "controller", id: 4 })), []);
    assert.deepEqual(awx().requests, []);
  });

  it("takes one answer about a personal token for all, which a superuser alone may change", async () => {
    const others = [gatewayToken(4), gatewayToken(6), gatewayToken(5, 1), gatewayToken(99, 2)];
    assert.deepEqual(await changeable(1, ...others), ["gateway/4", "gateway/6", "gateway/5", "gateway/99"]);
    assert.deepEqual(asked(), ["gateway/v1/tokens/4/"]);
  });

  it("takes one answer about a token of an application for all of its tokens", async () => {
    const others = [gatewayToken(5, 1), gatewayToken(3, 1), gatewayToken(98, 1)];
    assert.deepEqual(await changeable(tokenOfCarol(), ...others), ["gateway/5", "gateway/3", "gateway/98"]);
    assert.deepEqual(asked(), ["gateway/v1/tokens/5/"]);
  });

  it("tells applications apart, and personal tokens from all of them", async () => {
    const own = tokenOfCarol();
    awx().intercept({ path: /tokens\/5\// }, json(200, { actions: {} }));
    const others = [gatewayToken(5, 1), gatewayToken(4), gatewayToken(3, 2), gatewayToken(6)];
    assert.deepEqual(await changeable(own, ...others), ["gateway/3"]);
    assert.deepEqual(asked(), ["gateway/v1/tokens/4/", "gateway/v1/tokens/5/", "gateway/v1/tokens/3/"]);
  });

  for (const [who, tokenId] of [
    ["somebody who is nobody special", 4],
    ["an auditor", 6],
  ] as const) {
    it(`finds none for ${who}`, async () => {
      assert.deepEqual(await changeable(tokenId, gatewayToken(1), gatewayToken(2), gatewayToken(3, 1)), []);
      assert.deepEqual(asked(), ["gateway/v1/tokens/1/", "gateway/v1/tokens/3/"]);
    });
  }

  it("asks each table about its own tokens, though their numbers are the same", async () => {
    const clients = [platformClient(awx(), "gateway"), platformClient(awx(), "controller")];
    const others = [aToken({ source: "controller", id: 5, applicationId: 1 }), gatewayToken(5, 1)];
    assert.deepEqual(await changeableTokens(clients, others, never), new Set(["gateway/5", "controller/5"]));
    assert.deepEqual(asked(), ["gateway/v1/tokens/5/", "controller/v2/tokens/5/"]);
  });

  it("does not take one table's answer for the other's", async () => {
    awx().intercept({ path: /gateway/ }, json(200, {}));
    const clients = [platformClient(awx(), "gateway"), platformClient(awx(), "controller")];
    const others = [aToken({ source: "controller", id: 5, applicationId: 1 }), gatewayToken(5, 1)];
    assert.deepEqual(await changeableTokens(clients, others, never), new Set(["controller/5"]));
  });

  it("asks a controller about no personal token, as a superuser alone may change one and is not asked about", async () => {
    const others = [
      aToken({ source: "controller", id: 4 }),
      aToken({ source: "controller", id: 5, applicationId: 1 }),
      aToken({ source: "controller", id: 6 }),
    ];
    const found = await changeableTokens([platformClient(awx(), "controller", tokenOfCarol())], others, never);
    assert.deepEqual(found, new Set(["controller/5"]));
    assert.deepEqual(asked(), ["controller/v2/tokens/5/"]);
  });

  it("asks about four applications at a time, and in the end about all", async () => {
    const own = tokenOfCarol();
    const held = gate();
    awx().intercept({ method: "OPTIONS" }, { until: held.opened });
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, own];
    const others = numbers.map((id) => gatewayToken(id, 100 + id));
    const answered = changeable(own, ...others);
    await until(() => asked().length === 4);
    // A fifth question would have been on its way before this one.
    await platformClient(awx(), "gateway").version();
    assert.equal(awx().requests.filter(({ method }) => method === "OPTIONS").length, 4);
    held.open();
    assert.deepEqual(await answered, ["gateway/3", "gateway/5", `gateway/${String(own)}`]);
    assert.equal(awx().requests.filter(({ method }) => method === "OPTIONS").length, 9);
  });

  for (const [title, answer] of [
    ["is refused", json(403, {})],
    ["is about a token that is gone", json(404, {})],
    ["is not accepted any more", json(401, {})],
    ["fails", json(500, {})],
    ["breaks off", "reset"],
    ["has an answer of another shape", json(200, { actions: null })],
  ] as const) {
    it(`does not take for changeable what a question about ${title}`, async () => {
      awx().intercept({ path: /tokens\/4\// }, answer);
      assert.deepEqual(await changeable(1, gatewayToken(4), gatewayToken(5, 1)), ["gateway/5"]);
    });
  }

  for (const [title, others] of [
    ["the personal tokens", [gatewayToken(4)]],
    ["an application's", [gatewayToken(5, 1), gatewayToken(3, 2)]],
  ] as const) {
    it(`can be given up while it asks about ${title}`, async () => {
      awx().intercept({ method: "OPTIONS" }, "hang");
      const abort = new AbortController();
      const asking = changeableTokens([platformClient(awx(), "gateway", 4)], others, abort.signal);
      const rejected = assert.rejects(asking, (error: unknown) => {
        assert.ok(error instanceof AwxError, inspect(error));
        return error.problem.kind === "cancelled";
      });
      await until(() => asked().length === others.length);
      abort.abort();
      await rejected;
    });
  }
});
