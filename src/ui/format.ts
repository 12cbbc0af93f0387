import * as vscode from "vscode";
import { memoized } from "../util/memoized";
import { once } from "../util/once";

// Kept, because each takes many times longer to make than to use, and a view asks for thousands of times.
// All in the language of the text around them: a remote host's own locale is not the person's.
const dateAndTime = once(
  () => new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "short" }),
);
const timeOfDay = once(() => new Intl.DateTimeFormat(vscode.env.language, { timeStyle: "short" }));
const dateAlone = once(() => new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium" }));
const number = once(() => new Intl.NumberFormat(vscode.env.language));
const relative = once(() => new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" }));

/**
 * Makes what writes numbers and times, which is slow the first time: for when there is nothing to do but to wait. What
 * else there is to do comes in between.
 */
export async function prepareFormats(): Promise<void> {
  // Names are compared by it when rows are put in order; without it the next would take twice as long at a stretch.
  const comparison = () => "a".localeCompare("b");
  for (const make of [comparison, number, relative, dateAndTime]) {
    make();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** A date and time as the language of the surrounding text writes it. */
export function absoluteTime(time: Date): string {
  return dateAndTime().format(time);
}

/** The same in short: without the date when it is today's. */
export function shortTime(time: Date, now: Date): string {
  return time.toDateString() === now.toDateString() ? timeOfDay().format(time) : absoluteTime(time);
}

/** Each unit's seconds, and what says how many of it, the longest first. */
const units = [
  { length: 365.25 * 24 * 3600, textOf: textIn("year") },
  { length: 30.44 * 24 * 3600, textOf: textIn("month") },
  { length: 24 * 3600, textOf: textIn("day") },
  { length: 3600, textOf: textIn("hour") },
  { length: 60, textOf: textIn("minute") },
] as const;
const inSeconds = textIn("second");

function textIn(unit: Intl.RelativeTimeFormatUnit): (count: number) => string {
  return memoized((count: number) => relative().format(count, unit));
}

/** How far a time is from now, as in "in 3 days" or "2 hours ago". */
export function relativeTime(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  for (const { length, textOf } of units) {
    if (Math.abs(seconds) >= length) return textOf(Math.trunc(seconds / length));
  }
  return inSeconds(Math.trunc(seconds));
}

/** A date as the language of the surrounding text writes it. */
export function day(time: Date): string {
  return dateAlone().format(time);
}

/** How many there are of something, as the language of the surrounding text writes it. */
export function countText(count: number): string {
  return count < 1000 ? String(count) : number().format(count);
}

/** How many tokens, in words. */
export function tokenCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 token") : vscode.l10n.t("{0} tokens", countText(count));
}
