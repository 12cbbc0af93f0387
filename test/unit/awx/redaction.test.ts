import assert from "node:assert/strict";
import fc from "fast-check";
import { basic, bearer } from "../../../src/awx/authorization";
import { redact } from "../../../src/awx/redaction";

describe("redact", () => {
  // Anything but what the mask or the text around the secret consists of.
  const secret = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !/^[*<>]*$/.test(text));
  const hex = (code: number, length: number): string => code.toString(16).padStart(length, "0");
  const escapedIn = (text: string, escape: (character: string) => string): string =>
    text.replaceAll(/[^A-Za-z0-9]/gu, escape);
  const escapes: readonly ((text: string) => string)[] = [
    (text) => text,
    // What URLs and JSON are made of in JavaScript, and in Python, PHP and others.
    encodeURIComponent,
    encodeURI,
    (text) => encodeURIComponent(text).replaceAll("%20", "+"),
    (text) => encodeURIComponent(text).replaceAll(/%../g, (byte) => byte.toLowerCase()),
    (text) => escapedIn(text, (character) => Array.from(Buffer.from(character), (byte) => `%${hex(byte, 2)}`).join("")),
    (text) => JSON.stringify(text).slice(1, -1),
    (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
    (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
    (text) =>
      JSON.stringify(text)
        .slice(1, -1)
        .replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`),
    (text) => escapedIn(text, (character) => `&#${String(character.codePointAt(0))};`),
    (text) => escapedIn(text, (character) => `&#X${hex(character.codePointAt(0) ?? 0, 4)};`),
  ];
  const encodings: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => Buffer.from(text).toString("base64"),
    (text) => Buffer.from(text).toString("base64").replace(/=+$/, ""),
  ];
  const escape = fc.constantFrom(...escapes);
  const encode = fc.constantFrom(...encodings);
  /** Letters that an escape of the secret consists of are no part of it. */
  const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, "\ufffd");

  it("lets no form of a token through, however it is escaped", () => {
    fc.assert(
      fc.property(secret, encode, escape, (raw, as, escaped) => {
        const token = wellFormed(raw);
        const text = `<${escaped(as(token))}>`;
        assert.match(redact(text, bearer(token)), /^<\*{8}(=|%3D|%3d|&#61;|&#X003d;)*>$/, text);
      }),
    );
  });

  it("lets neither the password nor the header's text through, however it is escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), secret, encode, escape, (user, raw, as, escaped) => {
        const password = wellFormed(raw);
        const authorization = basic(user, password);
        assert.match(redact(`<${escaped(as(password))}>`, authorization), /^<[^<>]*\*{8}[^<>]*>$/);
        const sent = authorization.header.slice("Basic ".length);
        const safe = redact(`<${escaped(sent)}>`, authorization);
        assert.ok(safe.includes("********") && !safe.includes(escaped(sent.replace(/=+$/, ""))), safe);
      }),
    );
  });

  it("is kept out of a text that goes on right beside it", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c]{1,6}$/), fc.string(), fc.string(), (token, before, after) => {
        const safe = redact(`${before}${token}${token}${after}`, bearer(token));
        assert.ok(!safe.includes(token), safe);
      }),
    );
  });

  it("is not searched for at length, whatever a server answers", () => {
    const authorization = basic("admin", 'p\\\\"ä &/\\x');
    for (const part of ["\\", "p\\", "&#0", "%", 'p\\\\\\\\"', "+"]) redact(part.repeat(300_000), authorization);
  });

  it("leaves a text without a secret as it is, and any text where there is none to hide", () => {
    assert.equal(redact("No.", bearer("abc")), "No.");
    assert.equal(redact("No.", basic("user", "")), "No.");
    assert.equal(redact("Bearer abc", undefined), "Bearer abc");
  });

  it("is kept out though it has half of a surrogate pair, which no URL can hold", () => {
    assert.equal(redact("a\ud800b, a%EF%BF%BDb", bearer("a\ud800b")), "********, ********");
  });
});
