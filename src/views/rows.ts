import { keyOf, type TokenRef, type TokenSource } from "../awx/api";
import type { UnusableEntry } from "../servers/server";

/** A row of the view: what it stands for, not what it shows, which is the store's. */
export type Row = ServerRow | StatusRow | FilterRow | GroupRow | BranchRow | SectionRow | TokenRow | UnusableRow;

export interface ServerRow {
  readonly kind: "server";
  readonly serverName: string;
}

/** The row that says why a server, or one of its tables, shows no tokens, or only old ones. */
export interface StatusRow {
  readonly kind: "status";
  readonly serverName: string;
  readonly source?: TokenSource;
}

/** Tokens of a server that stand together: all of a table where it has two, or those of others in a table. */
export interface GroupRow {
  readonly kind: "group";
  readonly serverName: string;
  readonly source: TokenSource;
  readonly of: "table" | "others";
}

/** The row that says which of a server's tokens are shown, while not all are. */
export interface FilterRow {
  readonly kind: "filter";
  readonly serverName: string;
}

/** The tokens in a table that somebody else owns, or that the person has stand together. */
export interface BranchRow {
  readonly kind: "branch";
  readonly serverName: string;
  readonly source: TokenSource;
  /** As `ArrangedTable.branches` has it. */
  readonly key: string;
}

/** Some hundred of many tokens that would stand in a row. */
export interface SectionRow {
  readonly kind: "section";
  readonly serverName: string;
  readonly source: TokenSource;
  /** The branch that they are in, where they are in one. */
  readonly branch: string | undefined;
  /** Which hundreds these are: the first have 0. */
  readonly place: number;
}

export interface TokenRow {
  readonly kind: "token";
  readonly serverName: string;
  readonly source: TokenSource;
  readonly tokenId: number;
}

/** An entry of the setting that names no server, so that nobody has to guess why one is missing. */
export interface UnusableRow {
  readonly kind: "unusable";
  readonly entry: UnusableEntry;
}

/** The token that a row stands for. */
export function refOf({ source, tokenId }: TokenRow): TokenRef {
  return { source, id: tokenId };
}

/** The row's identity, the same in every session. */
export function idOf(row: Row): string {
  // A name may hold any character, so it is put where nothing after it can be mistaken for a part of it.
  switch (row.kind) {
    case "server":
      return `server/${row.serverName}`;
    case "status":
      return `status/${row.source ?? ""}/${row.serverName}`;
    case "group":
      return `group/${row.of}/${row.source}/${row.serverName}`;
    case "filter":
      return `filter/${row.serverName}`;
    case "branch":
      return `branch/${row.source}/${JSON.stringify(row.key)}/${row.serverName}`;
    case "section":
      return `section/${row.source}/${String(row.place)}/${JSON.stringify(row.branch ?? null)}/${row.serverName}`;
    case "token":
      return `token/${keyOf(refOf(row))}/${row.serverName}`;
    case "unusable":
      return `unusable/${String(row.entry.index)}/${row.entry.problem}/${row.entry.name ?? ""}`;
  }
}
