import assert from "node:assert/strict";
import { webPageOf } from "../../../src/servers/webPage";
import { aToken } from "../support/aToken";

describe("webPageOf", () => {
  const server = { name: "prod", url: "https://example.com/awx" };
  const me = { id: 1, username: "admin", role: "superuser" } as const;
  const pages = [
    [
      "the token's own page for a personal token of one's own",
      aToken({ id: 7, ownerId: 1 }),
      "#/users/1/tokens/7/details",
    ],
    ["its owner's page for a personal token of somebody else", aToken({ ownerId: 2 }), "#/users/2/details"],
    [
      "the application's tokens for an application token, even of one's own",
      aToken({ ownerId: 1, applicationId: 3 }),
      "#/applications/3/tokens",
    ],
    ["the server's page for a token without an owner", aToken({ ownerId: null }), ""],
    ["the server's page without a token", undefined, ""],
    ["the server's page for a token of the platform", aToken({ source: "gateway", ownerId: 1 }), ""],
  ] as const;
  for (const [title, token, page] of pages) {
    it(`is ${title}`, () => {
      assert.equal(webPageOf(server, token, me), `https://example.com/awx/${page}`);
    });
  }

  it("is the owner's page while it is not known who is signed in", () => {
    assert.equal(webPageOf(server, aToken({ ownerId: 1 })), "https://example.com/awx/#/users/1/details");
  });
});
