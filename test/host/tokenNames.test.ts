import assert from "node:assert/strict";
import type { AccessToken } from "../../src/awx/schemas";
import { tokenList } from "../../src/ui/tokenNames";

describe("the names of tokens in a sentence", () => {
  const named = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: index + 1, description: "" }) as AccessToken);

  it("are a list, of which one of many ends with how many more there are", () => {
    assert.equal(tokenList(named(2)), "token 1 and token 2");
    assert.match(tokenList(named(12)), /^token 1, token 2, .*, token 10, and 2 more$/);
  });
});
