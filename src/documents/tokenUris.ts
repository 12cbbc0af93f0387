import * as vscode from "vscode";
import type { TokenRef, TokenSource } from "../awx/api";
import { tokenScheme } from "../contributions";

/** What a file is about: one token, of the server's only table unless it says which, or several. */
export type TokenPath =
  | {
      readonly kind: "token";
      readonly serverName: string;
      readonly source: TokenSource | undefined;
      readonly id: number;
    }
  | { readonly kind: "tokens"; readonly serverName: string; readonly number: number };

/** What parts the tables of a server that has several. */
export const folderOf: Readonly<Record<TokenSource, string>> = { controller: "controller", gateway: "platform" };

/**
 * The file of one token.
 * @param isOneOfSeveral whether the server has several tables, whose ids may be the same
 */
export function uriOfToken(serverName: string, { source, id }: TokenRef, isOneOfSeveral: boolean): vscode.Uri {
  return uriOf([serverName, ...(isOneOfSeveral ? [folderOf[source]] : []), `${String(id)}.json`]);
}

/** A file of several tokens, counted from 1. */
export function uriOfTokens(serverName: string, number: number): vscode.Uri {
  return uriOf([serverName, number === 1 ? "tokens.jsonc" : `tokens-${String(number)}.jsonc`]);
}

/** What a file is about; nothing when it is none of ours. */
export function tokenPathOf({ scheme, path }: vscode.Uri): TokenPath | undefined {
  const [root, server = "", ...rest] = path.split("/");
  if (scheme !== tokenScheme || root !== "" || server === "") return undefined;
  const serverName = nameIn(server);
  if (serverName === undefined) return undefined;
  const several = rest.length === 1 ? /^tokens(?:-([1-9]\d{0,5}))?\.jsonc$/.exec(rest[0] ?? "") : null;
  if (several) return { kind: "tokens", serverName, number: Number(several[1] ?? 1) };
  const id = Number(/^([1-9]\d{0,15})\.json$/.exec(rest.at(-1) ?? "")?.[1]);
  if (!Number.isSafeInteger(id)) return undefined;
  if (rest.length === 1) return { kind: "token", serverName, source: undefined, id };
  const source = (Object.keys(folderOf) as TokenSource[]).find((each) => folderOf[each] === rest[0]);
  return rest.length === 2 && source ? { kind: "token", serverName, source, id } : undefined;
}

/** The name of the server whose files a folder is for, empty for the folder of all; nothing when it is none of ours. */
export function folderServerOf(uri: vscode.Uri): string | undefined {
  if (uri.scheme !== tokenScheme) return undefined;
  return uri.path === "/" ? "" : tokenPathOf(vscode.Uri.joinPath(uri, "1.json"))?.serverName;
}

function uriOf(parts: readonly string[]): vscode.Uri {
  const [serverName = "", ...rest] = parts;
  // A name may hold what parts a path, or be a path's own names for its folder and the one above.
  const folder = serverName
    .replaceAll(/[%/\\]/g, encodeURIComponent)
    .replace(/^\.{1,2}$/, (dots) => "%2E".repeat(dots.length));
  return vscode.Uri.from({ scheme: tokenScheme, path: `/${[folder, ...rest].join("/")}` });
}

function nameIn(folder: string): string | undefined {
  try {
    return decodeURIComponent(folder);
  } catch {
    return undefined;
  }
}
