import assert from "node:assert/strict";
import fc from "fast-check";
import { isSecretValue, openCredential, sealCredential, secretValueIn } from "../../../src/servers/credential";

const origin = "https://awx.example.com";
const token = "abcDEF0123456789abcDEF01234567";
const secretValue = fc.stringMatching(/^[\w.~+/-]{1,40}={0,2}$/);

describe("a sealed credential", () => {
  it("opens for the origin that it was entered for", () => {
    assert.equal(openCredential(sealCredential(token, origin), origin), token);
    fc.assert(
      fc.property(secretValue, fc.webUrl(), (value, url) => {
        assert.equal(openCredential(sealCredential(value, url), url), value);
      }),
    );
  });

  for (const other of ["http://awx.example.com", "https://awx.example.com:8443", "https://example.com", ""]) {
    it(`does not open for ${other === "" ? "no origin" : other}`, () => {
      assert.equal(openCredential(sealCredential(token, origin), other), undefined);
    });
  }

  const garbage: readonly (readonly [title: string, stored: string])[] = [
    ["nothing", ""],
    ["a bare token", token],
    ["half of it", sealCredential(token, origin).slice(0, -5)],
    ["JSON of another kind", JSON.stringify([1, origin, token])],
    ["null", "null"],
    ["an earlier version", JSON.stringify({ version: 0, origin, token })],
    ["a later version", JSON.stringify({ version: 2, origin, token })],
    ["a version in words", JSON.stringify({ version: "1", origin, token })],
    ["one without a version", JSON.stringify({ origin, token })],
    ["one without an origin", JSON.stringify({ version: 1, token })],
    ["one without a token", JSON.stringify({ version: 1, origin })],
    ["one whose token is no text", JSON.stringify({ version: 1, origin, token: 1 })],
    ["one whose token is empty", JSON.stringify({ version: 1, origin, token: "" })],
    ["one whose token breaks the header", JSON.stringify({ version: 1, origin, token: "a\r\nHost: b" })],
    ["one whose token has a letter that no header takes", JSON.stringify({ version: 1, origin, token: "tökén" })],
  ];
  for (const [title, stored] of garbage) {
    it(`does not open when it is ${title}`, () => {
      assert.equal(openCredential(stored, origin), undefined);
    });
  }

  it("never opens as something that cannot be sent, whatever is stored", () => {
    const stored = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc
        .record({ version: fc.constant(1), origin: fc.constant(origin), token: fc.string({ unit: "binary" }) })
        .map((it) => JSON.stringify(it)),
    );
    fc.assert(
      fc.property(stored, (text) => {
        const opened = openCredential(text, origin);
        assert.ok(opened === undefined || /^[\x21-\x7e]+$/.test(opened));
      }),
    );
  });
});

describe("secretValueIn", () => {
  const pasted: readonly (readonly [title: string, text: string])[] = [
    ["the value alone", token],
    ["blanks and line breaks around it", ` \t${token}\r\n`],
    ["the word Bearer before it", `Bearer ${token}`],
    ["the word bearer in small letters and more blanks", ` bearer \t ${token} `],
    ["the header's name before it", `Authorization: Bearer ${token}`],
    ["the header's name without a blank", `authorization:Bearer ${token}\n`],
  ];
  for (const [title, text] of pasted) {
    it(`finds the value in ${title}`, () => {
      assert.equal(secretValueIn(text), token);
    });
  }

  it("leaves a value alone that merely begins with Bearer", () => {
    assert.equal(secretValueIn("BearerOfNews"), "BearerOfNews");
  });

  it("finds nothing in blanks", () => {
    assert.equal(secretValueIn(" \n"), "");
  });
});

describe("isSecretValue", () => {
  it("takes what a bearer token may be made of", () => {
    assert.ok(isSecretValue(token));
    assert.ok(isSecretValue("aZ0_-.~+/=="));
  });

  for (const text of [
    "",
    "a b",
    "a\n",
    "\na",
    "a\u0000b",
    "a\u007f",
    "tökén",
    "a\u00a0",
    "‘quoted’",
    'a"b',
    "a\\b",
    "=a",
    "a,b",
    "a%20b",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(isSecretValue(text), false);
    });
  }

  it("takes only what can be sent in a header as it is", () => {
    fc.assert(
      fc.property(secretValue, (text) => {
        assert.equal(new Headers({ authorization: `Bearer ${text}` }).get("authorization"), `Bearer ${text}`);
        assert.ok(isSecretValue(text));
      }),
    );
  });
});
