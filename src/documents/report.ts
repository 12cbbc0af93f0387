/** A line of a report. */
export type Fact = readonly [label: string, value: string];

/**
 * A part of a report with a title, after an empty line; nothing when there is nothing in it.
 * @param mark as {@link wrapped} has it
 */
export function section(title: string, facts: readonly Fact[], mark = ""): string[] {
  if (facts.length === 0) return [];
  return ["", title, ...facts.map(([label, value]) => wrapped(`  ${label}: ${value}`, mark))];
}

/** Scripts that have no blanks between words, and characters twice as wide. */
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const narrowBreaks = /(?=.{101}).{60,100} (?=\S)/g;
const wideBreaks = /(?=.{51})(?:.{30,50}[、。 ]|.{50})(?=\S)/gu;

/**
 * Breaks a line at blanks, and indents what comes below it deeper than any line of ours begins.
 * @param mark begins each of those, so that a text of a server's in them cannot be mistaken for a line of ours
 */
export function wrapped(line: string, mark = ""): string {
  const breaks = wide.test(line) ? wideBreaks : narrowBreaks;
  return line.replaceAll(breaks, (part) => `${part.trimEnd()}\n      ${mark}`);
}
