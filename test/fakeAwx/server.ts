import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Answer } from "./dispatch";
import { dispatch } from "./dispatch";
import { HtmlError } from "./errors";
import { addExtraTokens } from "./extraTokens";
import type { InterceptAnswer, InterceptMatch } from "./interceptors";
import { Interceptors } from "./interceptors";
import type { Model, Token, TokenEdit } from "./model";
import { Query } from "./query";
import { findView } from "./router";
import { seededModel } from "./seed";

export interface FakeAwxOptions {
  /** "controller" has the token API, "none" is an AWX after OAuth2 was taken out. */
  readonly family?: "controller" | "none";
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Milliseconds before each answer. */
  readonly latencyMs?: number;
  /** Tokens to make beside the eight of the seed. */
  readonly extraTokens?: number;
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

interface NewToken {
  readonly userId: number;
  readonly description?: string;
  readonly scope?: string;
  readonly applicationId?: number | null;
  readonly expires?: Date;
}

/** A running double of an AWX server. */
export interface FakeAwx {
  /** With the prefix, without a slash at the end. */
  readonly url: string;
  /** All requests so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** The secret value of a token that is or was there. Throws a RangeError for any other id. */
  secretOf(tokenId: number): string;
  /** The token as the server has it. */
  token(tokenId: number): Readonly<Token> | undefined;
  tokens(): readonly Readonly<Token>[];
  /** Makes a token as a colleague behind our back, and returns its id. */
  createToken(values: NewToken): number;
  /** Edits a token as a colleague behind our back. Throws a RangeError if there is none. */
  updateToken(tokenId: number, values: TokenEdit): void;
  /** Revokes a token as a colleague behind our back. Throws a RangeError if there is none. */
  deleteToken(tokenId: number): void;
  clearRequests(): void;
  /**
   * Answers the next `times` matching requests, or every one, in front of the rules. Returns what ends it.
   * `"reset"` destroys the socket, `"hang"` never answers, `until` holds the request and then goes on to the rules.
   */
  intercept(match: InterceptMatch, answer: InterceptAnswer, options?: { readonly times?: number }): () => void;
  /** Stops listening and closes open sockets. */
  stop(): Promise<void>;
}

/** Starts a double of AWX 24.6.1 with a fresh seed. Rejects if the port can't be had. */
export async function startFakeAwx(options: FakeAwxOptions = {}): Promise<FakeAwx> {
  const server = new FakeAwxServer(options);
  await server.listen();
  return server;
}

class FakeAwxServer implements FakeAwx {
  readonly #options: FakeAwxOptions;
  readonly #prefix: string;
  readonly #model: Model = seededModel();
  readonly #interceptors = new Interceptors();
  readonly #server: Server;
  readonly requests: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] }[] = [];
  #url = "";

  constructor(options: FakeAwxOptions) {
    this.#options = options;
    this.#prefix = (options.prefix ?? "").replace(/\/+$/, "");
    addExtraTokens(this.#model, options.extraTokens ?? 0);
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    };
    this.#server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  }

  get url(): string {
    return this.#url;
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

  secretOf(tokenId: number): string {
    const secret = this.#model.secretOf(tokenId);
    if (secret === undefined) throw new RangeError(`there never was a token ${String(tokenId)}`);
    return secret;
  }

  token(tokenId: number): Readonly<Token> | undefined {
    return this.#model.token(tokenId);
  }

  tokens(): readonly Readonly<Token>[] {
    return this.#model.tokens();
  }

  createToken({ userId, description = "", scope = "write", applicationId = null, expires }: NewToken): number {
    // A colleague acts some time later, when the database has been cleaned up.
    this.#model.vacuum();
    const values = { userId, description, scope, applicationId };
    return this.#model.createToken(values, userId, expires ? { expires } : {}).id;
  }

  updateToken(tokenId: number, values: TokenEdit): void {
    const token = this.#existing(tokenId);
    this.#model.updateToken(token, values, token.userId);
  }

  deleteToken(tokenId: number): void {
    const token = this.#existing(tokenId);
    this.#model.deleteToken(token, token.userId);
  }

  clearRequests(): void {
    this.requests.length = 0;
  }

  intercept(match: InterceptMatch, answer: InterceptAnswer, options: { readonly times?: number } = {}): () => void {
    return this.#interceptors.add(match, answer, options.times);
  }

  #existing(tokenId: number): Token {
    const token = this.#model.token(tokenId);
    if (!token) throw new RangeError(`there is no token ${String(tokenId)}`);
    return token;
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
    const answer =
      prepared && "status" in prepared
        ? { status: prepared.status, headers: prepared.headers ?? {}, body: prepared.body ?? "" }
        : this.#answer(method, target, headers, body);
    response.writeHead(answer.status, { ...answer.headers, "Content-Length": Buffer.byteLength(answer.body) });
    response.end(method === "HEAD" ? undefined : answer.body);
  }

  #answer(method: string, target: string, headers: IncomingHttpHeaders, body: Buffer): Answer {
    const family = this.#options.family ?? "controller";
    const queryStart = target.indexOf("?");
    const fullPath = queryStart < 0 ? target : target.slice(0, queryStart);
    const search = queryStart < 0 ? "" : target.slice(queryStart);
    if (!fullPath.startsWith(`${this.#prefix}/`)) return errorPage(404, "Not Found");
    const path = fullPath.slice(this.#prefix.length);
    const view = findView(family, path);
    if (!view) return findView(family, `${path}/`) ? movedTo(`${fullPath}/${search}`) : errorPage(404, "Not Found");
    try {
      const link = (each: string): string => this.#prefix + each;
      const query = new Query(search.slice(1));
      return dispatch(view, { family, model: this.#model, method, path, query, headers, body, link });
    } catch (error) {
      if (!(error instanceof HtmlError)) throw error;
      return errorPage(error.status, error.message);
    }
  }
}

/** Django's error pages, the content type without a charset (recorded: unknown-url, filter-order-by-empty). */
function errorPage(status: number, reason: string): Answer {
  const title = status === 404 ? "Not Found" : "Server Error (500)";
  const body = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><!-- ${reason} --></body></html>`;
  return { status, headers: { "Content-Type": "text/html" }, body };
}

/** Django's APPEND_SLASH, for every method (recorded: tokens-no-slash, token-no-slash-patch). */
function movedTo(location: string): Answer {
  return { status: 301, headers: { "Content-Type": "text/html; charset=utf-8", Location: location }, body: "" };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
