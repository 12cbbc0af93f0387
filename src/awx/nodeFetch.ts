import * as http from "node:http";
import * as https from "node:https";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { trustOptions, type Trust } from "./trust";

/** An answer to a CONNECT, of a proxy that did not connect us to the server. */
export class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";

  constructor(readonly status: number | undefined) {
    super(`the proxy refused with ${String(status)}`);
  }
}

/** Statuses that `Response` allows no body with (Fetch Standard, "null body status"). */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A `fetch` over `node:https` for a trust that VS Code's own `fetch` drops without a word. It goes through VS Code's
 * proxy as that does. Redirects are given back as they are, and there are no cookies.
 * @returns a function that rejects with Node's own error, so that its `code` survives, or with the signal's reason
 */
export function nodeFetch(trust: Exclude<Trust, "system">): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const options = {
      method: init.method ?? "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(url.protocol === "https:" && trustOptions(trust)),
    };
    const message = await answerTo(url, options, init.signal ?? undefined, init.body);
    try {
      return responseOf(message);
    } catch (error) {
      message.destroy();
      throw error;
    }
  };
}

/**
 * Sends a request with `node:https` or `node:http` and waits for the head of its answer. The signal ends the answer's
 * body too.
 * @throws Node's error, {@link ProxyRefusal}, or the signal's reason
 */
export async function answerTo(
  url: URL,
  options: https.RequestOptions,
  signal?: AbortSignal,
  body?: RequestInit["body"],
): Promise<http.IncomingMessage> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // Called through their modules: VS Code replaces what is in them.
    const request = url.protocol === "https:" ? https.request(url, options) : http.request(url, options);
    let answer: http.IncomingMessage | undefined;
    const abort = () => (answer ?? request).destroy(signal?.reason as Error);
    signal?.addEventListener("abort", abort);
    request.once("close", () => signal?.removeEventListener("abort", abort));
    request.on("error", reject);
    request.on("response", (message) => {
      answer = message;
      // An answer to a CONNECT that failed is given as if it were the server's, but on a socket without encryption.
      if (url.protocol !== "https:" || "encrypted" in message.socket) {
        resolve(message);
      } else {
        message.destroy();
        reject(new ProxyRefusal(message.statusCode));
      }
    });
    request.end(body);
  });
}

function responseOf(message: http.IncomingMessage): Response {
  const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = message;
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? "", rawHeaders[i + 1] ?? "");
  if (withoutBody.has(status)) message.resume();
  // Node's stream and the one of `Response` are the same thing under two names of type.
  const body = withoutBody.has(status) ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  return new Response(body, { status, statusText, headers });
}
