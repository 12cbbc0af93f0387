import assert from "node:assert/strict";
import { clientOf, useFakeAwx } from "../support/fakeAwx";
import { platformClient } from "../support/families";

function idsOf(tokens: readonly { readonly id: number }[]): number[] {
  return tokens.map(({ id }) => id);
}

describe("AwxClient.tokens", () => {
  const awx = useFakeAwx({ extraTokens: 150 });

  it("gives those that there still are, with one request", async () => {
    awx().deleteToken(7);
    const found = await clientOf(awx(), 1).tokens([7, 2, 999, 4]);
    assert.deepEqual(
      found.map(({ id, source, description }) => [id, source, description]),
      [
        [2, "controller", "admin read only"],
        [4, "controller", "alice personal"],
      ],
    );
    assert.equal(awx().requests.length, 1);
  });

  it("asks for a hundred at a time", async () => {
    const ids = Array.from({ length: 150 }, (_, index) => index + 9);
    assert.deepEqual(idsOf(await clientOf(awx(), 1).tokens(ids)), ids);
    assert.equal(awx().requests.length, 2);
  });

  it("asks nothing for none", async () => {
    assert.deepEqual(await clientOf(awx(), 1).tokens([]), []);
    assert.equal(awx().requests.length, 0);
  });

  it("leaves out what the user may not see", async () => {
    assert.deepEqual(idsOf(await clientOf(awx(), 4).tokens([1, 4, 5, 6])), [4, 5]);
  });
});

describe("AwxClient.lastUsedToken", () => {
  const awx = useFakeAwx();

  for (const id of [1, 2, 7]) {
    it(`is token ${String(id)} for whoever asked something with it before`, async () => {
      await clientOf(awx(), 3).me();
      await clientOf(awx(), id).me();
      // Another user's is used later.
      await clientOf(awx(), 4).me();
      assert.equal((await clientOf(awx(), id).lastUsedToken(1))?.id, id);
    });
  }

  it("is none of a user who never used one", async () => {
    assert.equal(await clientOf(awx(), 1).lastUsedToken(3), undefined);
  });
});

describe("AwxClient.lastUsedToken of a gateway", () => {
  const awx = useFakeAwx({ family: "gateway" });

  it("is the one that asks", async () => {
    await platformClient(awx(), "gateway", 1).me();
    await platformClient(awx(), "gateway", 2).me();
    assert.equal((await platformClient(awx(), "gateway", 2).lastUsedToken(2))?.id, 2);
  });
});
