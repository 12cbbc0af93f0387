import type { TokenSource } from "../../../src/awx/api";
import type { TokenRow } from "../../../src/views/rows";

/** The row of a token of `lab`, as a menu passes it. */
export function rowOf(tokenId: number, source: TokenSource = "controller"): TokenRow {
  return { kind: "token", serverName: "lab", source, tokenId };
}

/** The rows of several, as a menu passes those that are selected. */
export function rowsOf(tokenIds: readonly number[], source?: TokenSource): TokenRow[] {
  return tokenIds.map((id) => rowOf(id, source));
}
