import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

export interface ForwardProxyOptions {
  /**
   * Where a host name is, as `host:port`, whatever port is asked for: a name that exists nowhere else proves that a
   * request came through here. Other names are refused with 502.
   */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Who may use it, as `user:password`; by default anybody. */
  readonly credentials?: string;
  /** The status that every CONNECT is refused with. */
  readonly refuseConnect?: number;
}

/** A running forward proxy. */
export interface ForwardProxy {
  /** As the setting `http.proxy` takes it, without credentials. */
  readonly url: string;
  /** What was let through, in order of arrival: `CONNECT host:port`, or `GET http://host:port/path`. */
  readonly passed: readonly string[];
  /** The same, for what was refused. */
  readonly refused: readonly string[];
  clear(): void;
  /** Stops listening and closes open sockets. */
  stop(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1 that tunnels CONNECT and forwards requests for an absolute URL (RFC 9110 §9.3.6, RFC 9112 §3.2.2). */
export async function startForwardProxy(options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const proxy = new RunningProxy(options);
  await proxy.listen();
  return proxy;
}

class RunningProxy implements ForwardProxy {
  readonly passed: string[] = [];
  readonly refused: string[] = [];
  readonly #options: ForwardProxyOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(options: ForwardProxyOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#forward(request, response);
    });
    this.#server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#tunnel(request, socket, head);
    });
    this.#server.on("connection", (socket) => {
      this.#keep(socket);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  clear(): void {
    this.passed.length = this.refused.length = 0;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = request.url ?? "";
    const status = this.#refusal(request) ?? this.#options.refuseConnect;
    const to = this.#placeOf(target);
    if (status !== undefined || to === undefined) {
      this.refused.push(`CONNECT ${target}`);
      const challenge = status === 407 ? 'Proxy-Authenticate: Basic realm="proxy"\r\n' : "";
      socket.end(`HTTP/1.1 ${String(status ?? 502)} Refused\r\n${challenge}Content-Length: 0\r\n\r\n`);
      return;
    }
    this.passed.push(`CONNECT ${target}`);
    const upstream = this.#keep(connect(Number(to.port), to.host));
    upstream.once("connect", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const target = request.url ?? "";
    const what = `${request.method ?? ""} ${target}`;
    const status = this.#refusal(request);
    const url = URL.canParse(target) ? new URL(target) : undefined;
    const to = url && this.#placeOf(url.host);
    if (status !== undefined || !url || !to) {
      this.refused.push(what);
      const challenge = status === 407 ? { "Proxy-Authenticate": 'Basic realm="proxy"' } : {};
      response.writeHead(status ?? 502, challenge).end();
      return;
    }
    this.passed.push(what);
    const headers = { ...request.headers };
    delete headers["proxy-authorization"];
    delete headers["proxy-connection"];
    const path = url.pathname + url.search;
    const upstream = httpRequest({ ...to, path, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    request.pipe(upstream);
  }

  #refusal(request: IncomingMessage): number | undefined {
    const { credentials } = this.#options;
    if (credentials === undefined) return undefined;
    const expected = `Basic ${Buffer.from(credentials).toString("base64")}`;
    return request.headers["proxy-authorization"] === expected ? undefined : 407;
  }

  #placeOf(target: string): { readonly host: string; readonly port: string } | undefined {
    const place = this.#options.hosts?.[target.replace(/:\d+$/, "")];
    const [host, port] = place?.split(":") ?? [];
    return host !== undefined && port !== undefined ? { host, port } : undefined;
  }

  #keep<S extends Socket>(socket: S): S {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    return socket;
  }
}
