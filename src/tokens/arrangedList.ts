import type { TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import type { Arrangement, Grouping, SortKey } from "./arrangement";
import { parseFilter } from "./filter";
import { matchesOf } from "./filterMatches";
import { groupTokens, type TokenGroup } from "./grouping";
import { byOwner, type Owner } from "./owners";
import { sortTokens } from "./sorting";
import type { TokenList } from "./tokenList";

/** Tokens of a table that stand together: somebody else's, or what the person groups by. */
export type Branch = { readonly key: string; readonly tokens: readonly AccessToken[] } & (
  { readonly by: "owner"; readonly owner: Owner } | { readonly by: "group"; readonly group: TokenGroup }
);

/** What is shown of a table. */
export interface ArrangedTable {
  readonly count: number;
  /** Those in no branch. */
  readonly loose: readonly AccessToken[];
  readonly branches: ReadonlyMap<string, Branch>;
}

/** A list as it is shown: filtered, in order and in groups. Each step is taken once, when somebody asks. */
export class ArrangedList {
  readonly list: TokenList;
  readonly #arrangement: Arrangement;
  readonly #tables = new Map<TokenSource, ArrangedTable>();
  #tokens: readonly AccessToken[] | undefined;

  constructor(list: TokenList, arrangement: Arrangement) {
    this.list = list;
    this.#arrangement = arrangement;
  }

  /** As the person typed it. */
  get filter(): string {
    return this.#arrangement.filter;
  }

  get isFiltered(): boolean {
    return this.filter.trim() !== "";
  }

  get sortKey(): SortKey {
    return this.#arrangement.sort.by;
  }

  get grouping(): Grouping {
    return this.#arrangement.grouping;
  }

  /** The tokens that are shown, in the order of the list. */
  get tokens(): readonly AccessToken[] {
    return (this.#tokens ??= this.#matches());
  }

  table(source: TokenSource): ArrangedTable {
    const table = this.#tables.get(source) ?? this.#arranged(source);
    this.#tables.set(source, table);
    return table;
  }

  #matches(): readonly AccessToken[] {
    if (!this.isFiltered) return this.list.tokens.all();
    return matchesOf(this.list, parseFilter(this.filter), this.#arrangement);
  }

  #arranged(source: TokenSource): ArrangedTable {
    const { sort, grouping, now, soonDays } = this.#arrangement;
    const listed = this.tokens.filter((token) => token.source === source);
    const tokens = sortTokens(listed, sort);
    switch (grouping) {
      case "none":
        return { count: tokens.length, loose: tokens, branches: new Map() };
      case "owner": {
        const { own, owners } = byOwner(this.list, tokens);
        const branches = owners.map((owner): Branch => ({
          by: "owner",
          key: String(owner.id ?? ""),
          owner,
          tokens: owner.tokens,
        }));
        return { count: tokens.length, loose: own, branches: byKey(branches) };
      }
      default: {
        const groups = groupTokens(tokens, grouping, { list: this.list, now, soonDays });
        const branches = groups.map((group): Branch => ({
          by: "group",
          key: `${group.by}:${group.key}`,
          group,
          tokens: group.tokens,
        }));
        return { count: tokens.length, loose: [], branches: byKey(branches) };
      }
    }
  }
}

function byKey(branches: readonly Branch[]): ReadonlyMap<string, Branch> {
  return new Map(branches.map((branch) => [branch.key, branch]));
}
