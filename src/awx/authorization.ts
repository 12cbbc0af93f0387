/** What a request is signed in with. */
export interface Authorization {
  /** The value of the header `Authorization`. */
  readonly header: string;
  /** Every text that must never appear in an error, a log or a message. */
  readonly secrets: readonly string[];
}

/** What an error may say of it: that it was in play, not what it is. */
export type AuthorizationKind = "token" | "password" | "nothing";

/** An access token's secret value (`awx/api/authentication.py`). */
export function bearer(token: string): Authorization {
  return { header: `Bearer ${token}`, secrets: [token] };
}

/** A user's name and password, in UTF-8 as Django decodes them. */
export function basic(user: string, password: string): Authorization {
  const header = `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
  return { header, secrets: [password, base64(`${user}:${password}`)] };
}

/** The kind of an authorization, or of there being none. */
export function kindOf(authorization: Authorization | undefined): AuthorizationKind {
  if (!authorization) return "nothing";
  return authorization.header.startsWith("Basic ") ? "password" : "token";
}

/** The base64 of a text without its padding, which whoever quotes it may leave out. */
export function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64").replace(/=+$/, "");
}
