import assert from "node:assert/strict";
import type { Received } from "../../contract/compare";
import { differences } from "../../contract/compare";
import type { Exchange, Json } from "../../contract/recording";
import { familyOf } from "../../contract/recording";

const json = { "content-type": "application/json" };

function exchange(response: Partial<Exchange["response"]>, method = "GET"): Exchange {
  return {
    name: "example",
    request: { method, target: "/api/v2/tokens/", auth: null, headers: {}, body: null },
    response: { status: 200, headers: json, body: null, ...response },
  };
}

function received(body: Json, rest: Partial<Received> = {}): Received {
  return { status: 200, headers: json, body: body === null ? "" : JSON.stringify(body), ...rest };
}

const secretOf = (id: number): string => `secret${String(id)}`;

describe("contract comparison", () => {
  const cases: readonly [what: string, expected: Exchange, actual: Received, problem: RegExp | undefined][] = [
    ["equal answers", exchange({ body: { a: [1, null] } }), received({ a: [1, null] }), undefined],
    ["another order of keys", exchange({ body: { a: 1, b: 2 } }), received({ b: 2, a: 1 }), undefined],
    ["a wrong status", exchange({}), received(null, { status: 201 }), /^status: expected 200, received 201$/],
    ["a wrong header", exchange({}), received(null, { headers: { "content-type": "text/html" } }), /content-type/],
    ["a missing header", exchange({}), received(null, { headers: {} }), /received nothing/],
    [
      "a header that was not recorded",
      exchange({}),
      received(null, { headers: { ...json, allow: "GET" } }),
      /^header allow: expected nothing/,
    ],
    ["another value", exchange({ body: { a: 1 } }), received({ a: 2 }), /^body\.a: expected 1, received 2$/],
    ["null for a value", exchange({ body: { a: 1 } }), received({ a: null }), /^body\.a/],
    ["a value for null", exchange({ body: { a: null } }), received({ a: 1 }), /^body\.a/],
    ["a missing key", exchange({ body: { a: 1 } }), received({}), /^body\.a: missing$/],
    ["a key too many", exchange({ body: {} }), received({ a: 1 }), /^body\.a: not expected/],
    ["a list too long", exchange({ body: [1] }), received([1, 2]), /expected 1 items, received 2/],
    ["a list for an object", exchange({ body: {} }), received([]), /^body: /],
    ["no body", exchange({ body: {} }), received(null), /^body: /],
    ["no JSON", exchange({ body: {} }), received(null, { body: "<html>" }), /expected JSON/],
    ["a timestamp", exchange({ body: "<timestamp>" }), received("2026-01-02T03:04:05.123456Z"), undefined],
    ["no timestamp", exchange({ body: "<timestamp>" }), received("yesterday"), /^body/],
    ["the secret of token 7", exchange({ body: "<token 7>" }), received("secret7"), undefined],
    ["the secret of another token", exchange({ body: "<token 7>" }), received("secret8"), /^body/],
    ["a censored secret", exchange({ body: "<secret>" }), received("************"), /^body/],
    ["a repeated character", exchange({ body: "<x repeated 3 times>" }), received("xxx"), undefined],
    ["one character less", exchange({ body: "<x repeated 3 times>" }), received("xx"), /^body/],
    ["the text of a page", exchange({ html: true }), received(null, { body: "<html>" }), undefined],
    [
      "only the ids",
      exchange({ idsOnly: true, body: { results: [{ id: 1 }] } }),
      received({ results: [{ id: 1, scope: "read" }] }),
      undefined,
    ],
    [
      "another id",
      exchange({ idsOnly: true, body: { results: [{ id: 1 }] } }),
      received({ results: [{ id: 2 }] }),
      /results\[0\]\.id/,
    ],
    [
      "prose of OPTIONS",
      exchange({ body: { actions: { description: { type: "string" } } } }, "OPTIONS"),
      received({ description: "A list.", actions: { description: { type: "string", help_text: "Text" } } }),
      undefined,
    ],
    [
      "structure of OPTIONS",
      exchange({ body: { actions: { description: { type: "string" } } } }, "OPTIONS"),
      received({ actions: {} }),
      /actions\.description: missing/,
    ],
    [
      "the id of an activity",
      exchange({ body: { id: 14, type: "activity_stream", url: "/api/v2/activity_stream/14/" } }),
      received({ id: 3, type: "activity_stream", url: "/api/v2/activity_stream/3/" }),
      undefined,
    ],
    [
      "the link of another activity",
      exchange({ body: { id: 14, type: "activity_stream", url: "/api/v2/activity_stream/14/" } }),
      received({ id: 3, type: "activity_stream", url: "/api/v2/activity_stream/14/" }),
      /^body\.url/,
    ],
  ];
  for (const [what, expected, actual, problem] of cases) {
    it(`${problem ? "reports" : "accepts"} ${what}`, () => {
      const problems = differences(expected, actual, secretOf);
      if (problem) assert.match(problems.join("\n"), problem);
      else assert.deepEqual(problems, []);
    });
  }

  it("knows a gateway recording by its paths", () => {
    const gateway = exchange({});
    const request = { ...gateway.request, target: "/api/gateway/v1/tokens/" };
    assert.equal(familyOf([exchange({}), { ...gateway, request }]), "gateway");
    assert.equal(familyOf([exchange({})]), "controller");
  });
});
