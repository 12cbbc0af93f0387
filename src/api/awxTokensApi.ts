// What the extension "AWX Access Tokens" (awx-tokens.awx-tokens) offers to other extensions. This file stands for
// itself: copy it into your extension. How to use it, and what is promised, is in docs/api.md.
import type { CancellationToken, Event } from "vscode";

/** The `exports` of the extension `awx-tokens.awx-tokens`. */
export interface AwxTokensExports {
  /**
   * The API for one extension.
   * @param version the version of the API. Within a version members are added at most, never changed or taken away.
   * @param extension who asks: your `context.extension`. The person is asked about it by the name in its manifest.
   * @throws {AwxTokensError} `unknownVersion` where there is no such version, with those that there are in its message;
   *   `unknownExtension` where no extension of that id is installed and enabled beside this one
   */
  getApi(version: 1, extension: { readonly id: string }): AwxTokensApi;
}

/** Version 1. Whatever fails rejects with an {@link AwxTokensError}. @since 1 */
export interface AwxTokensApi {
  readonly version: 1;

  /** The servers in the person's settings, in their order. Asks no server and not the person. @since 1 */
  getServers(): Promise<readonly AwxServer[]>;

  /** Fires when a server came, went or was changed, and when somebody signed in to one or out. @since 1 */
  readonly onDidChangeServers: Event<void>;

  /**
   * Sends a request to a server as the person who is signed in there, once they have allowed your extension to read
   * (GET and OPTIONS) or to make changes (all others) there. They are asked in a dialog, once; a request that is not
   * sent before they answer waits. What they deny stays denied until the window is closed or reloaded.
   *
   * A request that changes something is sent once. Others are sent again when the server is busy or the connection is
   * cut. The person's setting for how long an answer may take applies; redirects are not followed.
   * @param serverName the name of one of {@link getServers}
   * @param token gives the request up, and does not wait for the person's answer any longer
   * @returns the answer to a request that succeeded (a status from 200 to 299)
   * @throws {AwxTokensError}
   * @since 1
   */
  request(serverName: string, request: AwxRequest, token?: CancellationToken): Promise<AwxResponse>;

  /**
   * Shows a token to the person: selects it in the view, unless their filter hides it, and opens its details.
   * @throws {AwxTokensError} `unknownToken` where the server lists no such token
   * @since 1
   */
  openToken(serverName: string, token: AwxTokenRef): Promise<void>;
}

/** A server that the person has configured. @since 1 */
export interface AwxServer {
  /** What the person calls it; no two servers have the same name. */
  readonly name: string;
  /** Scheme, host, port and path prefix, without a trailing slash and without anything secret. */
  readonly url: string;
  /** Whether there is something to sign in with. It may have expired or been revoked: requests tell. */
  readonly isSignedIn: boolean;
  /** Whether nothing can be changed with it: it is read-only. Not known, and so `false`, where nobody is signed in. */
  readonly isReadOnly: boolean;
  /**
   * What it is, where that is known, as it is once somebody is signed in:
   * - `controller`: AWX or Automation Controller, whose API is below `/api/v2/`
   * - `gateway`: Ansible Automation Platform 2.5 or later. The platform's own API is below `/api/gateway/v1/`, the
   *   controller's below `/api/controller/v2/`.
   */
  readonly family: "controller" | "gateway" | undefined;
}

/** A request of the API of a server. It is taken over as it is when you call `request`. @since 1 */
export interface AwxRequest {
  readonly method: "GET" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * A path of the API, such as `/api/v2/jobs/`, below the server's address; or a link as the server gave it, such as a
   * page's `next`. It must begin with `/api/`, after the server's path prefix if you like, and may have a query. A whole
   * address, `.` and `..`, empty parts, backslashes and what encodes them are refused (`invalidRequest`).
   */
  readonly path: string;
  /** What is added to the query, encoded for you. */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** What is sent as JSON; only for POST, PUT and PATCH. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** A successful answer. @since 1 */
export interface AwxResponse {
  /** From 200 to 299. */
  readonly status: number;
  /** The body; `undefined` where there is none, as with 204. At most 64 MiB are read. */
  readonly json: unknown;
}

/** What a token is known by on its server. @since 1 */
export interface AwxTokenRef {
  readonly id: number;
  /**
   * Which of the server's lists it is in: Ansible Automation Platform 2.5 and 2.6 have two, whose ids have nothing to do
   * with each other. By default the first that has the id, the platform's before the controller's.
   */
  readonly source?: "controller" | "gateway";
}

/** Why something failed. Tell it by its `code`: the class is not exported. @since 1 */
export interface AwxTokensError extends Error {
  readonly name: "AwxTokensError";
  readonly code: AwxTokensErrorCode;
  /** Why, and what the person can do about it, in their language: good to show. It holds no secret. */
  readonly message: string;
  /** The status that the server answered with, where it answered. */
  readonly status: number | undefined;
  /** Whether a change may have been made all the same, as when no answer came. Look before you send it again. */
  readonly isOutcomeUnknown: boolean;
}

/**
 * - `unknownVersion`, `unknownExtension`: of `getApi`
 * - `unknownServer`: the person has no server of that name, or changed it while they were asked
 * - `unknownToken`: of `openToken`
 * - `invalidRequest`: what was asked for cannot be sent; nothing was
 * - `denied`: the person did not allow it; asking again before VS Code restarts asks nobody
 * - `notSignedIn`: nobody is signed in to the server, or the secret storage failed
 * - `readOnly`: what the person is signed in with can change nothing
 * - `cancelled`: you gave it up
 * - `unreachable`: no answer: network, proxy, certificate
 * - `timedOut`: no answer in time
 * - `unauthenticated` (401), `forbidden` (403), `notFound` (404), `rejected` (400), `serverFailed` (500 and more),
 *   `refused` (any other): what the server answered
 * - `redirected`: the server sent us elsewhere, which is not followed
 * - `unexpectedAnswer`: not JSON, too long, or it holds what the person is signed in with
 * - `failed`: anything else
 */
export type AwxTokensErrorCode =
  | "unknownVersion"
  | "unknownExtension"
  | "unknownServer"
  | "unknownToken"
  | "invalidRequest"
  | "denied"
  | "notSignedIn"
  | "readOnly"
  | "cancelled"
  | "unreachable"
  | "timedOut"
  | "unauthenticated"
  | "forbidden"
  | "notFound"
  | "rejected"
  | "serverFailed"
  | "refused"
  | "redirected"
  | "unexpectedAnswer"
  | "failed";
