import type { Texts } from "./texts";

/** What a translation must have as the text has it: placeholders, code that is no command's title, targets of links, lines. */
const kept = [/\{\d+\}/g, /`[^`\s]+`/g, /\]\([^)]*\)/g, /\n/g, /\*\*/g, /^\s|\s$/g];

/**
 * What is wrong with a translation: texts that it lacks or that nothing says any more, and those in which something is
 * lost or added that is no word.
 */
export function translationProblems(english: Texts, translated: Texts): string[] {
  const keys = Object.keys(english);
  const missing = keys.filter((key) => !translated[key]?.trim()).map((key) => `no text for “${key}”`);
  const unused = Object.keys(translated)
    .filter((key) => !(key in english))
    .map((key) => `nothing says “${key}”`);
  const changed = keys
    .filter((key) => translated[key]?.trim() && kept.some((mark) => !isAlike(mark, english[key], translated[key])))
    .map((key) => `what must stay as it is does not in “${key}”`);
  return [...missing, ...unused, ...changed];
}

function isAlike(mark: RegExp, english = "", translated = ""): boolean {
  const marksOf = (text: string) => [...new Set(text.match(mark))].sort().join("\n");
  return (
    marksOf(english) === marksOf(translated) &&
    (english.match(mark) ?? []).length <= (translated.match(mark) ?? []).length
  );
}
