import type { TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { tableOf } from "../tokens/owners";
import { isOwn, listsEveryones, type TokenList } from "../tokens/tokenList";
import { listOf, type TokensState } from "../tokens/tokenStore";
import type { GroupRow, OwnerRow, Row, ServerRow, StatusRow, TokenRow } from "./rows";

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
  return of === "table" ? rowsOfTable(serverName, source, list) : ownersIn(serverName, source, list);
}

/** The rows below an owner. */
export function rowsOfOwner({ serverName, source, ownerId }: OwnerRow, state: TokensState): Row[] {
  const list = listOf(state);
  const owner = list && tableOf(list, source).owners.get(ownerId);
  return owner?.tokens.map((token) => rowOf(serverName, token)) ?? [];
}

/** The row that a token's row is below. */
export function parentOfToken(row: TokenRow, token: AccessToken | undefined, state: TokensState): Row {
  const { serverName, source } = row;
  const list = listOf(state);
  if (!list || !token) return { kind: "server", serverName };
  return isOwn(list, token)
    ? parentInTable(serverName, source, list)
    : { kind: "owner", serverName, source, ownerId: token.ownerId };
}

/** The row that an owner's row is below. */
export function parentOfOwner({ serverName, source }: OwnerRow, state: TokensState): Row {
  const list = listOf(state);
  if (!list) return { kind: "server", serverName };
  return listsEveryones(source)
    ? { kind: "group", serverName, source, of: "others" }
    : parentInTable(serverName, source, list);
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
  const { own } = tableOf(list, source);
  const owners = ownersIn(serverName, source, list);
  const everyones: Row = { kind: "group", serverName, source, of: "others" };
  return [
    ...(list.unread.has(source) ? [{ kind: "status", serverName, source } as const] : []),
    ...own.map((token) => rowOf(serverName, token)),
    ...(listsEveryones(source) && owners.length > 0 ? [everyones] : owners),
  ];
}

function ownersIn(serverName: string, source: TokenSource, list: TokenList): Row[] {
  const { owners } = tableOf(list, source);
  return [...owners.keys()].map((ownerId) => ({ kind: "owner", serverName, source, ownerId }));
}

function parentInTable(serverName: string, source: TokenSource, list: TokenList): Row {
  return list.sources.length > 1 ? { kind: "group", serverName, source, of: "table" } : { kind: "server", serverName };
}

function rowOf(serverName: string, { source, id }: AccessToken): Row {
  return { kind: "token", serverName, source, tokenId: id };
}
