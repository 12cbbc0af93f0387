import * as vscode from "vscode";
import type { AccessToken, Me } from "../awx/schemas";
import { mayWrite, scopesOf } from "../tokens/scopes";
import { inertText, visibleText } from "../util/visibleText";

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

/** Scopes, owner unless it is `me`, and application: what a row says after the description. */
export function tokenFacts(token: AccessToken, me: Me | undefined): string[] {
  return [
    visibleText([...scopesOf(token.scope)].join(" "), 60),
    ...(token.ownerId === me?.id || token.ownerName === undefined ? [] : [visibleText(token.ownerName, 60)]),
    ...(token.applicationName === undefined ? [] : [visibleText(token.applicationName, 60)]),
  ];
}

/** The icon of a token: its shape alone tells read-only, write and expired apart. */
export function tokenIcon(token: AccessToken, isExpired: boolean): vscode.ThemeIcon {
  if (isExpired) return new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("disabledForeground"));
  return new vscode.ThemeIcon(mayWrite(token.scope) ? "key" : "eye");
}
