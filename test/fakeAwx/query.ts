/** The parameters of a query string as Django's QueryDict reads them: repeated keys keep all their values. */
export class Query {
  readonly #entries: readonly (readonly [string, string])[];

  constructor(readonly text: string) {
    this.#entries = text
      .split("&")
      .filter((part) => part !== "")
      .map((part) => {
        const equals = part.indexOf("=");
        return equals < 0 ? [decode(part), ""] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
      });
  }

  has(key: string): boolean {
    return this.#entries.some(([name]) => name === key);
  }

  /** The last value, as `QueryDict.get`. */
  get(key: string): string | undefined {
    return this.#entries.findLast(([name]) => name === key)?.[1];
  }

  /** Each key once, in order of appearance, with its values. */
  lists(): Map<string, string[]> {
    const lists = new Map<string, string[]>();
    for (const [key, value] of this.#entries) lists.set(key, [...(lists.get(key) ?? []), value]);
    return lists;
  }

  /** The query with one value replaced: keys sorted, everything encoded anew (rest_framework/utils/urls.py). */
  replace(key: string, value: string): Query {
    return encoded(this.lists().set(key, [value]));
  }

  /** The query without a key, sorted and encoded anew as well. */
  without(key: string): Query {
    const lists = this.lists();
    lists.delete(key);
    return encoded(lists);
  }
}

function encoded(lists: ReadonlyMap<string, readonly string[]>): Query {
  const pairs = [...lists]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([name, values]) => values.map((each) => `${encode(name)}=${encode(each)}`));
  return new Query(pairs.join("&"));
}

function decode(text: string): string {
  const bytes = text
    .replaceAll("+", " ")
    .replace(/%([0-9a-fA-F]{2})|[^%]+|%/g, (whole, hex?: string) =>
      hex === undefined ? Buffer.from(whole, "utf8").toString("latin1") : String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Python's `quote_plus`. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
