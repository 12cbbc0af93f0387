import { createCipheriv, randomBytes } from "node:crypto";

/** A value in an extension's SecretStorage. */
export interface StoredSecret {
  /** As in `publisher.name`, in lower case. */
  readonly extensionId: string;
  readonly key: string;
  readonly value: string;
}

/** The key of the browser's local storage in which the workbench keeps all secrets. */
export const secretsStorageKey = "secrets.provider";

/** Secrets as the workbench stores them where the browser offers it no cryptography (plain HTTP from another host). */
export function plainSecrets(secrets: readonly StoredSecret[]): string {
  return JSON.stringify(
    Object.fromEntries(secrets.map(({ extensionId, key, value }) => [JSON.stringify({ extensionId, key }), value])),
  );
}

/**
 * Secrets as the workbench stores them elsewhere: sealed by AES-GCM with a key that is half in the value, half from
 * the server. Ours (serverExtras.mts) gives zeros for its half.
 */
export function sealedSecrets(secrets: readonly StoredSecret[]): string {
  const key = randomBytes(32);
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = [cipher.update(plainSecrets(secrets), "utf8"), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([key, iv, ...sealed]).toString("base64");
}
