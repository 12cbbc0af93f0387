import type { TokenRef, TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";

/** A table's tokens by their ids, in that order. */
export type TableTokens = ReadonlyMap<number, AccessToken>;

/**
 * A server's tokens by table and id. Not by a text of both: to make one for each of ten thousand tokens, and once more
 * to find it, would be a fifth of the time from JSON to rows.
 */
export class TokenTables {
  /** Every table of the server, the one to show first before the other; empty where nothing is known of one. */
  readonly tables: ReadonlyMap<TokenSource, TableTokens>;

  constructor(tables: ReadonlyMap<TokenSource, TableTokens>) {
    this.tables = tables;
  }

  get size(): number {
    let size = 0;
    for (const table of this.tables.values()) size += table.size;
    return size;
  }

  get({ source, id }: TokenRef): AccessToken | undefined {
    return this.tables.get(source)?.get(id);
  }

  has({ source, id }: TokenRef): boolean {
    return this.tables.get(source)?.has(id) === true;
  }

  /** The tokens of a table. */
  of(source: TokenSource): TableTokens {
    return this.tables.get(source) ?? new Map();
  }

  /** All tokens: table by table, in the order of their ids. */
  all(): readonly AccessToken[] {
    const all: AccessToken[] = [];
    // By a loop, because `flat` takes many times as long, and each letter of a filter waits for it.
    for (const table of this.tables.values()) for (const token of table.values()) all.push(token);
    return all;
  }

  /** The same with a token, in place of what is known of it or where its id belongs. */
  with(token: AccessToken): TokenTables {
    return this.#withTable(token.source, tableWith(this.of(token.source), [token]));
  }

  /** The same without a token. */
  without({ source, id }: TokenRef): TokenTables {
    const table = new Map(this.of(source));
    table.delete(id);
    return this.#withTable(source, table);
  }

  #withTable(source: TokenSource, table: TableTokens): TokenTables {
    return new TokenTables(new Map(this.tables).set(source, table));
  }
}

/** A table with some tokens in the order of their ids, each in place of what is known of it or where its id belongs. */
export function tableWith(table: TableTokens, tokens: readonly AccessToken[]): TableTokens {
  const whole = new Map(table);
  let last = [...table.keys()].at(-1) ?? 0;
  let isInOrder = true;
  for (const token of tokens) {
    if (!table.has(token.id)) {
      isInOrder &&= token.id > last;
      last = token.id;
    }
    whole.set(token.id, token);
  }
  return isInOrder ? whole : new Map([...whole].sort(([a], [b]) => a - b));
}
