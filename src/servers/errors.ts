/** VS Code's secret storage failed, as it does where the system has no working keyring. */
export class SecretStorageError extends Error {
  override readonly name = "SecretStorageError";
}

/** The person's settings could not be written; the message is VS Code's own, which says why. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** The file of a server's certificate authorities is not there, cannot be read, or holds no whole certificates. */
export class CaFileError extends Error {
  override readonly name = "CaFileError";

  constructor(
    readonly path: string,
    readonly reason: "missing" | "noCertificate" | "unreadable",
  ) {
    super(`${path}: ${reason}`);
  }
}
