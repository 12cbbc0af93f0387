import * as v from "valibot";

/** What SecretStorage holds for one server. */
const envelope = v.object({ version: v.literal(1), origin: v.string(), token: v.string() });

/** The text to store: the secret value of an access token, bound to the origin it was entered for. */
export function sealCredential(token: string, origin: string): string {
  return JSON.stringify({ version: 1, origin, token } satisfies v.InferOutput<typeof envelope>);
}

/**
 * The secret value in a stored text, or nothing when it was entered for another origin, or is not one of ours: then it
 * must not be sent.
 */
export function openCredential(stored: string, origin: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(stored);
  } catch {
    return undefined;
  }
  const result = v.safeParse(envelope, json);
  return result.success && result.output.origin === origin && isSecretValue(result.output.token)
    ? result.output.token
    : undefined;
}

/** The secret value in what a person pasted: without the blanks around it and the `Bearer` before it. */
export function secretValueIn(pasted: string): string {
  return pasted.trim().replace(/^(Authorization:\s*)?Bearer\s+/i, "");
}

/** Whether a text can be sent as a bearer token (RFC 6750 §2.1): others would break the header, and its error quotes it. */
export function isSecretValue(text: string): boolean {
  return /^[\w.~+/-]+=*$/.test(text);
}
