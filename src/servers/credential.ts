import * as v from "valibot";
import type { TokenTable } from "../awx/api";
import { basic, bearer, type Authorization } from "../awx/authorization";
import { secretValue } from "../awx/secretValue";
import { isSameOrigin, isTrustedAlike, trustSettingsOf, type Server, type TrustSettings } from "./server";

const source = v.picklist(["controller", "gateway"]);
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const tokenCredential = v.object({
  kind: v.literal("token"),
  secret: secretValue,
  /** The token itself as its server lists it, when we made it. */
  made: v.exactOptional(v.object({ source, id })),
});

const credential = v.union([
  tokenCredential,
  v.object({ kind: v.literal("password"), user: v.string(), password: v.string() }),
]);

const signIn = v.object({
  credential,
  /** Not when the server said at sign-in that the credential is read-only. */
  canWrite: v.boolean(),
  /** Where the credential is accepted, as found at this address; not known of what an early release stored. */
  api: v.exactOptional(
    v.object({
      url: v.string(),
      family: v.picklist(["controller", "gateway"]),
      tables: v.pipe(v.array(v.object({ source, root: v.pipe(v.string(), v.startsWith("/")) })), v.minLength(1)),
    }),
  ),
});

/** What signs in to a server: an access token, or where the server makes none for its user, a name and password. */
export type Credential = v.InferOutput<typeof credential>;

/** A credential, and what the server said of it. */
export interface SignIn {
  readonly credential: Credential;
  readonly canWrite: boolean;
  readonly api?: Api;
}

/** Where the tokens of the server at an address are. */
export interface Api {
  readonly url: string;
  readonly family: "controller" | "gateway";
  readonly tables: readonly TokenTable[];
}

/** When it was stored: milliseconds since 1970, and later than any before; not of what an early release stored. */
const since = v.exactOptional(v.number());

/** What SecretStorage holds for one server. */
const envelope = v.union([
  v.object({ version: v.literal(1), origin: v.string(), since, token: secretValue }),
  v.object({
    version: v.literal(2),
    origin: v.string(),
    since,
    /** Whose word on the server's certificate the person agreed to. */
    trust: v.object({ caFile: v.exactOptional(v.string()), skipCertificateVerification: v.exactOptional(v.boolean()) }),
    signIn,
  }),
]);

/** Why a stored text is not used, or what is in it. */
export type OpenedSignIn = SignIn | { readonly refused: "unusable" | "otherTrust" };

/** The text to store: a sign-in, bound to the origin it was made at and to how that server was believed. */
export function sealSignIn(signIn: SignIn, server: Server): string {
  const { origin } = new URL(server.url);
  return JSON.stringify({ version: 2, origin, trust: trustSettingsOf(server), signIn });
}

/**
 * The sign-in in a stored text. Refused when it is for another origin or not one of ours, and when the server is
 * believed on another word than it was made with, other than the system's: then it must not be sent.
 */
export function openSignIn(stored: string, server: Server): OpenedSignIn {
  const sealed = envelopeIn(stored);
  if (sealed?.origin !== new URL(server.url).origin) return { refused: "unusable" };
  const agreed: TrustSettings = sealed.version === 2 ? sealed.trust : {};
  if (!isTrustedAlike(server, {}) && !isTrustedAlike(server, agreed)) return { refused: "otherTrust" };
  if (sealed.version === 2) return sealed.signIn;
  return { credential: { kind: "token", secret: sealed.token }, canWrite: true };
}

/** A stored text that says when it was stored, if it is one of ours. */
export function stamped(stored: string, since: number): string {
  const sealed = envelopeIn(stored);
  return sealed ? JSON.stringify({ ...sealed, since }) : stored;
}

/** When a text was stored, which for one of an early release is before all others; nothing if it is not one of ours. */
export function storedSince(stored: string): number | undefined {
  const sealed = envelopeIn(stored);
  return sealed && (sealed.since ?? 0);
}

function envelopeIn(stored: string): v.InferOutput<typeof envelope> | undefined {
  try {
    const result = v.safeParse(envelope, JSON.parse(stored));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A stored text for a server that got another name, or whose trust the person changed. What is refused stays refused,
 * and what was entered for another origin is never sealed for this one.
 */
export function resealed(stored: string, from: Server, to: Server): string {
  const signIn = openSignIn(stored, from);
  return "refused" in signIn || !isSameOrigin(from, to) ? stored : sealSignIn(signIn, to);
}

/** How a credential is sent. */
export function authorizationOf(credential: Credential): Authorization {
  switch (credential.kind) {
    case "token":
      return bearer(credential.secret);
    case "password":
      return basic(credential.user, credential.password);
  }
}

/** The secret value in what a person pasted: without the blanks around it and the `Bearer` before it. */
export function secretValueIn(pasted: string): string {
  return pasted.trim().replace(/^(Authorization:\s*)?Bearer\s+/i, "");
}

/** Whether a text can be sent as a bearer token (RFC 6750 §2.1): others would break the header, and its error quotes it. */
export function isSecretValue(text: string): boolean {
  return v.is(secretValue, text);
}

/**
 * The table that a sign-in works with first, where the server makes tokens.
 * @throws {TypeError} when there is none
 */
export function firstTable({ tables: [table] }: Api): TokenTable {
  if (!table) throw new TypeError("a server without tokens cannot be signed in to");
  return table;
}
