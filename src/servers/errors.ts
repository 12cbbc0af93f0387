/** VS Code's secret storage failed, as it does where the system has no working keyring. */
export class SecretStorageError extends Error {
  override readonly name = "SecretStorageError";
}

/** The person's settings could not be written; the message is VS Code's own, which says why. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}
