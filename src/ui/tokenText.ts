import * as vscode from "vscode";
import type { TokenSource } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { expiryOf, type Expiry } from "../tokens/expiry";
import { mayWrite, orderedScope } from "../tokens/scopes";
import { isOwn, isSignInToken, type TokenList } from "../tokens/tokenList";
import { memoized } from "../util/memoized";
import { once } from "../util/once";
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

/** What is said of a token after its description. */
export interface TokenFacts {
  /** Scopes, owner unless it is who is signed in or said above, application, expiry if near or past, whether it certainly signs us in. */
  readonly shown: string;
  /** What a screen reader says: the same, and nothing left out. */
  readonly spoken: string;
  readonly expiry: Expiry;
}

/**
 * What a row says of a token; both together, and at once as texts, because ten thousand rows say it.
 * @param isBelowOwner whether the row is below one that has the owner's name
 */
export function tokenFacts(token: AccessToken, list: TokenList, now: Date, isBelowOwner = false): TokenFacts {
  const scopes = shownScope(token.scope);
  let [shown, spoken] = [scopes, scopes];
  if (token.ownerName !== undefined) {
    const owner = visibleText(token.ownerName, 60);
    if (!isBelowOwner && !isOwn(list, token)) shown += ` · ${owner}`;
    spoken += `, ${owner}`;
  }
  if (token.applicationName !== undefined) {
    const application = visibleText(token.applicationName, 60);
    shown += ` · ${application}`;
    spoken += `, ${application}`;
  }
  const expiry = expiryOf(token, now, expiringSoonDays());
  const when = relativeTime(token.expires, now);
  if (expiry !== "later") shown += ` · ${expiry === "expired" ? expiredText(when) : expiresText(when)}`;
  spoken += `, ${spokenExpiry(expiry, when)}`;
  if (isSignInToken(list, token)) {
    const signsIn = vscode.l10n.t("signed in with this");
    shown += ` · ${signsIn}`;
    spoken += `, ${signsIn}`;
  }
  return { shown, spoken, expiry };
}

const shownScope = memoized((scope) => visibleText(orderedScope(scope), 60));

/** What a row's mark says is in the words too. */
function spokenExpiry(expiry: Expiry, when: string): string {
  switch (expiry) {
    case "expired":
      return expiredText(when);
    case "soon":
      return expiresSoonText(when);
    case "later":
      return expiresText(when);
  }
}

const expiredText = memoized((when) => vscode.l10n.t("expired {0}", when));
const expiresSoonText = memoized((when) => vscode.l10n.t("expires soon, {0}", when));
const expiresText = memoized((when) => vscode.l10n.t("expires {0}", when));

/** The icon of a token: its shape alone tells read-only, write and expired apart. */
export function tokenIcon(token: AccessToken, isExpired: boolean): vscode.ThemeIcon {
  const { expired, write, readOnly } = icons();
  return isExpired ? expired : mayWrite(token.scope) ? write : readOnly;
}

const icons = once(() => ({
  expired: new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("list.deemphasizedForeground")),
  write: new vscode.ThemeIcon("key"),
  readOnly: new vscode.ThemeIcon("eye"),
}));
