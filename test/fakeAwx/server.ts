import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { answer } from "./api";
import type { Family, FamilyOptions, Host } from "./families";
import { hostOf } from "./families";
import type { HeldTokens } from "./heldTokens";
import { ModelTokens } from "./heldTokens";
import type { InterceptAnswer, InterceptMatch } from "./interceptors";
import { Interceptors } from "./interceptors";

export interface FakeAwxOptions extends FamilyOptions {
  /** "controller" by default. */
  readonly family?: Family;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Milliseconds before each answer. */
  readonly latencyMs?: number;
  /** Where the server is mounted, e.g. "/awx": everything is served below it, and links carry it. */
  readonly prefix?: string;
}

interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Filled when answered. */
  readonly status: number | undefined;
}

/**
 * A running double of a server. Its tokens are those of the host's own token URL: the gateway's where there is one, or
 * else the controller's.
 */
export interface FakeAwx extends HeldTokens {
  /** With the prefix, without a slash at the end. */
  readonly url: string;
  /** All requests so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** The tokens of the controller itself. Throws a RangeError where it has none, that is for "gateway" and "none". */
  readonly controller: HeldTokens;
  clearRequests(): void;
  /**
   * Answers the next `times` matching requests, or every one, in front of the rules. Returns what ends it.
   * `"reset"` destroys the socket, `"hang"` never answers, `until` holds the request and then goes on to the rules.
   */
  intercept(match: InterceptMatch, answer: InterceptAnswer, options?: { readonly times?: number }): () => void;
  /** Stops listening and closes open sockets. */
  stop(): Promise<void>;
}

/** Starts a double of an AWX or AAP server with a fresh seed. Rejects if the port can't be had. */
export async function startFakeAwx(options: FakeAwxOptions = {}): Promise<FakeAwx> {
  const server = new FakeAwxServer(options);
  await server.listen();
  return server;
}

class FakeAwxServer extends ModelTokens implements FakeAwx {
  readonly #options: FakeAwxOptions;
  readonly #prefix: string;
  readonly #host: Host;
  readonly #interceptors = new Interceptors();
  readonly #server: Server;
  readonly requests: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] }[] = [];
  #url = "";

  constructor(options: FakeAwxOptions) {
    const host = hostOf(options.family ?? "controller", options);
    super(host.platform);
    this.#host = host;
    this.#options = options;
    this.#prefix = (options.prefix ?? "").replace(/\/+$/, "");
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    };
    this.#server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
    // As nginx, which is what clients talk to. Node's 5 seconds can end just as a client sends something.
    this.#server.keepAliveTimeout = 75_000;
  }

  get url(): string {
    return this.#url;
  }

  get controller(): HeldTokens {
    if (!this.#host.controller) throw new RangeError("the controller of this server has no tokens");
    return new ModelTokens(this.#host.controller);
  }

  async listen(): Promise<void> {
    const host = this.#options.host ?? "127.0.0.1";
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#options.port ?? 0, host, resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    this.#url = `${this.#options.tls ? "https" : "http"}://${host}:${String(port)}${this.#prefix}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  clearRequests(): void {
    this.requests.length = 0;
  }

  intercept(match: InterceptMatch, answer: InterceptAnswer, options: { readonly times?: number } = {}): () => void {
    return this.#interceptors.add(match, answer, options.times);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: target = "/", headers } = request;
    const body = await readAll(request);
    const record = { method, path: target, headers, body: body.toString("utf8"), status: undefined };
    this.requests.push(record);
    response.once("finish", () => {
      Object.assign(record, { status: response.statusCode });
    });
    if (this.#options.latencyMs) await setTimeout(this.#options.latencyMs);
    const prepared = this.#interceptors.take(method, target);
    if (prepared === "hang") return;
    if (prepared === "reset") {
      request.socket.resetAndDestroy();
      return;
    }
    if (prepared && "until" in prepared) await prepared.until;
    const reply =
      prepared && "status" in prepared
        ? { status: prepared.status, headers: prepared.headers ?? {}, body: prepared.body ?? "" }
        : answer(this.#host.apis, this.#prefix, { method, target, headers, body });
    response.writeHead(reply.status, { ...reply.headers, "Content-Length": Buffer.byteLength(reply.body) });
    response.end(method === "HEAD" ? undefined : reply.body);
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
