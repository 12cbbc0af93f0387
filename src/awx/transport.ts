import { createFetch } from "ofetch";
import { readAnswer } from "./answers";
import { AwxError } from "./errors";

/** One request and what became of it, without anything secret: what the log shows. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** The status, or why there was none. */
  readonly outcome: number | string;
  readonly milliseconds: number;
}

export interface TransportOptions {
  /** Scheme, host and port that every request goes to, and the credential with it. */
  readonly origin: string;
  /** The secret value of the access token that signs us in; none for an anonymous request. */
  readonly credential?: string;
  /** How long an answer may take, its body included. */
  readonly timeoutMilliseconds: number;
  readonly onExchange: (exchange: Exchange) => void;
}

export interface RequestOptions {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

// Bound late: VS Code replaces the global with one that knows the person's proxy and certificates.
const send = createFetch({ fetch: (...args) => globalThis.fetch(...args) });

/** Sends requests to one origin and gives back JSON. Nothing above it knows HTTP; nothing below it knows AWX. */
export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /**
   * Sends one request, once, and gives the JSON of its answer. Redirects are not followed.
   * @param path path and query below the origin
   * @throws {AwxError}
   */
  async request(method: "GET" | "PATCH", path: string, options: RequestOptions = {}): Promise<unknown> {
    const { origin, timeoutMilliseconds, onExchange } = this.#options;
    const request = `${method} ${path}`;
    const timeout = AbortSignal.timeout(timeoutMilliseconds);
    const start = performance.now();
    let outcome: Exchange["outcome"] = "cancelled";
    try {
      const response = await send.raw(origin + path, {
        method,
        headers: this.#headers(),
        ...(options.body && { body: options.body }),
        redirect: "manual",
        credentials: "omit",
        // ofetch would repeat a GET at once and with a used-up signal, and its own timeout ends at the head.
        retry: 0,
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
        // As text, because ofetch's own parser takes a login page for a string.
        responseType: "text",
        ignoreResponseError: true,
      });
      outcome = response.status;
      return readAnswer(
        {
          status: response.status,
          contentType: response.headers.get("content-type") ?? "",
          location: response.headers.get("location") ?? "",
          text: response._data ?? "",
        },
        request,
        (text) => this.#withoutCredential(text),
      );
    } catch (error) {
      if (error instanceof AwxError) throw error;
      // ofetch's error carries the request's headers: only its code leaves this function.
      const failure = this.#failure(error, request, options.signal, timeout);
      outcome = failure.problem.kind === "noAnswer" ? (failure.problem.code ?? "no answer") : failure.problem.kind;
      throw failure;
    } finally {
      onExchange({ method, path, outcome, milliseconds: Math.round(performance.now() - start) });
    }
  }

  #headers(): Record<string, string> {
    const { credential } = this.#options;
    return {
      Accept: "application/json",
      "Accept-Language": "en",
      "User-Agent": "awx-tokens (VS Code)",
      ...(credential !== undefined && { Authorization: `Bearer ${credential}` }),
    };
  }

  #withoutCredential(text: string): string {
    const { credential } = this.#options;
    if (!credential) return text;
    return text.replaceAll(credential, "********").replaceAll(encodeURIComponent(credential), "********");
  }

  #failure(error: unknown, request: string, signal: AbortSignal | undefined, timeout: AbortSignal): AwxError {
    if (signal?.aborted) return new AwxError({ kind: "cancelled" }, request);
    if (timeout.aborted) {
      return new AwxError({ kind: "timedOut", milliseconds: this.#options.timeoutMilliseconds }, request);
    }
    return new AwxError({ kind: "noAnswer", code: codeOf(error) }, request);
  }
}

/** The code of the innermost cause: `fetch` wraps Node's error, and one per address it tried. */
function codeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error;) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  }
  return undefined;
}
