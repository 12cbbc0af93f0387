import assert from "node:assert/strict";
import { AwxError, isOutcomeUnknown, type AwxProblem } from "../../../src/awx/errors";

const unknown: readonly AwxProblem[] = [
  { kind: "noAnswer", code: "ECONNRESET" },
  { kind: "noAnswer", code: "UND_ERR_SOCKET" },
  { kind: "noAnswer", code: undefined },
  { kind: "serverFailed", status: 502 },
  { kind: "timedOut", milliseconds: 30_000 },
  { kind: "cancelled" },
  { kind: "unexpectedAnswer", status: 200, found: "html" },
];
const notMade: readonly AwxProblem[] = [
  { kind: "noAnswer", code: "ECONNREFUSED" },
  { kind: "noAnswer", code: "ENOTFOUND" },
  { kind: "noAnswer", code: "EAI_AGAIN" },
  { kind: "noAnswer", code: "EHOSTUNREACH" },
  { kind: "noAnswer", code: "ENETUNREACH" },
  // The handshake failed, so the request was never sent.
  { kind: "noAnswer", code: "CERT_HAS_EXPIRED" },
  { kind: "noAnswer", code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
  { kind: "noAnswer", code: "ERR_TLS_CERT_ALTNAME_INVALID" },
  { kind: "unauthenticated" },
  { kind: "forbidden", reasons: [] },
  { kind: "notFound" },
  { kind: "rejected", reasons: [] },
  { kind: "redirected", location: "/" },
  { kind: "refused", status: 405, reasons: [] },
  { kind: "unexpectedAnswer", status: 404, found: "html" },
  { kind: "badNextPage", reason: "loop" },
];

describe("isOutcomeUnknown", () => {
  for (const problem of unknown) {
    it(`says that a change may have been made after ${JSON.stringify(problem)}`, () => {
      assert.equal(isOutcomeUnknown(new AwxError(problem, "PATCH /")), true);
    });
  }
  for (const problem of notMade) {
    it(`says that a change was not made after ${JSON.stringify(problem)}`, () => {
      assert.equal(isOutcomeUnknown(new AwxError(problem, "PATCH /")), false);
    });
  }

  it("says that a change was not made after an error that is not of a request", () => {
    assert.equal(isOutcomeUnknown(new Error("cancelled")), false);
    assert.equal(isOutcomeUnknown(undefined), false);
  });
});
