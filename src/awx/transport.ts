import { setTimeout as delay } from "node:timers/promises";
import { createFetch, type $Fetch } from "ofetch";
import { readAnswer } from "./answers";
import { kindOf, type Authorization } from "./authorization";
import { readBody } from "./body";
import { AwxError } from "./errors";
import { nodeFetch } from "./nodeFetch";
import { isQuotedIn, redact } from "./redaction";
import { retryAfterOf, waitBeforeRetry } from "./retries";
import { silenceOf } from "./silence";
import type { Trust } from "./trust";

/** One request and what became of it, without anything secret: what the log shows. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The status, or why there was none. */
  readonly outcome: number | string;
  readonly milliseconds: number;
  /** The id of the extension that asked for it, where another one did. */
  readonly by?: string;
}

/** The answer to a request that succeeded. */
export interface Answered {
  readonly status: number;
  /** `undefined` where there is none. */
  readonly json: unknown;
}

export interface TransportOptions {
  /** Scheme, host and port that every request goes to, and the credential with it. */
  readonly origin: string;
  /** What signs us in; none for anonymous requests. */
  readonly authorization?: Authorization;
  /** The id of the extension that asks, where it is another one: it is given nothing that holds what signs us in. */
  readonly by?: string;
  /** By default the system's. */
  readonly trust?: Trust;
  /** How long an answer may take, its body included. */
  readonly timeoutMilliseconds: number;
  readonly onExchange: (exchange: Exchange) => void;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** Those that change nothing, so that they can be sent again. */
const safeMethods: ReadonlySet<Method> = new Set(["GET", "OPTIONS"]);

/** The bytes of an answer at most: a page of 200 tokens is a hundred times smaller. */
const longestBody = 64 * 1024 * 1024;

/** As much of a refusal as is read for its reasons. */
const longestRefusal = 1024 * 1024;

export interface RequestOptions {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

// Bound late: VS Code replaces the global with one that knows the person's proxy and certificates.
const systemFetch: typeof fetch = (...args) => globalThis.fetch(...args);

/** Sends requests to one origin and gives back JSON. Nothing above it knows HTTP; nothing below it knows AWX. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #send: $Fetch;

  constructor(options: TransportOptions) {
    const { trust = "system" } = options;
    this.#options = options;
    this.#send = createFetch({ fetch: trust === "system" ? systemFetch : nodeFetch(trust) });
  }

  /**
   * Sends one request and gives the JSON of its answer, `undefined` where there is none (204), as {@link send} does.
   * @throws {AwxError} of the last attempt
   */
  async request(method: Method, path: string, options: RequestOptions = {}): Promise<unknown> {
    return (await this.send(method, path, options)).json;
  }

  /**
   * Sends one request and gives its answer. Redirects are not followed. A request that changes something is sent once;
   * others again when what went wrong may pass by itself.
   * @param path path and query below the origin
   * @throws {AwxError} of the last attempt
   */
  async send(method: Method, path: string, options: RequestOptions = {}): Promise<Answered> {
    for (let attempts = 1; ; attempts++) {
      try {
        return await this.#attempt(method, path, options);
      } catch (error) {
        if (!(error instanceof AwxError) || !safeMethods.has(method)) throw error;
        const wait = waitBeforeRetry(error.problem, attempts, this.#options.timeoutMilliseconds);
        if (wait === undefined) throw error;
        await delay(wait, undefined, { signal: options.signal }).catch(() => {
          throw new AwxError({ kind: "cancelled" }, error.request);
        });
      }
    }
  }

  async #attempt(method: Method, path: string, options: RequestOptions): Promise<Answered> {
    const { origin, authorization, by, timeoutMilliseconds, onExchange } = this.#options;
    // A later page's path is the server's own, which may quote what it was sent.
    const shownPath = redact(path, authorization);
    const request = `${method} ${shownPath}`;
    const url = new URL(origin + path);
    const timeout = AbortSignal.timeout(timeoutMilliseconds);
    const start = performance.now();
    let outcome: Exchange["outcome"] = "cancelled";
    try {
      const response = await this.#send.raw(url.href, {
        method,
        headers: this.#headers(),
        ...(options.body && { body: options.body }),
        redirect: "manual",
        credentials: "omit",
        // ofetch would repeat a GET at once and with a used-up signal, and its own timeout ends at the head.
        retry: 0,
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
        // Read below: ofetch takes a login page for a string, and a body of any length.
        responseType: "stream",
        ignoreResponseError: true,
      });
      const header = (name: string) => response.headers.get(name) ?? "";
      const body = await readBody(response._data, response.ok ? longestBody : longestRefusal);
      outcome = response.status;
      const json = readAnswer(
        {
          status: response.status,
          contentType: header("content-type"),
          location: header("location"),
          challenge: header("www-authenticate"),
          retryAfter: retryAfterOf(header("retry-after"), header("date")),
          body,
        },
        { request, url, with: kindOf(authorization), redact: (text) => redact(text, authorization) },
      );
      if (by !== undefined && authorization && isQuotedIn(json, authorization)) {
        throw new AwxError({ kind: "unexpectedAnswer", status: response.status, found: "credential" }, request);
      }
      return { status: response.status, json };
    } catch (error) {
      if (error instanceof AwxError) throw error;
      // ofetch's error carries the request's headers: only its code leaves this function.
      const failure = this.#failure(error, request, url, options.signal, timeout);
      outcome = outcomeOf(failure);
      throw failure;
    } finally {
      const milliseconds = Math.round(performance.now() - start);
      onExchange({ method, path: shownPath, outcome, milliseconds, ...(by !== undefined && { by }) });
    }
  }

  #headers(): Record<string, string> {
    const { authorization } = this.#options;
    return {
      Accept: "application/json",
      "Accept-Language": "en",
      "User-Agent": "awx-tokens (VS Code)",
      ...(authorization && { Authorization: authorization.header }),
    };
  }

  #failure(error: unknown, request: string, url: URL, signal: AbortSignal | undefined, timeout: AbortSignal): AwxError {
    if (signal?.aborted) return new AwxError({ kind: "cancelled" }, request);
    if (timeout.aborted) {
      return new AwxError({ kind: "timedOut", milliseconds: this.#options.timeoutMilliseconds }, request);
    }
    return new AwxError(silenceOf(error, url), request);
  }
}

/** What the log shows of a request that got no answer. */
export function outcomeOf({ problem }: AwxError): string {
  return problem.kind === "noAnswer" ? (problem.code ?? "no answer") : problem.kind;
}
