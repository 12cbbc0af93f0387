import assert from "node:assert/strict";
import { keyOf, type TokenKey, type TokenSource } from "../../../src/awx/api";
import type { AccessToken, Me } from "../../../src/awx/schemas";
import {
  isOffered,
  isOwn,
  isSignInToken,
  userOf,
  withEdits,
  withToken,
  type TokenEdit,
  type TokenList,
} from "../../../src/tokens/tokenList";
import { aList, tablesOf } from "../support/aList";
import { aToken } from "../support/aToken";

const ofController: Me = { id: 1, username: "admin", role: "superuser" };
const ofGateway: Me = { id: 2, username: "admin", role: "superuser" };

function platformList(values: Partial<TokenList> = {}): TokenList {
  return aList({
    family: "gateway",
    users: new Map([
      ["gateway", ofGateway],
      ["controller", ofController],
    ]),
    ...values,
  });
}

describe("userOf", () => {
  it("gives who one is in the first table", () => {
    assert.equal(userOf(platformList()), ofGateway);
    assert.equal(userOf(aList())?.id, 1);
  });

  it("gives nobody while it is not known", () => {
    assert.equal(userOf(aList({ users: new Map() })), undefined);
  });
});

describe("isOwn", () => {
  it("compares the owner with the user's number in the token's own table", () => {
    const list = platformList();
    assert.equal(isOwn(list, aToken({ source: "gateway", ownerId: 2 })), true);
    assert.equal(isOwn(list, aToken({ source: "gateway", ownerId: 1 })), false);
    assert.equal(isOwn(list, aToken({ source: "controller", ownerId: 1 })), true);
    assert.equal(isOwn(list, aToken({ source: "controller", ownerId: 2 })), false);
  });

  it("is not said of a token without an owner, nor where the user is not known", () => {
    assert.equal(isOwn(platformList(), aToken({ source: "gateway", ownerId: null })), false);
    assert.equal(isOwn(aList({ users: new Map() }), aToken({ ownerId: null })), false);
    assert.equal(isOwn(aList({ users: new Map() }), aToken()), false);
  });
});

describe("isOffered", () => {
  const source = "controller";

  it("is said of every token to a superuser", () => {
    for (const ownerId of [1, 2, null]) assert.equal(isOffered(aList(), aToken({ ownerId })), true);
  });

  it("is said to a superuser of one table of that table's tokens alone", () => {
    const users = new Map([
      ["gateway", { ...ofGateway, role: "user" }],
      ["controller", ofController],
    ] as const);
    assert.equal(isOffered(platformList({ users }), aToken({ source: "gateway", ownerId: 9 })), false);
    assert.equal(isOffered(platformList({ users }), aToken({ source, ownerId: 9 })), true);
  });

  for (const role of ["user", "auditor"] as const) {
    it(`is said to a mere ${role} of one's own tokens, and of others' that the server lets one change`, () => {
      const users = new Map([[source, { ...ofController, role }]] as const);
      const list = aList({ users, changeable: new Set<TokenKey>(["controller/7"]) });
      assert.equal(isOffered(list, aToken({ source, id: 6, ownerId: 1 })), true);
      assert.equal(isOffered(list, aToken({ source, id: 7, ownerId: 9 })), true);
      assert.equal(isOffered(list, aToken({ source, id: 8, ownerId: 9 })), false);
      assert.equal(isOffered(list, aToken({ source, id: 8, ownerId: null })), false);
      assert.equal(isOffered(list, aToken({ source: "gateway", id: 7, ownerId: 9 })), false, "of the other table");
    });
  }

  it("is said of nothing but what the server lets one change while it is not known who one is", () => {
    const list = aList({ users: new Map(), changeable: new Set<TokenKey>(["controller/7"]) });
    assert.equal(isOffered(list, aToken({ source, id: 7 })), true);
    assert.equal(isOffered(list, aToken({ source, id: 8 })), false);
  });
});

describe("isSignInToken", () => {
  it("is said of the token that signs us in, by its table and number", () => {
    const list = platformList({ signInToken: "gateway/7" });
    assert.equal(isSignInToken(list, aToken({ source: "gateway", id: 7 })), true);
    assert.equal(isSignInToken(list, aToken({ source: "gateway", id: 8 })), false);
    assert.equal(isSignInToken(list, aToken({ source: "controller", id: 7 })), false);
    assert.equal(isSignInToken(platformList(), aToken({ source: "gateway", id: 7 })), false);
  });
});

describe("withEdits", () => {
  const listed = aToken({ source: "gateway", id: 4, description: "listed", modified: "2026-01-02T03:04:05.5Z" });
  const other = aToken({ source: "controller", id: 4, description: "another table's" });
  const tokens = tablesOf(listed, other);

  function edited(...edits: TokenEdit[]): Record<string, string> {
    const result = withEdits(tokens, edits);
    return Object.fromEntries(result.all().map((token) => [keyOf(token), token.description]));
  }

  function edit(values: Partial<AccessToken>): TokenEdit {
    const token = { ...listed, description: "edited", ...values };
    return { ref: token, token };
  }

  function removal(source: TokenSource, id: number): TokenEdit {
    return { ref: { source, id }, token: undefined };
  }

  it("gives the tokens themselves without edits, for a list of ten thousand is not copied in vain", () => {
    assert.equal(withEdits(tokens, []), tokens);
  });

  for (const [modified, description] of [
    ["2026-01-02T03:04:05.500001Z", "edited"],
    ["2026-01-02T03:04:06Z", "edited"],
    ["2026-01-02T03:04:05.5Z", "edited"],
    ["2026-01-02T03:04:05.500000Z", "edited"],
    ["2026-01-02T03:04:05.499999Z", "listed"],
    ["2026-01-02T03:04:05.05Z", "listed"],
    ["2026-01-02T03:04:05Z", "listed"],
    ["2025-12-31T23:59:59.999999Z", "listed"],
  ] as const) {
    it(`takes the ${description} token when the edit's stamp is ${modified}`, () => {
      assert.deepEqual(edited(edit({ modified })), { "gateway/4": description, "controller/4": "another table's" });
    });
  }

  it("takes the edit's token when both stamps are the same moment, though the list's is written longer", () => {
    const longer = { ...listed, modified: "2026-01-02T03:04:05.500000Z" };
    const result = withEdits(tablesOf(longer), [edit({ modified: "2026-01-02T03:04:05.5Z" })]);
    assert.equal(result.get(listed)?.description, "edited");
  });

  it("drops what is gone, in its own table alone", () => {
    assert.deepEqual(edited(removal("gateway", 4)), { "controller/4": "another table's" });
    assert.deepEqual(edited(removal("controller", 4)), { "gateway/4": "listed" });
  });

  it("adds nothing that is not listed, and misses nothing that is gone already", () => {
    const both = { "gateway/4": "listed", "controller/4": "another table's" };
    assert.deepEqual(edited(edit({ id: 5 }), removal("gateway", 6)), both);
  });

  it("keeps the order of the list, and the list itself as it was", () => {
    const before = tokens.all().map(({ description }) => description);
    assert.deepEqual(Object.keys(edited(edit({ modified: "2027-01-01T00:00:00Z" }))), ["gateway/4", "controller/4"]);
    assert.deepEqual(
      tokens.all().map(({ description }) => description),
      before,
    );
  });
});

describe("withToken", () => {
  it("puts a token where it belongs, table by table and in the order of their ids", () => {
    const all = (
      [
        [2, "gateway"],
        [4, "gateway"],
        [1, "controller"],
        [3, "controller"],
      ] as const
    ).map(([id, source]) => aToken({ id, source }));
    for (const left of all) {
      const tokens = tablesOf(...all.filter((token) => token !== left));
      const list = platformList({ sources: ["gateway", "controller"], tokens });
      assert.deepEqual(withToken(list, left).tokens.all(), all);
    }
  });
});
