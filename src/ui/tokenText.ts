import * as vscode from "vscode";
import type { TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { expiryOf } from "../tokens/expiry";
import { mayWrite, orderedScope } from "../tokens/scopes";
import { isOwn, isSignInToken, type TokenList } from "../tokens/tokenList";
import { inertText, visibleText } from "../util/visibleText";
import { expiringSoonDays } from "./expiringSoon";
import { relativeTime } from "./format";

/** What a token is called where it has a place of its own: its description, or `Token 12` when it has none. */
export function tokenLabel(token: AccessToken): string {
  const description = visibleText(token.description);
  return description.trim() === "" ? vscode.l10n.t("Token {0}", token.id) : description;
}

/** What a token is called in a sentence, so that it cannot be mistaken for another. */
export function tokenInSentence(token: AccessToken): string {
  const description = inertText(token.description, 60);
  return description.trim() === ""
    ? vscode.l10n.t("token {0}", token.id)
    : vscode.l10n.t("“{0}” (token {1})", description, token.id);
}

/** What the tokens of a table are called. */
export function tableName(source: TokenSource): string {
  switch (source) {
    case "gateway":
      return vscode.l10n.t("Platform tokens");
    case "controller":
      return vscode.l10n.t("Controller tokens");
  }
}

/**
 * What a row says after the description: scopes, owner unless it is who is signed in, application, expiry if near or
 * past, and whether it is certainly what signs us in.
 */
export function tokenFacts(token: AccessToken, list: TokenList, now: Date): string[] {
  return [
    visibleText(orderedScope(token.scope), 60),
    ...(isOwn(list, token) ? [] : ownerOf(token)),
    ...applicationOf(token),
    ...(expiryOf(token, now, expiringSoonDays()) === "later" ? [] : [expiryText(token, now)]),
    ...signInFact(token, list),
  ];
}

/** What a screen reader says after the description: the same, and nothing left out. */
export function spokenFacts(token: AccessToken, list: TokenList, now: Date): string[] {
  return [
    visibleText(orderedScope(token.scope), 60),
    ...ownerOf(token),
    ...applicationOf(token),
    expiryText(token, now),
    ...signInFact(token, list),
  ];
}

function signInFact(token: AccessToken, list: TokenList): string[] {
  return isSignInToken(list, token) ? [vscode.l10n.t("signed in with this")] : [];
}

function ownerOf(token: AccessToken): string[] {
  return token.ownerName === undefined ? [] : [visibleText(token.ownerName, 60)];
}

function applicationOf(token: AccessToken): string[] {
  return token.applicationName === undefined ? [] : [visibleText(token.applicationName, 60)];
}

function expiryText(token: AccessToken, now: Date): string {
  return expiryOf(token, now, expiringSoonDays()) === "expired"
    ? vscode.l10n.t("expired {0}", relativeTime(token.expires, now))
    : vscode.l10n.t("expires {0}", relativeTime(token.expires, now));
}

/** The icon of a token: its shape alone tells read-only, write and expired apart. */
export function tokenIcon(token: AccessToken, isExpired: boolean): vscode.ThemeIcon {
  if (isExpired) return new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("disabledForeground"));
  return new vscode.ThemeIcon(mayWrite(token.scope) ? "key" : "eye");
}
