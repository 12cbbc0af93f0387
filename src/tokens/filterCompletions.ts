import { visibleText } from "../util/visibleText";
import { filterKeys, filterStates, isTimeKey, termOf, wordsOf, type FilterKey, type FilterState } from "./filter";
import { scopesOf } from "./scopes";
import { byCount, searchable, type Names } from "./searchableTokens";
import { isOwn, type TokenList } from "./tokenList";

/** A way to go on with a filter. */
export type Completion = {
  /** The whole filter, with this in the place of what was being typed. */
  readonly text: string;
  /** What is put there, such as `owner:` or `owner:alice`. */
  readonly term: string;
  readonly isNegated: boolean;
} & (
  | { readonly kind: "key"; readonly key: FilterKey }
  | { readonly kind: "state"; readonly state: FilterState }
  | ({ readonly kind: "value" } & Value)
);

interface Value {
  readonly key: FilterKey;
  readonly value: string;
  /** How many tokens have it, where that is what it is offered for. */
  readonly count?: number;
  /** Whether it stands for something, and is not the text that it seems to be. */
  readonly isSpecial?: boolean;
}

/** The most values that are offered at once. */
const most = 50;

/** Times to choose from: ahead for the expiry, and ago for the others. */
const timesAhead = ["<7d", "<30d", "<90d", ">1y", ">10y"];
const timesAgo = ["<24h", "<7d", "<30d", ">90d", ">1y"];

/**
 * How what is being typed at the end of a filter can go on: a word as a key or a state, and a key with the values that
 * there are in a list, those of most tokens first.
 */
export function completionsOf(text: string, list: TokenList): readonly Completion[] {
  const last = wordsOf(text).at(-1);
  const word = last && last.start + last.text.length === text.length ? last : undefined;
  const isNegated = word?.isNegated ?? false;
  const before = text.slice(0, word?.start) + (isNegated ? "-" : "");
  const typed = word?.value.toLowerCase() ?? "";
  if (word?.key && !(word.isQuoted && !word.isOpen)) {
    return valuesOf(word.key, list)
      .filter(({ value }) => value.toLowerCase().includes(typed))
      .slice(0, most)
      .map((value) => {
        const term = value.isSpecial ? `${value.key}:${value.value}` : termOf(value.key, value.value);
        return { kind: "value", ...value, term, isNegated, text: `${before}${term} ` };
      });
  }
  if (word?.isQuoted) return [];
  const keys = filterKeys.filter((key) => key.startsWith(typed));
  const states = filterStates.filter((state) => state.startsWith(typed));
  return [
    ...keys.map((key): Completion => {
      const term = `${key}:`;
      return { kind: "key", key, term, isNegated, text: before + term };
    }),
    ...states.map((state): Completion => ({
      kind: "state",
      state,
      term: state,
      isNegated,
      text: `${before}${state} `,
    })),
  ];
}

function valuesOf(key: FilterKey, list: TokenList): readonly Value[] {
  const { tokens, owners, applications, scopes } = searchable(list);
  if (isTimeKey(key)) {
    return (key === "expires" ? timesAhead : timesAgo).map((value) => ({ key, value, isSpecial: true }));
  }
  switch (key) {
    case "scope":
      return wordCounts(scopes).map(([value, count]) => ({ key, value, count }));
    case "owner":
      return [
        ...special(key, "me", tokens.filter((token) => isOwn(list, token)).length),
        ...special(key, "none", tokens.filter(({ ownerId }) => ownerId === null).length),
        ...namesOf(key, owners),
      ];
    case "application":
      return [
        ...special(key, "none", tokens.filter(({ applicationId }) => applicationId === null).length),
        ...namesOf(key, applications),
      ];
    case "description":
    case "id":
      return [];
  }
}

function special(key: FilterKey, value: string, count: number): Value[] {
  return count === 0 ? [] : [{ key, value, count, isSpecial: true }];
}

function namesOf(key: FilterKey, names: Names): Value[] {
  return byCount(names).flatMap(([value, count]) => (isTypable(value) ? [{ key, value, count }] : []));
}

function wordCounts(scopes: Names): readonly (readonly [word: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const [scope, count] of byCount(scopes)) {
    for (const word of scopesOf(scope)) counts.set(word, (counts.get(word) ?? 0) + count);
  }
  return [...counts].filter(([word]) => isTypable(word)).sort(([, a], [, b]) => b - a);
}

/** Whether a server's text can stand in a line as it is, with all that it holds to be seen. */
function isTypable(text: string): boolean {
  return text.trim() !== "" && visibleText(text) === text;
}
