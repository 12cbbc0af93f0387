import * as vscode from "vscode";
import type { Method } from "../awx/transport";
import type { Parts } from "../commands/parts";
import type { Access } from "../servers/accessGrants";
import type { Server } from "../servers/server";
import { whySignedOut } from "../ui/signedOut";
import { ApiError } from "./apiError";
import type { AwxRequest, AwxResponse } from "./awxTokensApi";
import { Consents } from "./consents";
import { findServer } from "./findServer";
import { RefreshAfterChange } from "./refreshAfterChange";
import { requestPath } from "./requestPath";
import { signedIn } from "./signedIn";
import { toldError } from "./toldError";

/** What an extension asks for. */
export interface Asked {
  readonly serverName: string;
  /** The request as JSON, from when it was asked for; nothing when it cannot be JSON. */
  readonly request: string | undefined;
  readonly token: vscode.CancellationToken | undefined;
}

/** A request that can be sent, as it was when it was asked for. */
interface CheckedRequest {
  readonly method: Method;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly access: Access;
}

/** What each method needs, and whether it sends something. */
const methods: Readonly<Record<AwxRequest["method"], { readonly access: Access; readonly hasBody: boolean }>> = {
  GET: { access: "read", hasBody: false },
  OPTIONS: { access: "read", hasBody: false },
  POST: { access: "write", hasBody: true },
  PUT: { access: "write", hasBody: true },
  PATCH: { access: "write", hasBody: true },
  DELETE: { access: "write", hasBody: false },
};

/** Sends the requests of other extensions. */
export class Requests {
  readonly #parts: Parts;
  readonly #consents: Consents;
  readonly #refresh: RefreshAfterChange;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#consents = new Consents(parts);
    this.#refresh = new RefreshAfterChange(parts.tokens);
  }

  /**
   * Sends a request once the person allows it.
   * @throws {ApiError}
   */
  async sendFor(extensionId: string, { serverName, request, token }: Asked): Promise<AwxResponse> {
    const server = findServer(this.#parts, serverName);
    const checked = checkedRequest(server, request);
    const abort = new AbortController();
    const subscription = token?.onCancellationRequested(() => {
      abort.abort();
    });
    if (token?.isCancellationRequested) abort.abort();
    let isSent = false;
    try {
      await this.#requireAllowed(extensionId, server, checked, abort.signal);
      isSent = true;
      return await this.#send(extensionId, server, checked, abort.signal);
    } catch (error) {
      throw toldError(error, { isChange: isSent && checked.access === "write" });
    } finally {
      subscription?.dispose();
    }
  }

  async #requireAllowed(
    extensionId: string,
    server: Server,
    { access }: CheckedRequest,
    signal: AbortSignal,
  ): Promise<void> {
    // Nobody is asked about what cannot be done.
    const { canWrite } = await signedIn(this.#parts, server);
    if (access === "write" && !canWrite) {
      throw new ApiError(
        "readOnly",
        vscode.l10n.t("Nothing on {0} can be changed: what you signed in with is read-only.", server.name),
      );
    }
    await this.#consents.require(extensionId, server, access, signal);
  }

  async #send(
    extensionId: string,
    server: Server,
    { method, path, body, access }: CheckedRequest,
    signal: AbortSignal,
  ): Promise<AwxResponse> {
    const options = { signal, by: extensionId, ...(body && { body }) };
    try {
      const answer = await this.#parts.connections.request(server, method, path, options);
      if (answer.kind !== "answered") throw new ApiError("notSignedIn", whySignedOut(answer.kind));
      return { status: answer.status, json: answer.json };
    } finally {
      // Whatever became of it: what failed may have been done.
      if (access === "write") this.#refresh.after(server.name, path);
    }
  }
}

/** @throws {ApiError} `invalidRequest` */
function checkedRequest(server: Server, request: string | undefined): CheckedRequest {
  const { method, path, query, body } = read(request);
  const known = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!known) throw invalid(vscode.l10n.t("The method must be one of {0}.", Object.keys(methods).join(", ")));
  if (body !== undefined && (!known.hasBody || !isObject(body))) {
    throw invalid(vscode.l10n.t("Only POST, PUT and PATCH send something, and that is an object."));
  }
  const whole = requestPath(server.url, path, query);
  if (whole === undefined) {
    throw invalid(
      vscode.l10n.t("The path must be one of the server's API, such as /api/v2/jobs/, and lead nowhere else."),
    );
  }
  return { method, path: whole, body, access: known.access };
}

/** @throws {ApiError} of what is no request */
function read(request: string | undefined): AwxRequest {
  const copy = request === undefined ? undefined : (JSON.parse(request) as Partial<AwxRequest> | undefined);
  if (isObject(copy) && typeof copy.path === "string" && isQuery(copy.query)) return copy as AwxRequest;
  throw invalid(
    vscode.l10n.t("A request is an object with a method and a path, and all that is in it can be sent as JSON."),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isQuery(query: unknown): boolean {
  if (query === undefined) return true;
  return isObject(query) && Object.values(query).every((value) => typeof value !== "object");
}

function invalid(reason: string): ApiError {
  return new ApiError("invalidRequest", reason);
}
