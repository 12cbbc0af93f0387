import assert from "node:assert/strict";
import { silenceOf } from "../../../src/awx/silence";

const url = new URL("https://awx.test/api/");

function coded(code: string, more: object = {}): Error {
  return Object.assign(new Error("low down"), { code, ...more });
}

function wrapped(cause: unknown): Error {
  return new TypeError("fetch failed", { cause });
}

describe("silenceOf", () => {
  const codes: readonly (readonly [title: string, error: unknown, code: string | undefined])[] = [
    ["an error with a code", coded("ECONNRESET"), "ECONNRESET"],
    ["the cause of a cause", wrapped(wrapped(coded("CERT_HAS_EXPIRED"))), "CERT_HAS_EXPIRED"],
    ["the first of several", wrapped(new AggregateError([coded("ETIMEDOUT"), coded("EHOSTUNREACH")])), "ETIMEDOUT"],
    ["several that are none", wrapped(Object.assign(new AggregateError([]), { code: "ETIMEDOUT" })), "ETIMEDOUT"],
    ["an error over one without a code", Object.assign(wrapped(new Error("deep")), { code: "EPIPE" }), "EPIPE"],
    ["a code that is a number", Object.assign(new Error("old"), { code: 23 }), undefined],
    ["no code", wrapped(new Error("low down")), undefined],
    ["no error", "text", undefined],
    ["nothing", undefined, undefined],
    [
      "OpenSSL's reason in the text",
      Object.assign(
        new Error(
          "write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl3_record.c:354:\n",
        ),
        { code: "EPROTO" },
      ),
      "ERR_SSL_WRONG_VERSION_NUMBER",
    ],
    ["EPROTO with no reason", coded("EPROTO"), "EPROTO"],
    ["undici's parser", wrapped(Object.assign(new Error("bad"), { name: "HTTPParserError" })), "HPE_INVALID_CONSTANT"],
  ];
  for (const [title, error, code] of codes) {
    it(`gives ${String(code)} for ${title}`, () => {
      assert.deepEqual(silenceOf(error, url), { kind: "noAnswer", code });
    });
  }

  it("ends when a cause leads back to itself", () => {
    const error = wrapped(undefined);
    error.cause = error;
    assert.deepEqual(silenceOf(error, url), { kind: "noAnswer", code: undefined });
  });

  const proxies: readonly (readonly [title: string, error: unknown, status: number | undefined])[] = [
    ["undici's refused CONNECT", wrapped(abortedWith("Proxy response (502) !== 200 when HTTP Tunneling")), 502],
    ["VS Code's in its place", wrapped(abortedWith("Proxy response (407) ?.== 200 when HTTP Tunneling")), 407],
    ["VS Code's agent", new Error("Failed to establish a socket connection to proxies: PROXY 127.0.0.1:1"), undefined],
    ["a port that was not asked for", wrapped(coded("ECONNREFUSED", { port: 3128 })), undefined],
    ["a name that was not asked for", coded("ENOTFOUND", { hostname: "proxy.test" }), undefined],
  ];
  for (const [title, error, status] of proxies) {
    it(`knows the proxy by ${title}`, () => {
      assert.deepEqual(silenceOf(error, url), { kind: "proxyRefused", status });
    });
  }

  for (const [address, port] of [
    ["https://awx.test", 443],
    ["http://awx.test", 80],
    ["https://awx.test:8443", 8443],
  ] as const) {
    it(`does not take the server at ${address} for a proxy`, () => {
      const error = coded("ECONNREFUSED", { hostname: "awx.test", port });
      assert.deepEqual(silenceOf(error, new URL(address)), { kind: "noAnswer", code: "ECONNREFUSED" });
    });
  }

  for (const [subjectaltname, certificateNames] of [
    ["DNS:other.test, DNS:*.other.test, IP Address:10.0.0.1", ["other.test", "*.other.test", "10.0.0.1"]],
    ["URI:spiffe://x", []],
    [undefined, []],
  ] as const) {
    it(`names what a certificate with ${String(subjectaltname)} is for`, () => {
      const code = "ERR_TLS_CERT_ALTNAME_INVALID";
      const silence = silenceOf(wrapped(coded(code, { cert: { subjectaltname } })), url);
      assert.deepEqual(silence, { kind: "noAnswer", code, certificateNames });
    });
  }
});

function abortedWith(message: string): Error {
  return Object.assign(new Error(message), { code: "UND_ERR_ABORTED" });
}
