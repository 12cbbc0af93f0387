import type { IncomingHttpHeaders } from "node:http";
import type { Caller } from "./context";
import type { Model, User } from "./model";
import { splitWords } from "./python";
import type { Query } from "./query";

/** Whether the caller may use methods that change something; `write` alone also lets one read. */
export function mayWrite(caller: Caller): boolean {
  return caller.token === undefined || splitWords(caller.token.scope).includes("write");
}

/** The value of a bearer token, from the header or, where there is none, from the query (oauthlib). */
export function bearerSecret(headers: IncomingHttpHeaders, query: Query): string | undefined {
  const [scheme, value] = authorization(headers);
  if (headers.authorization === undefined) return query.get("access_token");
  return scheme === "bearer" ? value : undefined;
}

/** What follows `Basic`, if that is how the request signs in. */
export function basicCredentials(headers: IncomingHttpHeaders): string | undefined {
  const [scheme, value = ""] = authorization(headers);
  return scheme === "basic" ? value : undefined;
}

/**
 * Name and password: UTF-8, or Latin-1 where that can't be UTF-8 (rest_framework/authentication.py). Undefined if
 * there is no colon, which is also what becomes of text that is no base64.
 */
export function decodeBasic(credentials: string): readonly [name: string, password: string] | undefined {
  const bytes = Buffer.from(credentials, "base64");
  const text = bytes.toString("utf8");
  const decoded = Buffer.from(text, "utf8").equals(bytes) ? text : bytes.toString("latin1");
  const colon = decoded.indexOf(":");
  return colon < 0 ? undefined : [decoded.slice(0, colon), decoded.slice(colon + 1)];
}

/** The user with this name and password. */
export function userOf(model: Model, [name, password]: readonly [string, string]): User | undefined {
  return model.users.find((user) => user.username === name && user.password === password);
}

/** Scheme and value; nothing if there is more, as no authenticator then feels addressed. */
function authorization({ authorization: header }: IncomingHttpHeaders): readonly [scheme?: string, value?: string] {
  const [scheme, value, ...rest] = splitWords(header ?? "");
  if (scheme === undefined || rest.length > 0) return [];
  return value === undefined ? [scheme.toLowerCase()] : [scheme.toLowerCase(), value];
}
