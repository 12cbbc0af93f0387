import assert from "node:assert/strict";
import fc from "fast-check";
import { basic, bearer, kindOf, redact } from "../../../src/awx/authorization";

describe("An authorization", () => {
  it("is a token, a name and password, or nothing", () => {
    assert.equal(bearer("abc").header, "Bearer abc");
    assert.equal(basic("Aladdin", "open sesame").header, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert.deepEqual([bearer("Basic x"), basic("a", "b"), undefined].map(kindOf), ["token", "password", "nothing"]);
  });

  it("keeps a password with colons and characters outside of Latin-1 as it is", () => {
    const { header } = basic("jörg", "a:b:€ 🔑");
    assert.equal(Buffer.from(header.slice(6), "base64").toString("utf8"), "jörg:a:b:€ 🔑");
  });

  // Anything but what the mask or the text around the secret consists of.
  const secret = fc.string({ unit: "binary", minLength: 1 }).filter((text) => !/^[*<>]*$/.test(text));
  const form = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => encodeURIComponent(text),
    (text) => encodeURI(text),
    (text) => encodeURIComponent(text).replaceAll("%20", "+"),
    (text) => Buffer.from(text).toString("base64"),
    (text) => Buffer.from(text).toString("base64").replace(/=+$/, ""),
  );

  it("lets no form of a token through", () => {
    fc.assert(
      fc.property(secret, form, (token, as) => {
        assert.match(redact(`<${as(token)}>`, bearer(token)), /^<\*{8}=*>$/);
      }),
    );
  });

  it("lets neither the password nor the header's text through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), secret, form, (user, password, as) => {
        const authorization = basic(user, password);
        assert.ok(
          !redact(`<${authorization.header.slice(6)}>`, authorization).includes(password) || password.length < 3,
        );
        assert.ok(!redact(`<${as(password)}>`, authorization).includes(as(password)));
      }),
    );
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
