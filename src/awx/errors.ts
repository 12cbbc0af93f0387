/** Why a request did not give what was asked for. The words for it are `ui/explain.ts`'s. */
export type AwxProblem =
  /** 401: no, a wrong, an expired or a revoked credential; AWX does not tell which (`awx/api/generics.py:153-190`). */
  | { readonly kind: "unauthenticated" }
  /** 403: not this caller's to do, or done with a read-only credential; the body is the same for both. */
  | { readonly kind: "forbidden"; readonly reasons: readonly string[] }
  /** 404 with a JSON body: the endpoint exists, the object does not. */
  | { readonly kind: "notFound" }
  /** 400: what was sent is not acceptable; each reason is the server's own text, with its field's name before it. */
  | { readonly kind: "rejected"; readonly reasons: readonly string[] }
  /** 5xx. For a request that changes something, whether it did is unknown. */
  | { readonly kind: "serverFailed"; readonly status: number }
  /** 3xx: never followed, because the credential must not go elsewhere and a PATCH must not become a GET. */
  | { readonly kind: "redirected"; readonly location: string }
  /** Any other status that is not a success. */
  | { readonly kind: "refused"; readonly status: number; readonly reasons: readonly string[] }
  /** An answer, but not one that AWX gives here: an HTML page, broken JSON, or JSON of another shape. */
  | { readonly kind: "unexpectedAnswer"; readonly status: number; readonly found: "html" | "notJson" | "otherShape" }
  /** The list of pages does not end, or its next page is at another origin. */
  | { readonly kind: "badNextPage"; readonly reason: "otherOrigin" | "loop" }
  /** No answer at all; `code` is Node's or OpenSSL's, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  | { readonly kind: "noAnswer"; readonly code: string | undefined }
  | { readonly kind: "timedOut"; readonly milliseconds: number }
  /** The person or the program gave the request up: not an error to show. */
  | { readonly kind: "cancelled" };

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
    case "badNextPage":
      return false;
  }
}

// The connection was not made, or the server's certificate was not taken, so no request left this machine.
function isNeverSent(code: string): boolean {
  return neverSent.has(code) || /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/.test(code);
}

const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
