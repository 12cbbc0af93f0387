import * as vscode from "vscode";
import type { TokenDetails } from "../awx/awxClient";
import type { FieldChange, HistoryEntry } from "../awx/history";
import type { AccessToken } from "../awx/schemas";
import type { Server } from "../servers/server";
import { expiryOf } from "../tokens/expiry";
import type { History, ReadHistory } from "../tokens/history";
import { isPickable, orderedScope, scopesOf } from "../tokens/scopes";
import type { TokenRights } from "../tokens/tokenRights";
import { expiringSoonDays } from "../ui/expiringSoon";
import { explain } from "../ui/explain";
import { absoluteTime, relativeTime } from "../ui/format";
import { scopeMeaning } from "../ui/pickScopes";
import { tableName } from "../ui/tokenText";
import { visibleText } from "../util/visibleText";
import { section, wrapped, type Fact } from "./report";

/** All that there is to say of a token. */
export interface DetailsReport {
  readonly server: Server;
  readonly details: TokenDetails;
  readonly webPage: string;
  /** Whether the owner is who is signed in. */
  readonly isOwn: boolean;
  readonly rights: TokenRights;
  readonly history: History;
  readonly readAt: Date;
}

/** As much of a description as is shown, in UTF-16 units: it may be megabytes long. */
const longestDescription = 100_000;

/** As much of a value in the history. */
const longestValue = 1000;

/** What a line begins with that goes on with the one before it. */
const continued = "… ";

/** The title of the document that details are shown in. It does not change when the token does. */
export function detailsTitle({ name }: Server, { id }: AccessToken): string {
  return vscode.l10n.t("Token {0} on {1}", id, visibleText(name));
}

/** The details of a token as plain text. Every text of the server's is quoted, or behind a line at the left. */
export function detailsText(report: DetailsReport): string {
  const { server, details, readAt, history } = report;
  return [
    detailsTitle(server, details.token),
    vscode.l10n.t("As the server had it on {0}", absoluteTime(readAt)),
    ...descriptionLines(details.token.description),
    ...section(vscode.l10n.t("Scopes"), scopeFacts(details.token), continued),
    ...section(vscode.l10n.t("Facts"), facts(report), continued),
    ...section(vscode.l10n.t("Rights"), rightsFacts(report), continued),
    "",
    vscode.l10n.t("History"),
    ...historyLines(history, readAt),
    "",
  ].join("\n");
}

/** In full, with its line breaks; each line of it behind a bar, and what was too long for one behind dots. */
function descriptionLines(description: string): string[] {
  const title = ["", vscode.l10n.t("Description")];
  if (description.trim() === "")
    return [...title, `  ${vscode.l10n.t({ message: "none", comment: ["Instead of a description"] })}`];
  const rest = description.length - longestDescription;
  const lines = description
    .slice(0, longestDescription)
    .split(/\r\n|\r|\n/)
    .flatMap((line) =>
      piecesOf(visibleText(line, Infinity)).map((piece, index) => `  ${index === 0 ? "| " : continued}${piece}`),
    );
  return [
    ...title,
    ...lines,
    ...(rest > 0 ? [`  ${vscode.l10n.t("The rest is left out ({0} more characters).", rest)}`] : []),
  ];
}

function piecesOf(line: string): string[] {
  return line.match(/.{60,99}(?: |$)|.{1,100}/gu) ?? [""];
}

function scopeFacts({ scope }: AccessToken): Fact[] {
  const words = [...scopesOf(orderedScope(scope))];
  return words.length === 0
    ? [[vscode.l10n.t({ message: "none", comment: ["Instead of scopes"] }), vscode.l10n.t("the token allows nothing")]]
    : words.map((word) =>
        isPickable(word) ? [word, scopeMeaning(word)] : [quoted(word), vscode.l10n.t("known to the server alone")],
      );
}

function facts({ server, details, webPage, isOwn, readAt }: DetailsReport): Fact[] {
  const { token, createdBy, modifiedBy } = details;
  const time = (at: Date): string => `${absoluteTime(at)} (${relativeTime(at, readAt)})`;
  const by = (at: Date, name: string | undefined): string =>
    name === undefined ? time(at) : vscode.l10n.t("{0}, by {1}", time(at), quoted(name));
  return [
    [vscode.l10n.t("ID"), String(token.id)],
    [vscode.l10n.t("Table"), tableName(token.source)],
    [vscode.l10n.t("Server"), `${visibleText(server.name)} (${visibleText(server.url)})`],
    [vscode.l10n.t("Web page"), visibleText(webPage)],
    [vscode.l10n.t("Owner"), isOwn ? vscode.l10n.t("{0}, that is you", ownerOf(token)) : ownerOf(token)],
    [vscode.l10n.t("Application"), applicationOf(token)],
    [vscode.l10n.t("Created"), by(token.created, createdBy)],
    [vscode.l10n.t("Modified"), by(new Date(token.modified), modifiedBy)],
    [vscode.l10n.t("Expires"), expiryText(token, readAt)],
    [vscode.l10n.t("Last used"), lastUsedText(token, time)],
  ];
}

function ownerOf({ ownerId, ownerName }: AccessToken): string {
  if (ownerName !== undefined) return quoted(ownerName);
  return ownerId === null
    ? vscode.l10n.t({ message: "none", comment: ["Instead of an owner"] })
    : vscode.l10n.t("user {0}", ownerId);
}

function applicationOf({ applicationId, applicationName }: AccessToken): string {
  if (applicationName !== undefined) return quoted(applicationName);
  return applicationId === null
    ? vscode.l10n.t("none (personal token)")
    : vscode.l10n.t("application {0}", applicationId);
}

function expiryText(token: AccessToken, now: Date): string {
  const [at, relative] = [absoluteTime(token.expires), relativeTime(token.expires, now)];
  switch (expiryOf(token, now, expiringSoonDays())) {
    case "expired":
      return vscode.l10n.t("{0} ({1}): expired", at, relative);
    case "soon":
      return vscode.l10n.t("{0} ({1}): soon", at, relative);
    case "later":
      return `${at} (${relative})`;
  }
}

function lastUsedText({ lastUsed }: AccessToken, time: (at: Date) => string): string {
  if (lastUsed === undefined) return vscode.l10n.t("the server does not say");
  return lastUsed ? time(lastUsed) : vscode.l10n.t("never");
}

function rightsFacts({ rights: { change, rotate, signsIn } }: DetailsReport): Fact[] {
  return [
    [vscode.l10n.t("You may change and revoke it"), changeText(change)],
    [vscode.l10n.t("You may rotate it"), rotateText(rotate)],
    [vscode.l10n.t("It is what you signed in with"), signsInText(signsIn)],
  ];
}

function changeText(change: TokenRights["change"]): string {
  switch (change) {
    case "yes":
      return vscode.l10n.t("yes");
    case "readOnlyCredential":
      return vscode.l10n.t("no: what you signed in with is read-only");
    case "notYours":
      return vscode.l10n.t("no: it is another user's, and the server does not let you");
    case "notKnown":
      return vscode.l10n.t("not known: the server could not be asked");
  }
}

function rotateText(rotate: TokenRights["rotate"]): string {
  switch (rotate) {
    case "yes":
      return vscode.l10n.t("yes");
    case "readOnlyCredential":
      return vscode.l10n.t("no: what you signed in with is read-only");
    case "notOwn":
      return vscode.l10n.t("no: the new token would be yours, and this one is not");
    case "superusersOnly":
      return vscode.l10n.t("no: the platform lets administrators alone make tokens for an application");
  }
}

function signsInText(signsIn: TokenRights["signsIn"]): string {
  switch (signsIn) {
    case "yes":
      return vscode.l10n.t("yes");
    case "no":
      return vscode.l10n.t("no");
    case "notKnown":
      return vscode.l10n.t("not known: the extension did not make what you signed in with");
  }
}

function historyLines(history: History, now: Date): string[] {
  switch (history.kind) {
    case "forbidden":
      return [`  ${vscode.l10n.t("Not available to you: the server does not let you see it.")}`];
    case "absent":
      return [`  ${vscode.l10n.t("Not kept on this server.")}`];
    case "failed":
      return [wrapped(`  ${vscode.l10n.t("It could not be read. {0}", explain(history.error))}`, continued)];
    case "read":
      return readLines(history, now);
  }
}

function readLines({ entries, older }: ReadHistory, now: Date): string[] {
  if (entries.length === 0) {
    return [`  ${vscode.l10n.t("None: the server has recorded nothing, or has cleaned it up since.")}`];
  }
  const lines = entries.flatMap((entry) => entryLines(entry, now));
  if (!older) return lines;
  const count = older.count === 1 ? vscode.l10n.t("1 older change") : vscode.l10n.t("{0} older changes", older.count);
  return [...lines, "", vscode.l10n.t("{0}: the command Show Older Changes has the next ones.", count)];
}

function entryLines(entry: HistoryEntry, now: Date): string[] {
  const { at, operation, who, changes } = entry;
  const actor = who === undefined ? vscode.l10n.t("unknown: the user was deleted or the server did it") : quoted(who);
  const head = `${absoluteTime(at)} (${relativeTime(at, now)}) · ${operationName(operation)} · ${actor}`;
  const lines = changes.length === 0 ? [vscode.l10n.t("nothing that the server tells")] : changes.map(changeLine);
  return [wrapped(`  ${head}`, continued), ...lines.map((line) => wrapped(`    ${line}`, continued))];
}

function operationName(operation: string): string {
  switch (operation) {
    case "create":
      return vscode.l10n.t("created");
    case "update":
      return vscode.l10n.t("changed");
    case "delete":
      return vscode.l10n.t("revoked");
    default:
      return quoted(operation);
  }
}

/** “Scopes: “read” became “read write””, or the value alone where there is one. */
function changeLine({ field, from, to, isSecret }: FieldChange): string {
  const name = fieldName(field);
  if (isSecret) return from === undefined ? vscode.l10n.t("{0}: set", name) : vscode.l10n.t("{0}: changed", name);
  if (from !== undefined && to !== undefined) {
    return vscode.l10n.t("{0}: {1} became {2}", name, valueText(field, from), valueText(field, to));
  }
  return from === undefined
    ? vscode.l10n.t("{0}: {1}", name, valueText(field, to ?? ""))
    : vscode.l10n.t("{0}: {1} was removed", name, valueText(field, from));
}

function fieldName(field: string): string {
  switch (field) {
    case "description":
      return vscode.l10n.t("Description");
    case "scope":
      return vscode.l10n.t("Scopes");
    case "application":
      return vscode.l10n.t("Application");
    case "user":
      return vscode.l10n.t("Owner");
    case "expires":
      return vscode.l10n.t("Expires");
    case "token":
      return vscode.l10n.t("Value");
    case "refresh_token":
      return vscode.l10n.t("Value of the refresh token");
    default:
      return quoted(field);
  }
}

function valueText(field: string, value: string): string {
  const text = field === "scope" ? orderedScope(value) : value;
  return text === "" ? vscode.l10n.t("nothing") : vscode.l10n.t("“{0}”", visibleText(text, longestValue));
}

function quoted(text: string): string {
  return vscode.l10n.t("“{0}”", visibleText(text, 100));
}
