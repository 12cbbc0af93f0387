import type { AccessToken } from "../awx/schemas";
import type { TokenList } from "./tokenList";

/** The tokens of a list, and what is looked for in them, each at the same place. */
export interface SearchableTokens {
  readonly tokens: readonly AccessToken[];
  /** In lower case. */
  readonly descriptions: readonly string[];
  readonly owners: Names;
  readonly applications: Names;
  readonly scopes: Names;
  /** When they were modified, in milliseconds. */
  readonly modified: () => Float64Array;
}

/** A text that many tokens have alike. */
export interface Names {
  /** Each once; empty where there is none. */
  readonly names: readonly string[];
  /** The place in `names` of each token's. */
  readonly places: Int32Array;
}

/** Made once for each list, because a list never changes and every letter that is typed asks. */
const known = new WeakMap<TokenList, SearchableTokens>();

/** What there is to search in a list. */
export function searchable(list: TokenList): SearchableTokens {
  const made = known.get(list) ?? make(list.tokens.all());
  known.set(list, made);
  return made;
}

/** How many tokens have each of the names, the most first. */
export function byCount({ names, places }: Names): readonly (readonly [name: string, count: number])[] {
  const counts = new Int32Array(names.length);
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return names.map((name, place) => [name, counts[place] ?? 0] as const).sort(([, a], [, b]) => b - a);
}

function make(tokens: readonly AccessToken[]): SearchableTokens {
  let modified: Float64Array | undefined;
  return {
    tokens,
    descriptions: tokens.map(({ description }) => description.toLowerCase()),
    owners: namesOf(tokens, ({ ownerName }) => ownerName ?? ""),
    applications: namesOf(tokens, ({ applicationName }) => applicationName ?? ""),
    scopes: namesOf(tokens, ({ scope }) => scope),
    modified: () => (modified ??= Float64Array.from(tokens, (token) => Date.parse(token.modified))),
  };
}

function namesOf(tokens: readonly AccessToken[], nameOf: (token: AccessToken) => string): Names {
  const known = new Map<string, number>();
  const places = new Int32Array(tokens.length);
  let index = 0;
  // A plain loop, as the first letter of a filter waits for it: `Int32Array.from` takes several times as long.
  for (const token of tokens) {
    const name = nameOf(token);
    let place = known.get(name);
    if (place === undefined) known.set(name, (place = known.size));
    places[index++] = place;
  }
  return { names: [...known.keys()], places };
}
