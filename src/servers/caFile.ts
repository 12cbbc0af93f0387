import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { CaFileError } from "./errors";

/**
 * The certificates in a PEM file, which is read anew each time: people replace it.
 * @param path absolute; `~` at its start is the home folder
 * @throws {CaFileError}
 */
export async function readCaFile(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(
      path.replace(/^~(?=[\\/])/, () => homedir()),
      "utf8",
    );
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new CaFileError(path, isMissing ? "missing" : "unreadable");
  }
  const beginnings = text.match(/-----BEGIN CERTIFICATE-----/g) ?? [];
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  // Node passes over what it cannot read, and then blames the server.
  const isWhole = certificates.length === beginnings.length && certificates.every(isCertificate);
  if (certificates.length === 0 || !isWhole) throw new CaFileError(path, "noCertificate");
  return certificates.join("\n");
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== "";
  } catch {
    return false;
  }
}
