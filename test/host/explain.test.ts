import assert from "node:assert/strict";
import { AwxError, type AwxProblem } from "../../src/awx/errors";
import { explain } from "../../src/ui/explain";
import { explainBriefly } from "../../src/ui/explainBriefly";

const refused = { kind: "unauthenticated", reasons: [] } as const;
const page = { kind: "unexpectedAnswer", status: 200, found: "html" } as const;

function silent(code: string | undefined, certificateNames?: readonly string[]): AwxProblem {
  return { kind: "noAnswer", code, ...(certificateNames && { certificateNames }) };
}

describe("an explanation", () => {
  const cases: readonly (readonly [problem: AwxProblem, says: RegExp, briefly: string])[] = [
    [{ ...refused, with: "token" }, /the access token\. It may be mistyped, expired or revoked\.$/, "sign in again"],
    [
      { ...refused, with: "token", reasons: ["The access token is expired."] },
      /the access token: The access token is expired\. It may/,
      "sign in again",
    ],
    [{ ...refused, with: "password" }, /the user name and password\. One may be mistyped/, "sign in again"],
    [
      { ...refused, with: "password", reasons: ["Invalid username/password."] },
      /the user name and password: Invalid username\/password\. One may/,
      "sign in again",
    ],
    [{ ...refused, with: "nothing" }, /^The server answers nobody who is not signed in\.$/, "sign in again"],
    [
      { kind: "redirected", location: "https://awx.test/", to: "https" },
      /by https \(https:\/\/awx\.test\/\)\. Use https:\/\/ in its address\.$/,
      "sent elsewhere",
    ],
    [{ kind: "redirected", location: "/migrations_notran/", to: "upgrade" }, /being upgraded/, "being upgraded"],
    [{ kind: "redirected", location: "/sso", to: "elsewhere" }, /address \(\/sso\), as a login/, "sent elsewhere"],
    [{ ...page, title: "Sign in to Okta" }, /a web page titled “Sign in to Okta”, not AWX's API/, "unexpected answer"],
    [{ kind: "serverFailed", status: 500 }, /^The server failed with status 500\./, "server error"],
    [{ kind: "serverFailed", status: 503 }, /takes no requests for now \(status 503\)/, "busy"],
    [{ kind: "refused", status: 429, reasons: [] }, /takes no requests for now \(status 429\)/, "busy"],
    [{ kind: "withoutTokens" }, /removed from AWX after release 24\.6\.1/, "has no access tokens"],
    [{ kind: "proxyRefused", status: 407 }, /^The proxy wants a user name and password/, "cannot be reached"],
    [{ kind: "proxyRefused", status: 502 }, /^The proxy did not connect us.*502.*http\.proxy/, "cannot be reached"],
    [{ kind: "proxyRefused", status: undefined }, /^The proxy cannot be reached/, "cannot be reached"],
    [silent(undefined), /^No answer came\. Check the address/, "cannot be reached"],
    [silent("ESTRANGE"), /^No answer came \(ESTRANGE\)/, "cannot be reached"],
    [silent("ENOTFOUND"), /host name was not found/, "cannot be reached"],
    [silent("UND_ERR_SOCKET"), /was cut/, "cannot be reached"],
    [silent("DEPTH_ZERO_SELF_SIGNED_CERT"), /is self-signed/, "certificate not accepted"],
    [silent("SELF_SIGNED_CERT_IN_CHAIN"), /not signed by an authority that is trusted/, "certificate not accepted"],
    [silent("UNABLE_TO_GET_ISSUER_CERT"), /not signed by an authority that is trusted/, "certificate not accepted"],
    [silent("CERT_HAS_EXPIRED"), /has expired/, "certificate not accepted"],
    [silent("CERT_NOT_YET_VALID"), /is not valid yet/, "certificate not accepted"],
    [silent("CERT_REVOKED"), /was revoked/, "certificate not accepted"],
    [silent("CERT_SIGNATURE_FAILURE"), /cannot be verified \(CERT_SIGNATURE_FAILURE\)/, "certificate not accepted"],
    [silent("ERR_TLS_CERT_ALTNAME_INVALID", []), /for another host name\. Check/, "certificate not accepted"],
    [
      silent("ERR_TLS_CERT_ALTNAME_INVALID", ["a", "b", "c", "d"]),
      /for another host name \(a, b, c\)\. Use that/,
      "certificate not accepted",
    ],
    [silent("ERR_SSL_EE_KEY_TOO_SMALL"), /too weak to be accepted/, "cannot be reached"],
    [silent("ERR_SSL_WRONG_VERSION_NUMBER"), /does not speak https at that port/, "cannot be reached"],
    [silent("HPE_INVALID_CONSTANT"), /does not speak HTTP/, "cannot be reached"],
    [silent("ERR_SSL_UNSUPPORTED_PROTOCOL"), /TLS that are no longer safe/, "cannot be reached"],
    [silent("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"), /wants a client certificate/, "cannot be reached"],
    [silent("ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE"), /broke off the TLS handshake/, "cannot be reached"],
  ];
  for (const [problem, says, briefly] of cases) {
    it(`of ${JSON.stringify(problem)} says what is wrong`, () => {
      const error = new AwxError(problem, "GET /api/");
      const text = explain(error);
      assert.match(text, says);
      assert.match(text, /\.$/);
      assert.doesNotMatch(text, /\{\d\}|\.\.|!/, "each place is filled, and a sentence ends once");
      assert.equal(explainBriefly(error), briefly);
    });
  }

  const trick = "[x](command:y) $(key)\u202e";
  const inert = "[x]\u200b(command:y) $\u200b(key)⟨U+202E⟩";
  for (const problem of [
    { ...page, title: trick },
    { kind: "redirected", location: trick, to: "elsewhere" },
    { kind: "redirected", location: trick, to: "https" },
    { ...refused, with: "password", reasons: [trick] },
    silent("ERR_TLS_CERT_ALTNAME_INVALID", [trick]),
    silent(trick),
  ] satisfies AwxProblem[]) {
    it(`quotes what a server put into ${JSON.stringify(problem)} as harmless text`, () => {
      assert.ok(explain(new AwxError(problem, "GET /api/")).includes(inert));
    });
  }
});
