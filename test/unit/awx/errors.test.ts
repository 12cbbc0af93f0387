import assert from "node:assert/strict";
import { AwxError, isOutcomeUnknown, type AwxProblem } from "../../../src/awx/errors";

const unknown: readonly AwxProblem[] = [
  { kind: "noAnswer", code: "ECONNRESET" },
  { kind: "noAnswer", code: "UND_ERR_SOCKET" },
  { kind: "noAnswer", code: undefined },
  { kind: "noAnswer", code: "HPE_INVALID_CONSTANT" },
  // Long after the handshake.
  { kind: "noAnswer", code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" },
  { kind: "noAnswer", code: "EPROTO" },
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
  { kind: "noAnswer", code: "ERR_TLS_CERT_ALTNAME_INVALID", certificateNames: ["other.test"] },
  { kind: "noAnswer", code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" },
  { kind: "noAnswer", code: "SELF_SIGNED_CERT_IN_CHAIN" },
  { kind: "noAnswer", code: "INVALID_CA" },
  { kind: "noAnswer", code: "ERR_SSL_WRONG_VERSION_NUMBER" },
  { kind: "noAnswer", code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" },
  { kind: "noAnswer", code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" },
  { kind: "noAnswer", code: "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE" },
  { kind: "noAnswer", code: "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE" },
  { kind: "unauthenticated", with: "token", reasons: [] },
  { kind: "forbidden", reasons: [] },
  { kind: "notFound" },
  { kind: "rejected", reasons: [] },
  { kind: "redirected", location: "/", to: "elsewhere" },
  { kind: "refused", status: 405, reasons: [] },
  { kind: "unexpectedAnswer", status: 404, found: "html" },
  { kind: "withoutTokens" },
  { kind: "badNextPage", reason: "loop" },
  { kind: "proxyRefused", status: 407 },
  { kind: "proxyRefused", status: undefined },
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
