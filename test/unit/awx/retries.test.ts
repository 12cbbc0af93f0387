import assert from "node:assert/strict";
import fc from "fast-check";
import type { AwxProblem } from "../../../src/awx/errors";
import { retryAfterOf, waitBeforeRetry } from "../../../src/awx/retries";

const cut: AwxProblem = { kind: "noAnswer", code: "ECONNRESET" };

describe("waitBeforeRetry", () => {
  for (const problem of [
    cut,
    { kind: "noAnswer", code: "EPIPE" },
    { kind: "noAnswer", code: "UND_ERR_SOCKET" },
    { kind: "noAnswer", code: "EAI_AGAIN" },
    { kind: "serverFailed", status: 502 },
    { kind: "serverFailed", status: 503 },
    { kind: "serverFailed", status: 504 },
    { kind: "refused", status: 429, reasons: [] },
  ] as const satisfies AwxProblem[]) {
    it(`is for ${JSON.stringify(problem)} twice, and longer the second time`, () => {
      const [first = 0, second = 0] = [1, 2].map((attempts) => waitBeforeRetry(problem, attempts, 30_000, 0));
      assert.deepEqual([first, second], [200, 400]);
      assert.equal(waitBeforeRetry(problem, 3, 30_000, 0), undefined);
    });
  }

  for (const problem of [
    { kind: "noAnswer", code: "ECONNREFUSED" },
    { kind: "noAnswer", code: "ENOTFOUND" },
    { kind: "noAnswer", code: "CERT_HAS_EXPIRED" },
    { kind: "noAnswer", code: undefined },
    { kind: "serverFailed", status: 500 },
    { kind: "refused", status: 409, reasons: [] },
    { kind: "timedOut", milliseconds: 30_000 },
    { kind: "cancelled" },
    { kind: "notFound" },
    { kind: "unauthenticated", with: "token", reasons: [] },
    { kind: "forbidden", reasons: [] },
    { kind: "redirected", location: "/", to: "elsewhere" },
    { kind: "proxyRefused", status: 502 },
    { kind: "unexpectedAnswer", status: 200, found: "html" },
  ] as const satisfies AwxProblem[]) {
    it(`is never for ${JSON.stringify(problem)}`, () => {
      assert.equal(waitBeforeRetry(problem, 1, 30_000), undefined);
    });
  }

  it("differs by chance, up to twice as long", () => {
    assert.deepEqual([waitBeforeRetry(cut, 1, 30_000, 0), waitBeforeRetry(cut, 1, 30_000, 1)], [200, 400]);
    const waits = new Set(Array.from({ length: 20 }, () => waitBeforeRetry(cut, 1, 30_000)));
    assert.ok(waits.size > 1);
  });

  it("is what the server asks for, if that is not too long", () => {
    const busy = { kind: "serverFailed", status: 503, retryAfter: 7 } as const;
    assert.equal(waitBeforeRetry(busy, 1, 30_000), 7000);
    assert.equal(waitBeforeRetry(busy, 1, 7000), 7000);
    assert.equal(waitBeforeRetry(busy, 1, 6999), undefined);
    assert.equal(waitBeforeRetry({ ...busy, retryAfter: 0 }, 1, 30_000, 0), 200);
  });
});

describe("retryAfterOf", () => {
  const date = "Tue, 24 Nov 2026 10:00:00 GMT";
  for (const [header, seconds] of [
    ["120", 120],
    [" 0 ", 0],
    ["Tue, 24 Nov 2026 10:02:00 GMT", 120],
    ["Tue, 24 Nov 2026 09:00:00 GMT", 0],
    ["99999999999999999999", 86_400],
    ["9".repeat(400), 86_400],
    ["", undefined],
    ["soon", undefined],
    ["-5 or so", undefined],
  ] as const) {
    it(`is ${String(seconds)} for “${header.slice(0, 40)}”`, () => {
      assert.equal(retryAfterOf(header, date), seconds);
    });
  }

  it("counts from our clock when the server does not tell its own", () => {
    assert.equal(retryAfterOf("Tue, 24 Nov 2026 10:02:00 GMT", "", Date.parse(date) + 60_000), 60);
  });

  it("is a number of seconds up to a day, or nothing, whatever the server says", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (header, ofServer) => {
        const seconds = retryAfterOf(header, ofServer) ?? 0;
        assert.ok(seconds >= 0 && seconds <= 86_400);
      }),
    );
  });
});
