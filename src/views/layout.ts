import type { TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import type { ArrangedList, Branch } from "../tokens/arrangedList";
import { listsEveryones } from "../tokens/tokenList";
import type { TokensState } from "../tokens/tokenStore";
import { hasStatus } from "./hasStatus";
import type { BranchRow, Row, SectionRow, ServerRow, TokenRow } from "./rows";

/** Which rows are below which, for one server. It says nothing of how they look. */
export class Layout {
  readonly #serverName: string;
  readonly #state: TokensState;
  /** None where there is no list. */
  readonly #shown: ArrangedList | undefined;

  constructor(serverName: string, state: TokensState, shown: ArrangedList | undefined) {
    this.#serverName = serverName;
    this.#state = state;
    this.#shown = shown;
  }

  /** The rows below a row. */
  below(row: Row): Row[] {
    if (row.kind === "server") return this.#ofServer();
    if (!this.#shown) return [];
    switch (row.kind) {
      case "group":
        return row.of === "table" ? this.#ofTable(row.source) : this.#branchesOf(row.source);
      case "branch":
        return this.#tokensOf(row.source, row.key);
      case "section":
        return tokensOfSection(this.#shown, row).map((token) => this.#rowOf(token));
      case "status":
      case "filter":
      case "token":
      case "unusable":
        return [];
    }
  }

  /** The row that a row is below. */
  above(row: Row): Row | undefined {
    switch (row.kind) {
      case "server":
      case "unusable":
        return undefined;
      case "filter":
        return this.#server;
      case "status":
        return row.source === undefined ? this.#server : this.#aboveTableOf(row.source);
      case "group":
        return row.of === "table" ? this.#server : this.#aboveTableOf(row.source);
      case "branch":
        return this.#aboveBranch(row);
      case "section":
        return row.branch === undefined ? this.#aboveTableOf(row.source) : this.#branch(row.source, row.branch);
      case "token":
        return this.#aboveToken(row);
    }
  }

  get #server(): ServerRow {
    return { kind: "server", serverName: this.#serverName };
  }

  #ofServer(): Row[] {
    const serverName = this.#serverName;
    const status: Row[] = hasStatus(this.#state) ? [{ kind: "status", serverName }] : [];
    if (!this.#shown) return status;
    const { isFiltered, list } = this.#shown;
    const above: Row[] = isFiltered && list.tokens.size > 0 ? [...status, { kind: "filter", serverName }] : status;
    return list.sources.length > 1
      ? [...above, ...list.sources.map((source): Row => ({ kind: "group", serverName, source, of: "table" }))]
      : [...above, ...list.sources.flatMap((source) => this.#ofTable(source))];
  }

  #ofTable(source: TokenSource): Row[] {
    const serverName = this.#serverName;
    const branches = this.#branchesOf(source);
    const isUnread = this.#shown?.list.unread.has(source) === true;
    return [
      ...(isUnread ? [{ kind: "status", serverName, source } as const] : []),
      ...this.#tokensOf(source, undefined),
      ...(branches.length > 0 && this.#hasOthersGroup(source)
        ? [{ kind: "group", serverName, source, of: "others" } as const]
        : branches),
    ];
  }

  #branchesOf(source: TokenSource): Row[] {
    return Array.from(this.#shown?.table(source).branches.keys() ?? [], (key) => this.#branch(source, key));
  }

  /** Whether the branches are in a group of their own: others' tokens where everybody sees everyone's. */
  #hasOthersGroup(source: TokenSource): boolean {
    return this.#shown?.grouping === "owner" && listsEveryones(source);
  }

  /** The tokens of a branch, or those of the table that are in none. */
  #tokensOf(source: TokenSource, branch: string | undefined): Row[] {
    const tokens = this.#shown ? tokensIn(this.#shown, source, branch) : [];
    if (tokens.length <= mostRows) return tokens.map((token) => this.#rowOf(token));
    const sections = Array.from({ length: Math.ceil(tokens.length / sectionSize) });
    return sections.map((_, place) => this.#section(source, branch, place));
  }

  #aboveTableOf(source: TokenSource): Row {
    const { list } = this.#shown ?? {};
    return list && list.sources.length > 1
      ? { kind: "group", serverName: this.#serverName, source, of: "table" }
      : this.#server;
  }

  #aboveBranch({ source }: BranchRow): Row {
    return this.#hasOthersGroup(source)
      ? { kind: "group", serverName: this.#serverName, source, of: "others" }
      : this.#aboveTableOf(source);
  }

  #aboveToken({ source, tokenId }: TokenRow): Row {
    const { loose = [], branches = new Map<string, Branch>() } = this.#shown?.table(source) ?? {};
    const within = (tokens: readonly AccessToken[], branch: string | undefined): Row | undefined => {
      const place = tokens.findIndex(({ id }) => id === tokenId);
      if (place < 0) return undefined;
      if (tokens.length > mostRows) return this.#section(source, branch, Math.floor(place / sectionSize));
      return branch === undefined ? this.#aboveTableOf(source) : this.#branch(source, branch);
    };
    const inBranch = (): Row | undefined => {
      for (const [key, { tokens }] of branches) {
        const row = within(tokens, key);
        if (row) return row;
      }
      return undefined;
    };
    return within(loose, undefined) ?? inBranch() ?? this.#server;
  }

  #branch(source: TokenSource, key: string): BranchRow {
    return { kind: "branch", serverName: this.#serverName, source, key };
  }

  #section(source: TokenSource, branch: string | undefined, place: number): SectionRow {
    return { kind: "section", serverName: this.#serverName, source, branch, place };
  }

  #rowOf({ source, id }: AccessToken): TokenRow {
    return { kind: "token", serverName: this.#serverName, source, tokenId: id };
  }
}

/** How many tokens are in a section; the last has what is left. */
export const sectionSize = 200;

/** How many tokens may stand in a row without sections. */
const mostRows = 300;

/** The tokens of a section. */
export function tokensOfSection(shown: ArrangedList, { source, branch, place }: SectionRow): readonly AccessToken[] {
  return tokensIn(shown, source, branch).slice(place * sectionSize, (place + 1) * sectionSize);
}

function tokensIn(shown: ArrangedList, source: TokenSource, branch: string | undefined): readonly AccessToken[] {
  const { loose, branches } = shown.table(source);
  return branch === undefined ? loose : (branches.get(branch)?.tokens ?? []);
}
