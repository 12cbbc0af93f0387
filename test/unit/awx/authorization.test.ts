import assert from "node:assert/strict";
import { basic, bearer, kindOf } from "../../../src/awx/authorization";

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
});
