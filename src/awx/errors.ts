import type { AuthorizationKind } from "./authorization";

/** Why a request did not give what was asked for. The words for it are `ui/explain.ts`'s. */
export type AwxProblem =
  /**
   * 401: no, a wrong, an expired or a revoked credential. AWX does not tell which (`awx/api/generics.py:153-190`); a
   * gateway does, and then there are reasons.
   */
  | { readonly kind: "unauthenticated"; readonly with: AuthorizationKind; readonly reasons: readonly string[] }
  /** 403: not this caller's to do, or done with a read-only credential; the body is the same for both. */
  | { readonly kind: "forbidden"; readonly reasons: readonly string[] }
  /** 404 with a JSON body: the endpoint exists, the object does not. */
  | { readonly kind: "notFound" }
  /** 400: what was sent is not acceptable; each reason is the server's own text, with its field's name before it. */
  | { readonly kind: "rejected"; readonly reasons: readonly string[] }
  /**
   * 5xx. For a request that changes something, whether it did is unknown. With the seconds after which the server asks
   * to come back, if it does.
   */
  | { readonly kind: "serverFailed"; readonly status: number; readonly retryAfter?: number }
  /** 3xx: never followed, because the credential must not go elsewhere and a PATCH must not become a GET. */
  | { readonly kind: "redirected"; readonly location: string; readonly to: RedirectTarget }
  /** Any other status that is not a success. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly reasons: readonly string[];
      readonly retryAfter?: number;
    }
  /**
   * An answer, but not one that AWX gives here: an HTML page, broken JSON, JSON of another shape, too much, or with what
   * we signed in with in it.
   */
  | {
      readonly kind: "unexpectedAnswer";
      readonly status: number;
      readonly found: "html" | "notJson" | "otherShape" | "refusal" | "tooLarge" | "credential";
      /** Of an HTML page that has one. */
      readonly title?: string;
    }
  /** A release of AWX without access tokens: they went after 24.6.1 (ansible/awx#15666). */
  | { readonly kind: "withoutTokens" }
  /** The list of pages does not end, or its next page is at another origin. */
  | { readonly kind: "badNextPage"; readonly reason: "otherOrigin" | "loop" }
  /** No answer at all. */
  | Silence
  | { readonly kind: "timedOut"; readonly milliseconds: number }
  /** The person or the program gave the request up: not an error to show. */
  | { readonly kind: "cancelled" };

/** Where a redirect leads: the same host by https, the page of an upgrade in progress, or anywhere else. */
export type RedirectTarget = "https" | "upgrade" | "elsewhere";

/** Why there was no answer of the server. */
export type Silence =
  | {
      readonly kind: "noAnswer";
      /** Node's or OpenSSL's, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
      readonly code: string | undefined;
      /** What a certificate for another host name is for. */
      readonly certificateNames?: readonly string[];
    }
  /** The proxy did not connect us: with the status that it refused with, or without one when it cannot be reached. */
  | { readonly kind: "proxyRefused"; readonly status: number | undefined };

/** A request that failed, and why. Its message is for the log and holds neither a credential nor a body. */
export class AwxError extends Error {
  override readonly name = "AwxError";

  constructor(
    readonly problem: AwxProblem,
    readonly request: string,
  ) {
    super(`${request}: ${problem.kind}`);
  }
}

/** Whether something was given up, by the person or for them: that is no error to show. */
export function isCancelled(error: unknown): boolean {
  return error instanceof AwxError && error.problem.kind === "cancelled";
}

/** Whether a status says that the server takes no requests for now: it, or what stands in front of it, is busy. */
export function isBusy(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/** Whether a change that failed with this may have been made all the same. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof AwxError)) return false;
  switch (error.problem.kind) {
    case "noAnswer":
      return !isNeverSent(error.problem.code ?? "");
    case "serverFailed":
    case "timedOut":
    case "cancelled":
      return true;
    case "unexpectedAnswer":
      return error.problem.status < 300;
    case "unauthenticated":
    case "forbidden":
    case "notFound":
    case "rejected":
    case "redirected":
    case "refused":
    case "withoutTokens":
    case "badNextPage":
    case "proxyRefused":
      return false;
  }
}

// The connection was not made, or the handshake failed, so no request left this machine or none was taken.
function isNeverSent(code: string): boolean {
  return neverSent.has(code) || isCertificateCode(code) || failedHandshake.test(code);
}

/** Whether a code says that a certificate was not accepted. */
export function isCertificateCode(code: string | undefined): boolean {
  return code !== undefined && badCertificate.test(code);
}

const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

// Node's names of OpenSSL's X509_V_ERR_ (`GetX509Error` in its `src/crypto/crypto_common.cc`).
const badCertificate =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|INVALID_|PATH_LENGTH_|HOSTNAME_)/;

// Not every ERR_SSL_: a record may be found broken long after the handshake.
const failedHandshake =
  /^ERR_SSL_(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|.*_TOO_(SMALL|WEAK)|.*_ALERT_(HANDSHAKE|PROTOCOL|INSUFFICIENT|UNRECOGNIZED|UNKNOWN_CA|(BAD_)?CERTIFICATE))/;
