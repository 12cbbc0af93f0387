import type { TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { isOwn, setsOthersApart, type TokenList } from "../tokens/tokenList";
import { listOf, type TokensState } from "../tokens/tokenStore";
import type { GroupRow, Row, ServerRow, StatusRow, TokenRow } from "./rows";

/** The rows below a server: its status if it has one to tell, then its tokens, or its tables where there are two. */
export function rowsOfServer({ serverName }: ServerRow, state: TokensState): Row[] {
  const list = listOf(state);
  const status: Row[] = hasStatus(state) ? [{ kind: "status", serverName }] : [];
  if (!list) return status;
  const { sources } = list;
  return sources.length > 1
    ? [...status, ...sources.map((source): Row => ({ kind: "group", serverName, source, of: "table" }))]
    : [...status, ...sources.flatMap((source) => rowsOfTable(serverName, source, list))];
}

/** The rows below a group. */
export function rowsOfGroup({ serverName, source, of }: GroupRow, state: TokensState): Row[] {
  const list = listOf(state);
  if (!list) return [];
  if (of === "table") return rowsOfTable(serverName, source, list);
  return othersIn(list, source).map((token) => rowOf(serverName, token));
}

/** The row that a token's row is below. */
export function parentOfToken(row: TokenRow, token: AccessToken | undefined, state: TokensState): Row {
  const { serverName, source } = row;
  const list = listOf(state);
  if (!list || !token) return { kind: "server", serverName };
  if (setsOthersApart(list) && !isOwn(list, token)) return { kind: "group", serverName, source, of: "others" };
  return parentInTable(serverName, source, list);
}

/** The row that a group's row is below. */
export function parentOfGroup({ serverName, source, of }: GroupRow, state: TokensState): Row {
  const list = listOf(state);
  return of === "table" || !list ? { kind: "server", serverName } : parentInTable(serverName, source, list);
}

/** The row that a status row is below. */
export function parentOfStatus({ serverName, source }: StatusRow, state: TokensState): Row {
  const list = listOf(state);
  return source === undefined || !list ? { kind: "server", serverName } : parentInTable(serverName, source, list);
}

/** Others' tokens in a table where they stand apart. */
export function othersIn(list: TokenList, source: TokenSource): readonly AccessToken[] {
  return tokensIn(list, source).filter((token) => !isOwn(list, token));
}

/** All that is listed of a table. */
export function tokensIn(list: TokenList, source: TokenSource): readonly AccessToken[] {
  return [...list.tokens.values()].filter((token) => token.source === source);
}

/** Whether there is more to say of a server's list than the list itself says. */
export function hasStatus(state: TokensState): boolean {
  switch (state.kind) {
    case "idle":
    case "loading":
      return false;
    case "signedOut":
    case "failed":
      return true;
    case "loaded":
      return state.list.tokens.size === 0 && state.list.unread.size === 0;
  }
}

function rowsOfTable(serverName: string, source: TokenSource, list: TokenList): Row[] {
  const others = setsOthersApart(list) ? othersIn(list, source) : [];
  const apart = new Set(others);
  return [
    ...(list.unread.has(source) ? [{ kind: "status", serverName, source } as const] : []),
    ...tokensIn(list, source)
      .filter((token) => !apart.has(token))
      .map((token) => rowOf(serverName, token)),
    ...(others.length > 0 ? [{ kind: "group", serverName, source, of: "others" } as const] : []),
  ];
}

function parentInTable(serverName: string, source: TokenSource, list: TokenList): Row {
  return list.sources.length > 1 ? { kind: "group", serverName, source, of: "table" } : { kind: "server", serverName };
}

function rowOf(serverName: string, { source, id }: AccessToken): Row {
  return { kind: "token", serverName, source, tokenId: id };
}
