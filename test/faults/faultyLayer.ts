import { once } from "node:events";
import { request as send, type IncomingMessage } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Identity } from "../support/certificates";

/** A request that reached the layer. */
export interface NotedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** An answer as bytes: what the layer sends says nothing that is not in here, but for its length. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** A request whose head has come, and all that can be done about it. */
export interface Exchange {
  readonly request: NotedRequest;
  readonly socket: Socket;
  /** Waits for the rest of the request. */
  readonly body: () => Promise<Buffer>;
  /** Has the server behind the layer answer it, and keeps the answer back. */
  readonly forward: () => Promise<RawAnswer>;
  readonly answer: (answer: RawAnswer) => void;
}

/** What happens to a request in place of being answered by the server behind. */
export type Fault = (exchange: Exchange) => void | Promise<void>;

export interface RequestMatch {
  readonly method?: string;
  /** Tested against the path with its query. */
  readonly path?: RegExp;
}

interface Injected {
  readonly match: RequestMatch;
  readonly fault: Fault;
}

/** What may become of a connection before there is a request on it. */
type Door = "open" | "resets" | "closed";

/**
 * Stands in front of a server and passes on what it is sent, byte for byte, until a fault is injected. It works on
 * sockets, so that an answer may be anything: half of one, none, or never ending. The server behind knows of nothing.
 */
export class FaultyLayer {
  /** All requests so far, in order of arrival. */
  readonly requests: NotedRequest[] = [];
  /** The address of the server behind. */
  target: string;
  readonly #server: Server;
  readonly #scheme: "http" | "https";
  readonly #sockets = new Set<Socket>();
  #injected: Injected[] = [];
  #door: Door = "open";
  #port = 0;

  /** @param identity what to speak TLS with */
  constructor(target: string, identity?: Identity) {
    this.target = target;
    this.#scheme = identity ? "https" : "http";
    const serve = (socket: Socket): void => {
      this.#serve(socket);
    };
    this.#server = identity ? createTlsServer(identity, serve) : createServer(serve);
  }

  /** @param host as a client is to call it */
  url(host = "127.0.0.1"): string {
    return `${this.#scheme}://${host}:${String(this.#port)}`;
  }

  async start(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Has a fault happen to every request that matches. The last one injected is the one that happens. */
  inject(match: RequestMatch, fault: Fault): void {
    this.#injected.push({ match, fault });
  }

  /** Resets every connection before a request is read from it. */
  resetConnections(): void {
    this.#door = "resets";
    this.#hangUp();
  }

  /** Takes no connections any more. */
  async refuseConnections(): Promise<void> {
    this.#door = "closed";
    await this.stop();
  }

  /** Ends every fault, and what hangs in one. */
  async calm(): Promise<void> {
    const wasClosed = this.#door === "closed";
    this.#injected = [];
    this.#door = "open";
    this.#hangUp();
    if (wasClosed) await this.start();
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#hangUp();
    await closed;
  }

  #hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    if (this.#door !== "open") {
      reset(socket);
      return;
    }
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    // A client that is cut off may cut off in its turn.
    socket.on("error", () => undefined);
    void this.#converse(socket);
  }

  async #converse(socket: Socket): Promise<void> {
    const stream = new SocketReader(socket);
    for (;;) {
      const head = await stream.until("\r\n\r\n");
      if (head === undefined) return;
      const request = parseHead(head.toString("latin1"));
      this.requests.push(request);
      let body: Promise<Buffer> | undefined;
      const exchange: Exchange = {
        request,
        socket,
        body: () => (body ??= stream.bytes(Number(request.headers.get("content-length") ?? 0))),
        forward: async () => this.#forward(request, await exchange.body()),
        answer: (answer) => {
          socket.write(headOf(answer.status, [...answer.headers, ["Content-Length", String(answer.body.length)]]));
          socket.write(answer.body);
        },
      };
      const { method, path } = request;
      const injected = this.#injected.findLast(({ match }) => matches(match, method, path));
      try {
        if (injected) await injected.fault(exchange);
        else exchange.answer(await exchange.forward());
        await exchange.body();
      } catch {
        socket.destroy();
      }
      if (socket.destroyed || socket.writableEnded) return;
    }
  }

  async #forward({ method, path, headers }: NotedRequest, body: Buffer): Promise<RawAnswer> {
    const sent = send(this.target + path, { method, headers: Object.fromEntries(headers), agent: false });
    sent.end(body);
    const [message] = (await once(sent, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const { rawHeaders, statusCode: status = 0 } = message;
    const pairs = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as const] : [],
    );
    return { status, headers: pairs.filter(([name]) => !ofConnection.test(name)), body: Buffer.concat(chunks) };
  }
}

const ofConnection = /^(connection|keep-alive|transfer-encoding|content-length)$/i;

/** Cuts a connection so that the other side is told so at once, as by a process that is killed. */
export function reset(socket: Socket): void {
  if ("encrypted" in socket) socket.destroy();
  else socket.resetAndDestroy();
}

/** The status line and the headers of an answer, with the blank line after them. */
export function headOf(status: number, headers: RawAnswer["headers"]): string {
  return [`HTTP/1.1 ${String(status)} Any`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""].join(
    "\r\n",
  );
}

function matches({ method, path: pattern }: RequestMatch, askedMethod: string, path: string): boolean {
  return (method === undefined || method === askedMethod) && (pattern === undefined || path.search(pattern) >= 0);
}

function parseHead(head: string): NotedRequest {
  const [line = "", ...fields] = head.split("\r\n");
  const [method = "", path = ""] = line.split(" ");
  const headers = fields
    .filter((field) => field.includes(":"))
    .map((field): [string, string] => {
      const colon = field.indexOf(":");
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    });
  return { method, path, headers: new Map(headers) };
}

/** Reads what comes from a socket piece by piece. */
class SocketReader {
  #arrived = Buffer.alloc(0);
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    socket.on("data", (chunk: Buffer) => {
      this.#arrived = Buffer.concat([this.#arrived, chunk]);
      this.#wake();
    });
    socket.on("close", () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  /** What comes before and with a mark; nothing when the connection ends before it. */
  async until(mark: string): Promise<Buffer | undefined> {
    for (;;) {
      const at = this.#arrived.indexOf(mark);
      if (at >= 0) return this.#take(at + mark.length);
      if (this.#hasEnded) return undefined;
      await this.#news();
    }
  }

  /** @throws when the connection ends before */
  async bytes(count: number): Promise<Buffer> {
    while (this.#arrived.length < count) {
      if (this.#hasEnded) throw new Error("the connection ended within a request");
      await this.#news();
    }
    return this.#take(count);
  }

  #take(count: number): Buffer {
    const taken = this.#arrived.subarray(0, count);
    this.#arrived = this.#arrived.subarray(count);
    return taken;
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
