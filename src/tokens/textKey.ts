/** How many characters of a text decide on its place: a description may be megabytes long. */
const deciding = 200;

/**
 * A text that stands where a person looks for it: without regard to case and accents, and with numbers by their size.
 * Comparing such texts is many times faster than having `Intl.Collator` compare what they are made of.
 */
export function textKey(text: string): string {
  const head = text.trim().slice(0, deciding);
  const folded = isPlain.test(head) ? head : head.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return folded.toLowerCase().replaceAll(/0*(\d+)/g, (_, digits: string) => {
    // A digit, so that a number stands among other characters where digits do; then how long it is, and what it is.
    return `0${String.fromCharCode(digits.length)}${digits}`;
  });
}

const isPlain = /^[\x20-\x7e]*$/;
