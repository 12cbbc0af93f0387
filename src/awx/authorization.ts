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

/** Takes an authorization's secrets out of a text: as they are, as a URL has them, and in base64. */
export function redact(text: string, authorization: Authorization | undefined): string {
  const forms = (authorization?.secrets ?? [])
    .flatMap((secret) => [secret, ...inUrl(secret), base64(secret)])
    // A text that an end of a longer one equals must not leave the longer one's beginning behind.
    .sort((a, b) => b.length - a.length);
  return forms.reduce((safe, form) => (form === "" ? safe : safe.replaceAll(form, "********")), text);
}

/** As a path or a query may hold it, with its separators encoded or not, and with either form of a space. */
function inUrl(secret: string): string[] {
  // Half of a surrogate pair has no form in a URL.
  const text = secret.replace(/\p{Surrogate}/gu, "\ufffd");
  return [encodeURIComponent(text), encodeURI(text)].flatMap((form) => [form, form.replaceAll("%20", "+")]);
}

/** Without the padding, which whoever quotes it may leave out. */
function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64").replace(/=+$/, "");
}
