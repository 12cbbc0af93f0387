import { generateKeyPairSync, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { pki, md } from "node-forge";

/** A certificate with its key, in PEM. */
export interface Identity {
  readonly key: string;
  /** With those of the authorities that signed it, up to the one that is trusted, where there are any. */
  readonly cert: string;
}

/** What is wrong with a certificate, or right. */
export interface CertificateOptions {
  /** Host names and IP addresses that it is for; by default 127.0.0.1 and localhost. */
  readonly hosts?: readonly string[];
  /** Days from now; by default yesterday and in a month. */
  readonly validDays?: readonly [from: number, to: number];
  /** By default 2048. */
  readonly keyBits?: number;
}

/** An authority whose certificates can be made at will. */
export interface Authority {
  /** Its own certificate, in PEM: what a client has to trust. */
  readonly cert: string;
  /** Its key, in PEM, to go on with it in another process. */
  readonly key: string;
  /** A server's certificate signed by it. */
  issue(options?: CertificateOptions): Identity;
  /** An authority below it, whose servers send its certificate along. */
  issueAuthority(name: string): Authority;
}

/** Periods for `validDays`. */
export const validity = { expired: [-60, -30], notYetValid: [30, 60] } as const;

/** Makes a private authority. */
export function makeAuthority(name: string): Authority {
  const key = makeKey();
  const cert = certificate({ key, name, isAuthority: true, signer: { key, name } });
  return authorityOf(name, { key, cert }, "");
}

/** The authority of a certificate and key that {@link makeAuthority} made. */
export function authorityFrom({ key, cert }: Identity): Authority {
  const { value } = pki.certificateFromPem(cert).subject.getField("CN") as { value: string };
  return authorityOf(value, { key, cert }, "");
}

/** A certificate that nobody but its own key signed. */
export function makeSelfSigned(options: CertificateOptions = {}): Identity {
  const key = makeKey(options.keyBits);
  const name = nameOf(options);
  return { key, cert: certificate({ key, name, options, signer: { key, name } }) };
}

/** @param chain the certificates that its servers send along after their own */
function authorityOf(name: string, { key, cert }: Identity, chain: string): Authority {
  const signer = { key, name };
  return {
    cert,
    key,
    issue: (options = {}) => {
      const own = makeKey(options.keyBits);
      return { key: own, cert: certificate({ key: own, name: nameOf(options), options, signer }) + chain };
    },
    issueAuthority: (below) => {
      const own = makeKey();
      const belowCert = certificate({ key: own, name: below, isAuthority: true, signer });
      return authorityOf(below, { key: own, cert: belowCert }, belowCert + chain);
    },
  };
}

function nameOf({ hosts = [] }: CertificateOptions): string {
  return hosts[0] ?? "127.0.0.1";
}

interface Wanted {
  readonly key: string;
  readonly name: string;
  readonly options?: CertificateOptions;
  readonly isAuthority?: boolean;
  readonly signer: { readonly key: string; readonly name: string };
}

function certificate({ key, name, options = {}, isAuthority = false, signer }: Wanted): string {
  const { hosts = ["127.0.0.1", "localhost"], validDays = [-1, 30] } = options;
  const made = pki.createCertificate();
  const { n, e } = pki.privateKeyFromPem(key);
  made.publicKey = pki.setRsaPublicKey(n, e);
  // The first digit keeps it positive and as short as DER wants it.
  made.serialNumber = `4${randomBytes(8).toString("hex").slice(1)}`;
  made.validity.notBefore = daysFromNow(validDays[0]);
  made.validity.notAfter = daysFromNow(validDays[1]);
  made.setSubject([{ name: "commonName", value: name }]);
  made.setIssuer([{ name: "commonName", value: signer.name }]);
  made.setExtensions(
    isAuthority
      ? [
          { name: "basicConstraints", cA: true, critical: true },
          { name: "keyUsage", keyCertSign: true, critical: true },
        ]
      : [
          { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
          { name: "extKeyUsage", serverAuth: true },
          { name: "subjectAltName", altNames: hosts.map(altName) },
        ],
  );
  made.sign(pki.privateKeyFromPem(signer.key), md.sha256.create());
  return pki.certificateToPem(made).replaceAll("\r\n", "\n");
}

function altName(host: string): { type: number; value?: string; ip?: string } {
  return isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host };
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}

/** A new RSA key in the one form that both Node and forge read. */
function makeKey(bits = 2048): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}
