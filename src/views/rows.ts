import type { UnusableEntry } from "../servers/server";

/** A row of the view: what it stands for, not what it shows, which is the store's. */
export type Row = ServerRow | StatusRow | TokenRow | UnusableRow;

export interface ServerRow {
  readonly kind: "server";
  readonly serverName: string;
}

/** The row that says why a server shows no tokens, or only old ones. */
export interface StatusRow {
  readonly kind: "status";
  readonly serverName: string;
}

export interface TokenRow {
  readonly kind: "token";
  readonly serverName: string;
  readonly tokenId: number;
}

/** An entry of the setting that names no server, so that nobody has to guess why one is missing. */
export interface UnusableRow {
  readonly kind: "unusable";
  readonly entry: UnusableEntry;
}

/** The row's identity, the same in every session. */
export function idOf(row: Row): string {
  // A name may hold any character, so it is put where nothing after it can be mistaken for a part of it.
  switch (row.kind) {
    case "server":
      return `server/${row.serverName}`;
    case "status":
      return `status/${row.serverName}`;
    case "token":
      return `token/${String(row.tokenId)}/${row.serverName}`;
    case "unusable":
      return `unusable/${String(row.entry.index)}/${row.entry.problem}`;
  }
}
