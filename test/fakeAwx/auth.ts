import type { IncomingHttpHeaders } from "node:http";
import type { Model, Token, User } from "./model";
import { splitWords } from "./python";
import type { Query } from "./query";

export interface Caller {
  readonly user: User;
  /** The token the caller signed in with; Basic callers have none and may write. */
  readonly token?: Token;
}

/**
 * Who calls, or undefined for every kind of failed login alike: AWX swallows the reason (awx/api/generics.py,
 * initialize_request; recorded: bad-token, expired-token, bad-basic).
 */
export function authenticate(model: Model, headers: IncomingHttpHeaders, query: Query): Caller | undefined {
  const [scheme = "", value, ...rest] = splitWords(headers.authorization ?? "");
  if (rest.length === 0 && scheme.toLowerCase() === "basic") return basicCaller(model, value ?? "");
  const isBearer = rest.length === 0 && scheme.toLowerCase() === "bearer";
  const secret = isBearer ? value : headers.authorization === undefined ? query.get("access_token") : undefined;
  return secret === undefined ? undefined : bearerCaller(model, secret);
}

/** Whether the caller may use methods that change something; `write` alone also lets one read. */
export function mayWrite(caller: Caller): boolean {
  return caller.token === undefined || splitWords(caller.token.scope).includes("write");
}

function basicCaller(model: Model, credentials: string): Caller | undefined {
  const [username, ...password] = Buffer.from(credentials, "base64").toString("utf8").split(":");
  const user = model.users.find((each) => each.username === username && each.password === password.join(":"));
  return user && { user };
}

function bearerCaller(model: Model, secret: string): Caller | undefined {
  const token = model.tokenBySecret(secret);
  const user = token && model.user(token.userId);
  return user && token.expires.getTime() > Date.now() ? { user, token } : undefined;
}
