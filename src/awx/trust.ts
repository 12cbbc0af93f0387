/**
 * Whose word is taken for a server's certificate: what the system and VS Code trust, nobody's (the certificate is not
 * checked), or the authorities of a PEM text and no others.
 */
export type Trust = "system" | "unverified" | { readonly authorities: string };

/** The options of a request of `node:https` that a trust other than the system's stands for. */
export interface TrustOptions {
  readonly ca?: string;
  readonly rejectUnauthorized: boolean;
}

/**
 * What to put into a request's own options: VS Code replaces an `Agent`, and drops what a dispatcher of `fetch` says
 * (`@vscode/proxy-agent`, `createHttpPatch` and `getAgentOptions`).
 */
export function trustOptions(trust: Exclude<Trust, "system">): TrustOptions {
  // Said in full: VS Code's `http.proxyStrictSSL` or NODE_TLS_REJECT_UNAUTHORIZED must not weaken a chosen authority.
  return trust === "unverified" ? { rejectUnauthorized: false } : { ca: trust.authorities, rejectUnauthorized: true };
}
