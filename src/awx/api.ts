/**
 * Where a server keeps access tokens: in the controller itself, or in the platform's gateway. AAP 2.5 and 2.6 have both,
 * and they are different tokens.
 */
export type TokenSource = "controller" | "gateway";

/** A list of tokens that a server has. */
export interface TokenTable {
  readonly source: TokenSource;
  /** The path of the version root that it is below, such as `/api/v2/`. */
  readonly root: string;
}

/** What a token is known by on its server: ids of different tables may be the same. */
export interface TokenRef {
  readonly source: TokenSource;
  readonly id: number;
}

/**
 * Which token signs us in: one that we made, one that was pasted and whose id nobody told us, or none, because it is a
 * password that does.
 */
export type SignInToken = { readonly kind: "made"; readonly ref: TokenRef } | { readonly kind: "pasted" | "none" };

/** A {@link TokenRef} as the key of a map. */
export type TokenKey = `${TokenSource}/${string}`;

export function keyOf({ source, id }: TokenRef): TokenKey {
  return `${source}/${String(id)}`;
}
