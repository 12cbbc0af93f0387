import type { AccessToken } from "../awx/schemas";
import { expiryOf } from "./expiry";
import { orderedScope } from "./scopes";
import { isOwn, userOf, type TokenList } from "./tokenList";

/** A token to be listed in a file, and where it is. */
export interface InventoryItem {
  readonly serverName: string;
  /** Of the server. */
  readonly address: string;
  readonly list: TokenList;
  readonly token: AccessToken;
}

/** What a file says of a token, in the order of its columns. Their names are for programs and so in no language. */
interface Row {
  readonly server: string;
  readonly address: string;
  readonly table: "platform" | "controller";
  readonly id: number;
  readonly description: string;
  readonly scopes: string;
  readonly owner: string | null;
  readonly application: string | null;
  readonly created: string;
  readonly modified: string;
  /** A time, or `never`; nothing where the server does not say. */
  readonly lastUsed: string | null;
  readonly expires: string;
  readonly state: "expired" | "expiring soon" | "valid";
  readonly yours: boolean;
}

/**
 * A text of comma-separated values (RFC 4180) with a header: a line for each token, and no secret.
 * @param soonDays within how many days from now a token expires soon
 */
export function csvOf(items: readonly InventoryItem[], now: Date, soonDays: number): string {
  const rows = items.map((item) => rowOf(item, now, soonDays));
  const cells = rows.map((row) => columns.map((column) => cellOf(row[column])));
  return [columns.map(titleOf), ...cells].map((line) => `${line.join(",")}\r\n`).join("");
}

/** The same as JSON: an array with an object for each token, which says too when and as whom it was exported. */
export function jsonOf(items: readonly InventoryItem[], now: Date, soonDays: number): string {
  const objects = items.map((item) => ({
    ...rowOf(item, now, soonDays),
    exportedAt: now.toISOString(),
    exportedBy: userOf(item.list)?.username ?? null,
  }));
  return `${JSON.stringify(objects, undefined, 2)}\n`;
}

/**
 * A text as a spreadsheet may have it: with an apostrophe before what it would take for the beginning of a formula, also
 * where it would cut a cell at a semicolon, a tab or a line break, as it does in many languages.
 */
export function withoutFormula(text: string): string {
  return text.replaceAll(beginOfFormula, "'");
}

// The full-width forms of the four are taken for them in some languages, and what draws nothing is skipped. What may cut
// a cell is not among that, so that no text takes long: each letter is looked at for one beginning alone.
const beginOfFormula =
  /^(?=[\t\r])|(?<=^|[;\t\r\n])(?=(?:(?![\t\r\n])[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}])*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

const columns = [
  "server",
  "address",
  "table",
  "id",
  "description",
  "scopes",
  "owner",
  "application",
  "created",
  "modified",
  "lastUsed",
  "expires",
  "state",
  "yours",
] as const satisfies readonly (keyof Row)[];

function titleOf(column: (typeof columns)[number]): string {
  return column === "lastUsed" ? "last used" : column;
}

function cellOf(value: Row[keyof Row]): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = withoutFormula(String(value ?? ""));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function rowOf({ serverName, address, list, token }: InventoryItem, now: Date, soonDays: number): Row {
  return {
    server: serverName,
    address,
    table: token.source === "gateway" ? "platform" : "controller",
    id: token.id,
    description: token.description,
    scopes: orderedScope(token.scope),
    owner: token.ownerName ?? null,
    application: token.applicationName ?? null,
    created: token.created.toISOString(),
    modified: new Date(token.modified).toISOString(),
    lastUsed: token.lastUsed === null ? "never" : (token.lastUsed?.toISOString() ?? null),
    expires: token.expires.toISOString(),
    state: stateOf(token, now, soonDays),
    yours: isOwn(list, token),
  };
}

function stateOf(token: AccessToken, now: Date, soonDays: number): Row["state"] {
  switch (expiryOf(token, now, soonDays)) {
    case "expired":
      return "expired";
    case "soon":
      return "expiring soon";
    case "later":
      return "valid";
  }
}
