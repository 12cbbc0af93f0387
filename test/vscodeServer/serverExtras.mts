/**
 * Loaded into the VS Code server before its own code (by its own Node, so only erasable TypeScript here), this adds
 * what code-server's front end, which needs compiled modules, would otherwise add.
 */
import { appendFileSync, promises, readFileSync, type PathLike } from "node:fs";
import { Server, type IncomingMessage, type ServerResponse } from "node:http";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const startPage = process.env["VSCODE_SERVER_START_PAGE"];
const systemCertificates = process.env["AWX_TOKENS_HOST_SYSTEM_CA"];
const startedBy = process.ppid;

// A server whose starter was killed outright would run for ever.
setInterval(() => {
  if (process.ppid !== startedBy) process.exit(1);
}, 1000).unref();

/** Where VS Code reads the certificates that Linux trusts (`@vscode/proxy-agent`, `linuxCaCertificatePaths`). */
const systemStores: ReadonlySet<unknown> = new Set([
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/ssl/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
]);

// The extension hosts load this too, being forks of the server: to them the system trusts the tests' own authority.
if (systemCertificates !== undefined) {
  const { readFile } = promises;
  promises.readFile = ((path: PathLike, ...rest: never[]) =>
    readFile(systemStores.has(path) ? systemCertificates : path, ...rest)) as typeof readFile;
}

function answers(request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split("?")[0];
  if (request.method === "POST" && path === "/mint-key") {
    // The server's half of the key for secrets. Without an answer the workbench forgets them at each reload.
    response.end(new Uint8Array(32));
    return true;
  }
  if (request.method === "GET" && path === "/start" && startPage !== undefined) {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(readFileSync(startPage));
    return true;
  }
  return false;
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const emit = Server.prototype.emit;
Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
  if (event === "request" && answers(args[0] as IncomingMessage, args[1] as ServerResponse)) return true;
  return Reflect.apply(emit, this, [event, ...args]) as boolean;
};

// What goes to other machines is written down where secrets are looked for: nothing that is tested sends any there.
const sentElsewhere = join(tmpdir(), "sentElsewhere");
const hosts = new WeakMap<Socket, string>();

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const { connect, write } = Socket.prototype;
Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  // Node's own callers pass the options and the callback in one array.
  const [options] = args.flat() as [unknown];
  const host = typeof options === "object" && options !== null && "host" in options ? options.host : undefined;
  if (typeof host === "string" && !/^(localhost|127\.[\d.]+|::1)$/.test(host)) {
    hosts.set(this, host);
    appendFileSync(sentElsewhere, `\n${host}\n`);
  }
  return Reflect.apply(connect, this, args) as Socket;
};
Socket.prototype.write = function (this: Socket, ...args: unknown[]): boolean {
  const [chunk] = args;
  if (hosts.has(this) && (typeof chunk === "string" || chunk instanceof Uint8Array))
    appendFileSync(sentElsewhere, chunk);
  return Reflect.apply(write, this, args) as boolean;
};
