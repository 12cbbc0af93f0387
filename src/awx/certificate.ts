import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { AwxError } from "./errors";
import { answerTo } from "./nodeFetch";
import { namesIn, silenceOf } from "./silence";
import { trustOptions, type Trust } from "./trust";

/** What a server shows of itself before anything is said to it. Every text in it is the server's: do not trust it. */
export interface ServerCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** The host names and addresses that it is for. */
  readonly names: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** Whether the trust, or the system's in place of "unverified", accepts it for this server. */
  readonly isTrusted: boolean;
  /** Why it is not trusted, as in the problem `noAnswer`. */
  readonly problemCode?: string;
  /** That of the answer to the request that it took to see it. */
  readonly status: number;
}

/**
 * Looks at a server's certificate without relying on it: the request that it takes carries no credential, and its
 * answer is not read.
 * @returns undefined for a server that is reached by http
 * @throws {AwxError} when there is no answer to a request for `/api/`
 */
export async function readCertificate(
  origin: string,
  trust: Trust,
  signal: AbortSignal,
): Promise<ServerCertificate | undefined> {
  const url = new URL("/api/", origin);
  if (url.protocol !== "https:") return undefined;
  const name = `GET ${url.pathname}`;
  try {
    const options = {
      ...(typeof trust === "object" && trustOptions(trust)),
      rejectUnauthorized: false,
      headers: { Accept: "application/json" },
      // Agents keep connections and TLS sessions by this too, and a resumed one shows no certificate.
      sessionIdContext: randomBytes(8).toString("hex"),
    };
    const message = await answerTo(url, options, signal);
    const certificate = certificateOf(message.socket);
    message.destroy();
    return certificate && { ...certificate, status: message.statusCode ?? 0 };
  } catch (error) {
    throw new AwxError(signal.aborted ? { kind: "cancelled" } : silenceOf(error, url), name);
  }
}

function certificateOf(socket: Socket): Omit<ServerCertificate, "status"> | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  // Node's types call it an error, but it is the code of one, or what was thrown.
  const problem: unknown = socket.authorizationError;
  const problemCode = typeof problem === "string" ? problem : (problem as { code?: string } | null)?.code;
  return {
    subject: inOneLine(certificate.subject),
    issuer: inOneLine(certificate.issuer),
    names: namesIn(certificate.subjectAltName),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    protocol: socket.getProtocol() ?? "",
    isTrusted: socket.authorized,
    ...(problemCode !== undefined && { problemCode }),
  };
}

function inOneLine(name: string): string {
  return name.trim().replaceAll("\n", ", ");
}
