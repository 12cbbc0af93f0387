import type { TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { groupBy } from "../util/groupBy";
import { isOwn, type TokenList } from "./tokenList";

/** Whose tokens some of a list are. Names may be the same for different users; their numbers are not. */
export interface Owner {
  /** `null` when they are nobody's. */
  readonly id: number | null;
  readonly name: string | undefined;
  /** In the order of the list. */
  readonly tokens: readonly AccessToken[];
}

/** A table's share of a list. */
export interface Table {
  readonly tokens: readonly AccessToken[];
  readonly own: readonly AccessToken[];
  /** Who has the others, by name; nobody comes last. */
  readonly owners: ReadonlyMap<Owner["id"], Owner>;
}

/** What was found out about each list, which never changes: every row that is drawn asks. */
const known = new WeakMap<TokenList, Map<TokenSource, Table>>();

/** What a list has of a table, by owner. */
export function tableOf(list: TokenList, source: TokenSource): Table {
  const tables = known.get(list) ?? new Map<TokenSource, Table>();
  known.set(list, tables);
  const table = tables.get(source) ?? inTable(list, source);
  tables.set(source, table);
  return table;
}

function inTable(list: TokenList, source: TokenSource): Table {
  const tokens = [...list.tokens.values()].filter((token) => token.source === source);
  const others = tokens.filter((token) => !isOwn(list, token));
  const owners = [...groupBy(others, ({ ownerId }) => ownerId)].map(([id, theirs]): Owner => ({
    id,
    name: nameIn(theirs),
    tokens: theirs,
  }));
  return {
    tokens,
    own: tokens.filter((token) => isOwn(list, token)),
    owners: new Map(owners.sort(byName).map((owner) => [owner.id, owner])),
  };
}

function nameIn(tokens: readonly AccessToken[]): string | undefined {
  return tokens.find(({ ownerName }) => ownerName !== undefined)?.ownerName;
}

function byName(a: Owner, b: Owner): number {
  return rankOf(a) - rankOf(b) || (a.name ?? "").localeCompare(b.name ?? "") || (a.id ?? 0) - (b.id ?? 0);
}

function rankOf({ id, name }: Owner): number {
  if (id === null) return 2;
  return name === undefined ? 1 : 0;
}
