/** What a term may name before a colon. `app:` is another name of `application:`. */
export const filterKeys = [
  "scope",
  "owner",
  "application",
  "description",
  "id",
  "expires",
  "created",
  "modified",
  "used",
] as const;

export type FilterKey = (typeof filterKeys)[number];

/** Words that mean a state of a token when they stand alone; in quotation marks they are text. */
export const filterStates = ["expired", "expiring", "never-used", "needs-attention", "personal", "read-only"] as const;

export type FilterState = (typeof filterStates)[number];

/** The times of a token that a term may be about. */
export type TimeKey = Extract<FilterKey, "expires" | "created" | "modified" | "used">;

const timeKeys: ReadonlySet<FilterKey> = new Set<TimeKey>(["expires", "created", "modified", "used"]);

/** What a filter asks of each token. Texts are in lower case. */
export type Condition =
  /** The description, the owner's name or the application's holds the text, or the id is the number. */
  | { readonly kind: "anywhere"; readonly text: string; readonly id: number | undefined }
  | { readonly kind: "description" | "owner" | "application"; readonly text: string }
  | { readonly kind: "scope"; readonly word: string }
  | { readonly kind: "id"; readonly id: number }
  | { readonly kind: "own" | "ownerless" }
  | { readonly kind: "state"; readonly state: FilterState }
  | { readonly kind: "time"; readonly of: TimeKey; readonly comparison: Comparison; readonly to: Moment };

/** Without a sign, a duration is the longest that is meant, and a date the day that is. */
export type Comparison = "<" | "<=" | ">" | ">=" | "";

/** A length of time from now, or a day. */
export type Moment =
  | { readonly kind: "duration"; readonly amount: number; readonly unit: DurationUnit }
  /** The month counts from 1. */
  | { readonly kind: "day"; readonly year: number; readonly month: number; readonly day: number };

export type DurationUnit = "hour" | "day" | "week" | "month" | "year";

export interface Term {
  readonly isNegated: boolean;
  readonly condition: Condition;
}

/** A term whose value cannot be read. */
export interface FilterProblem {
  /** The term as it was typed. */
  readonly text: string;
  readonly kind: "time" | "id";
}

/** What a person asks for. */
export interface Filter {
  /** All of them must hold. What is still being typed is not among them. */
  readonly terms: readonly Term[];
  /** With one of these a filter matches nothing: nobody is to act on tokens that they did not ask for. */
  readonly problems: readonly FilterProblem[];
  /** Whether it asks which tokens were used, which a controller does not list. */
  readonly needsUsage: boolean;
}

/** A word of a filter as it stands in the text. */
export interface FilterWord {
  /** Where it begins in the text, the sign that negates it included. */
  readonly start: number;
  readonly text: string;
  readonly isNegated: boolean;
  readonly key: FilterKey | undefined;
  /** Without quotation marks. */
  readonly value: string;
  readonly isQuoted: boolean;
  /** Whether its quotation ends nowhere. */
  readonly isOpen: boolean;
}

/**
 * Reads a filter: words, `"phrases"` (`""` in one is a quotation mark) and `key:value`, with `-` before what must not
 * hold. A term without a value, or with a quotation that is open, asks for nothing yet, nor does the last one while its
 * time may still become one.
 */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const problems: FilterProblem[] = [];
  for (const word of wordsOf(text)) {
    if (word.value === "" || word.isOpen) continue;
    const isBeingTyped = word.start + word.text.length === text.length && !word.isQuoted;
    const condition = conditionOf(word, isBeingTyped);
    if (condition === "time" || condition === "id") problems.push({ text: word.text, kind: condition });
    else if (condition !== "unfinished") terms.push({ isNegated: word.isNegated, condition });
  }
  return { terms, problems, needsUsage: terms.some(({ condition }) => isAboutUse(condition)) };
}

/** The words of a filter, in their order. */
export function wordsOf(text: string): readonly FilterWord[] {
  return [...text.matchAll(wordPattern)].map((match): FilterWord => {
    const { sign, key, quotation, closing, plain } = match.groups ?? {};
    return {
      start: match.index,
      text: match[0],
      isNegated: sign !== "",
      key: key === undefined ? undefined : keyNamed(key),
      value: quotation?.replaceAll('""', '"') ?? plain ?? "",
      isQuoted: quotation !== undefined,
      isOpen: quotation !== undefined && closing === "",
    };
  });
}

const wordPattern = new RegExp(
  String.raw`(?=\S)(?<sign>-?)(?:(?<key>${[...filterKeys, "app"].join("|")}):)?` +
    String.raw`(?:"(?<quotation>(?:[^"]|"")*)(?<closing>"?)|(?<plain>\S*))`,
  "gi",
);

function keyNamed(text: string): FilterKey | undefined {
  const name = text.toLowerCase();
  return name === "app" ? "application" : filterKeys.find((key) => key === name);
}

/** A term that is read as a key and a value. */
export function termOf(key: FilterKey, value: string): string {
  const isPlain = /^[^\s"]+$/.test(value) && specialOwner(key, value) === undefined;
  return `${key}:${isPlain ? value : `"${value.replaceAll('"', '""')}"`}`;
}

function conditionOf({ key, value, isQuoted }: FilterWord, isBeingTyped: boolean): Condition | UnreadKind {
  const text = value.toLowerCase();
  switch (key) {
    case undefined: {
      const state = isQuoted ? undefined : filterStates.find((each) => each === text);
      return state ? { kind: "state", state } : { kind: "anywhere", text, id: isQuoted ? undefined : idIn(text) };
    }
    case "owner":
    case "application":
      return (isQuoted ? undefined : specialOwner(key, text)) ?? { kind: key, text };
    case "description":
      return { kind: key, text };
    case "scope":
      return { kind: key, word: text };
    case "id": {
      const id = idIn(text);
      return id === undefined ? "id" : { kind: "id", id };
    }
    case "expires":
    case "created":
    case "modified":
    case "used":
      return timeCondition(key, text) ?? (isBeingTyped && unfinishedTime.test(text) ? "unfinished" : "time");
  }
}

type UnreadKind = FilterProblem["kind"] | "unfinished";

/** What a value means that is not a part of a name. */
function specialOwner(key: FilterKey, value: string): Condition | undefined {
  const name = value.toLowerCase();
  if (key === "application") return name === "none" ? { kind: "state", state: "personal" } : undefined;
  if (key !== "owner") return undefined;
  return name === "me" ? { kind: "own" } : name === "none" ? { kind: "ownerless" } : undefined;
}

function idIn(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

const timePattern =
  /^(?<sign>[<>]=?|)(?:(?<amount>\d{1,4})(?<unit>[hdwmy])|(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?))$/;

/** What may become a time when more is typed. */
const unfinishedTime = /^(?:[<>]=?)?(?:\d{0,4}|\d{4}-(?:\d\d?-?)?)$/;

const units: Readonly<Record<string, DurationUnit>> = { h: "hour", d: "day", w: "week", m: "month", y: "year" };

function timeCondition(of: TimeKey, text: string): Condition | undefined {
  const { sign = "", amount, unit = "", year, month, day } = timePattern.exec(text)?.groups ?? {};
  const to = amount === undefined ? dayOf(Number(year), Number(month), Number(day)) : durationOf(Number(amount), unit);
  return to && { kind: "time", of, comparison: sign as Comparison, to };
}

function durationOf(amount: number, letter: string): Moment | undefined {
  const unit = units[letter];
  return unit && { kind: "duration", amount, unit };
}

function dayOf(year: number, month: number, day: number): Moment | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? { kind: "day", year, month, day } : undefined;
}

function isAboutUse(condition: Condition): boolean {
  return condition.kind === "time"
    ? condition.of === "used"
    : condition.kind === "state" && condition.state === "never-used";
}

/** Whether a key is about a time. */
export function isTimeKey(key: FilterKey): key is TimeKey {
  return timeKeys.has(key);
}
