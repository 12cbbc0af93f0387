/** Texts by their keys, as a file of translations has them. */
export type Texts = Readonly<Record<string, string>>;

/** A text of l10n/bundle.l10n.json; one that needs it says what it is for, as its key does behind a slash. */
export type BundleEntry = string | { readonly message: string };

/** The texts of l10n/bundle.l10n.json, or of a file that has texts alone. */
export function textsOf(entries: Readonly<Record<string, BundleEntry>>): Texts {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [key, typeof entry === "string" ? entry : entry.message]),
  );
}
