import type { AccessToken } from "../awx/schemas";
import { groupBy } from "../util/groupBy";
import { isOwn, type TokenList } from "./tokenList";

/** Whose tokens some of a list are. Names may be the same for different users; their numbers are not. */
export interface Owner {
  /** `null` when they are nobody's. */
  readonly id: number | null;
  readonly name: string | undefined;
  /** In the order in which they were given. */
  readonly tokens: readonly AccessToken[];
}

/** Some tokens of a table, one's own and others'. */
export interface OwnedTokens {
  readonly own: readonly AccessToken[];
  /** Who has the others, by name; nobody comes last. */
  readonly owners: readonly Owner[];
}

/** Whose some tokens of a list's table are. */
export function byOwner(list: TokenList, tokens: readonly AccessToken[]): OwnedTokens {
  const own: AccessToken[] = [];
  const others: AccessToken[] = [];
  for (const token of tokens) (isOwn(list, token) ? own : others).push(token);
  const owners = [...groupBy(others, ({ ownerId }) => ownerId)].map(([id, theirs]): Owner => ({
    id,
    name: nameIn(theirs),
    tokens: theirs,
  }));
  return { own, owners: owners.sort(byName) };
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
