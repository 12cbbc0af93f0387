import * as vscode from "vscode";

/** A date and time as the person's locale writes it. */
export function absoluteTime(time: Date): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(time);
}

/** The same in short: without the date when it is today's. */
export function shortTime(time: Date, now: Date): string {
  return time.toDateString() === now.toDateString()
    ? new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format(time)
    : absoluteTime(time);
}

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 365.25 * 24 * 3600],
  ["month", 30.44 * 24 * 3600],
  ["day", 24 * 3600],
  ["hour", 3600],
  ["minute", 60],
];

/** How far a time is from now, as in "in 3 days" or "2 hours ago", in the language of the surrounding text. */
export function relativeTime(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(Math.trunc(seconds), "second");
}

/** A date as the person's locale writes it. */
export function day(time: Date): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(time);
}
