import type { PeerCertificate } from "node:tls";
import type { Silence } from "./errors";
import { ProxyRefusal } from "./nodeFetch";

/** Why a request got no answer from the server, read off the error of `fetch` or of `node:https`. */
export function silenceOf(error: unknown, url: URL): Silence {
  const cause = innermost(error);
  if (cause instanceof ProxyRefusal) return { kind: "proxyRefused", status: cause.status };
  const message = cause instanceof Error ? cause.message : "";
  // What undici, and VS Code in its place, say of a CONNECT that was refused.
  const [, status] = /^Proxy response \((\d+)\)/.exec(message) ?? [];
  if (status !== undefined) return { kind: "proxyRefused", status: Number(status) };
  if (isOfProxy(cause, message, url)) return { kind: "proxyRefused", status: undefined };

  const code = codeOf(cause, message);
  if (code !== "ERR_TLS_CERT_ALTNAME_INVALID") return { kind: "noAnswer", code };
  const { cert } = cause as { cert?: Partial<PeerCertificate> };
  return { kind: "noAnswer", code, certificateNames: namesIn(cert?.subjectaltname) };
}

/** The host names and addresses in a certificate's list of them, as Node writes it. */
export function namesIn(subjectAltName: string | undefined): string[] {
  const entries = subjectAltName?.split(", ") ?? [];
  return entries.flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
}

/** The error that says most: `fetch` wraps Node's, and Node one per address that it tried. */
function innermost(error: unknown): unknown {
  const chain: unknown[] = [];
  for (let cause = error; cause !== undefined && !chain.includes(cause);) {
    chain.push(cause);
    cause = cause instanceof AggregateError ? cause.errors[0] : cause instanceof Error ? cause.cause : undefined;
  }
  return chain.findLast((cause) => cause instanceof Error && "code" in cause) ?? chain.at(-1);
}

/** Whether it is the proxy that cannot be reached: what failed is another host or port than was asked for. */
function isOfProxy(cause: unknown, message: string, url: URL): boolean {
  // VS Code's agents drop the reason (`@vscode/proxy-agent`, `PacProxyAgent.connect`).
  if (message.startsWith("Failed to establish a socket connection to proxies")) return true;
  const { hostname, port } = (cause ?? {}) as { readonly hostname?: unknown; readonly port?: unknown };
  const urlPort = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  return (typeof hostname === "string" && hostname !== url.hostname) || (typeof port === "number" && port !== urlPort);
}

function codeOf(cause: unknown, message: string): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  // OpenSSL's reason, which Node has as a code only where reading fails.
  const reason = code === "EPROTO" && /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1];
  if (reason) return `ERR_SSL_${reason.toUpperCase().replaceAll(" ", "_")}`;
  // undici's has no code since Node 24.
  return code ?? (cause.name === "HTTPParserError" ? "HPE_INVALID_CONSTANT" : undefined);
}
