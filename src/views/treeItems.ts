import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { serversSetting, type RowFlag } from "../contributions";
import type { Server, UnusableEntry } from "../servers/server";
import { isUnencrypted } from "../servers/serverUrl";
import { expiryOf } from "../tokens/expiry";
import { mayWrite, orderedScope } from "../tokens/scopes";
import { isUnauthenticated, listOf, type TokenList, type TokensState } from "../tokens/tokenStore";
import { explain, explainBriefly } from "../ui/explain";
import { absoluteTime, relativeTime, shortTime } from "../ui/format";
import { spokenFacts, tokenFacts, tokenIcon, tokenLabel } from "../ui/tokenText";
import { visibleText } from "../util/visibleText";
import type { TokenRow } from "./rows";

/** How a server looks. */
export function serverItem(server: Server, state: TokensState): vscode.TreeItem {
  const list = listOf(state);
  const who = list && visibleText(list.me.username, 60);
  const facts = [
    ...(state.kind === "signedOut" ? [vscode.l10n.t("not signed in")] : []),
    ...(state.kind === "loading" ? [vscode.l10n.t("loading…")] : []),
    ...(state.kind === "failed" ? [explainBriefly(state.error)] : []),
    ...(who === undefined ? [] : [who]),
    ...(isUnencrypted(server.url) ? [vscode.l10n.t("not encrypted")] : []),
    ...(state.kind === "loaded" ? [tokenCount(state.list.tokens.size)] : []),
  ];
  const item = new vscode.TreeItem(visibleText(server.name), vscode.TreeItemCollapsibleState.Expanded);
  item.description = facts.join(" · ");
  item.iconPath = new vscode.ThemeIcon(serverIcon(state));
  item.tooltip = tooltip([
    [vscode.l10n.t("Server"), visibleText(server.name)],
    [vscode.l10n.t("Address"), visibleText(server.url)],
    ...(who === undefined ? [] : [[vscode.l10n.t("Signed in as"), who] as const]),
    ...(list ? [[vscode.l10n.t("Read"), absoluteTime(list.readAt)] as const] : []),
  ]);
  item.contextValue = contextValue(["server", statusKind(state) === "signedOut" ? "signedOut" : "signedIn"]);
  item.accessibilityInformation = { label: [vscode.l10n.t("Server {0}", item.label as string), ...facts].join(", ") };
  return item;
}

/** What there is to say about a server's list, if there is anything: in short, and why. */
export function statusOf(state: TokensState): { readonly label: string; readonly reason?: string } | undefined {
  switch (state.kind) {
    case "idle":
    case "loading":
      return undefined;
    case "signedOut":
      return { label: whySignedOut(state.reason) };
    case "loaded":
      return state.list.tokens.size === 0
        ? { label: vscode.l10n.t("This server has no tokens that you may see") }
        : undefined;
    case "failed":
      return state.list
        ? {
            label: vscode.l10n.t("Out of date, read {0}", shortTime(state.list.readAt, new Date())),
            reason: explain(state.error),
          }
        : { label: explain(state.error) };
  }
}

function whySignedOut(reason: "none" | "unusable" | "unavailable"): string {
  switch (reason) {
    case "none":
      return vscode.l10n.t("Sign in to see this server's tokens");
    case "unusable":
      return vscode.l10n.t("The stored access token was entered for another address; sign in again");
    case "unavailable":
      return vscode.l10n.t("VS Code's secret storage cannot be read, so the access token is not known");
  }
}

/** How the row looks that says {@link statusOf}. */
export function statusItem(state: TokensState): vscode.TreeItem {
  const { label = "", reason } = statusOf(state) ?? {};
  const item = new vscode.TreeItem(label);
  const kind = statusKind(state);
  const sentences = [
    label,
    ...(reason === undefined ? [] : [reason]),
    ...(kind === "failed" ? [vscode.l10n.t("Refresh to try again.")] : []),
  ];
  if (reason !== undefined) item.description = reason;
  item.iconPath = new vscode.ThemeIcon({ signedOut: "sign-in", failed: "warning", signedIn: "info" }[kind]);
  item.tooltip = sentences.join("\n");
  item.contextValue = contextValue(["status", kind]);
  item.accessibilityInformation = { label: sentences.join(" ") };
  return item;
}

/** What can be done about a state: sign in, try again, or nothing. */
function statusKind(state: TokensState): "signedOut" | "failed" | "signedIn" {
  if (state.kind === "signedOut" || isUnauthenticated(state)) return "signedOut";
  return state.kind === "failed" ? "failed" : "signedIn";
}

/** How a token looks. */
export function tokenItem(row: TokenRow, list: TokenList | undefined): vscode.TreeItem {
  const token = list?.tokens.get(row.tokenId);
  // VS Code may ask once more for a row that has just gone.
  if (!list || !token) return new vscode.TreeItem(vscode.l10n.t("Token {0}", row.tokenId));
  const now = new Date();
  const expiry = expiryOf(token, now);
  const item = new vscode.TreeItem(tokenLabel(token));
  item.description = tokenFacts(token, list.me, now).join(" · ");
  item.iconPath = tokenIcon(token, expiry === "expired");
  item.tooltip = tooltip(tokenDetails(token, now));
  item.contextValue = contextValue([
    "token",
    mayWrite(token.scope) ? "write" : "readOnly",
    ...(expiry === "expired" ? (["expired"] as const) : []),
  ]);
  item.accessibilityInformation = {
    label: [item.label as string, ...spokenFacts(token, now), row.serverName].join(", "),
  };
  return item;
}

/** How an entry of the setting looks that names no server. */
export function unusableItem({ index, problem }: UnusableEntry): vscode.TreeItem {
  const label = vscode.l10n.t("Entry {0} of {1}", index + 1, serversSetting.id);
  const reason = whyUnusable(problem);
  const item = new vscode.TreeItem(label);
  item.description = reason;
  item.iconPath = new vscode.ThemeIcon("warning");
  item.tooltip = `${label}\n${reason}`;
  item.accessibilityInformation = { label: `${label}. ${reason}` };
  return item;
}

function whyUnusable(problem: UnusableEntry["problem"]): string {
  switch (problem) {
    case "shape":
      return vscode.l10n.t("It needs a name and a url. Correct it in the settings.");
    case "url":
      return vscode.l10n.t("Its url is not the address of a server. Correct it in the settings.");
    case "duplicateName":
      return vscode.l10n.t("Another server has its name. Correct it in the settings.");
  }
}

function tokenDetails(token: AccessToken, now: Date): (readonly [string, string])[] {
  const time = (at: Date): string => `${absoluteTime(at)} (${relativeTime(at, now)})`;
  return [
    [vscode.l10n.t("Description"), visibleText(token.description, 1000)],
    [vscode.l10n.t("Scopes"), visibleText(orderedScope(token.scope))],
    [vscode.l10n.t("Owner"), visibleText(token.ownerName ?? "")],
    [vscode.l10n.t("Application"), visibleText(token.applicationName ?? vscode.l10n.t("none (personal token)"))],
    [vscode.l10n.t("Created"), time(token.created)],
    [vscode.l10n.t("Modified"), time(new Date(token.modified))],
    [vscode.l10n.t("Expires"), time(token.expires)],
    [vscode.l10n.t("ID"), String(token.id)],
  ];
}

function tokenCount(count: number): string {
  return count === 1 ? vscode.l10n.t("1 token") : vscode.l10n.t("{0} tokens", count);
}

function serverIcon(state: TokensState): string {
  switch (state.kind) {
    case "idle":
    case "loading":
    case "loaded":
      return "server";
    case "signedOut":
      return "debug-disconnect";
    case "failed":
      return "warning";
  }
}

function contextValue(flags: readonly RowFlag[]): string {
  return [...flags].sort().join(";");
}

/** Names and values, of which the values may be a server's: they are appended as text, never as Markdown. */
function tooltip(facts: readonly (readonly [string, string])[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const [name, value] of facts) {
    if (markdown.value !== "") markdown.appendMarkdown("  \n");
    markdown.appendMarkdown("**").appendText(name).appendMarkdown("** ").appendText(value);
  }
  return markdown;
}
