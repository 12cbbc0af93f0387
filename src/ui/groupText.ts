import * as vscode from "vscode";
import type { Grouping } from "../tokens/arrangement";
import type { ExpiryGroup, TokenGroup, UsageGroup } from "../tokens/grouping";
import { visibleText } from "../util/visibleText";

/** What the tokens of a group are called. */
export function groupName(group: TokenGroup): string {
  switch (group.by) {
    case "application":
      return applicationName(group.application);
    case "scope":
      return group.words.length === 0 ? vscode.l10n.t("No scope") : visibleText(group.words.join(" "), 60);
    case "expiry":
      return expiryName(group.expiry);
    case "usage":
      return usageName(group.usage);
  }
}

function applicationName(application: Extract<TokenGroup, { readonly by: "application" }>["application"]): string {
  if (application === "personal") return vscode.l10n.t("Personal tokens");
  const name = visibleText(application.name ?? "", 60);
  return name.trim() === "" ? vscode.l10n.t("Application {0}", application.id) : name;
}

function expiryName(expiry: ExpiryGroup): string {
  switch (expiry) {
    case "expired":
      return vscode.l10n.t("Expired");
    case "soon":
      return vscode.l10n.t("Expiring soon");
    case "later":
      return vscode.l10n.t("Expiring later");
    case "never":
      return vscode.l10n.t("Practically never expires");
  }
}

function usageName(usage: UsageGroup): string {
  switch (usage) {
    case "never":
      return vscode.l10n.t("Never used");
    case "overYearAgo":
      return vscode.l10n.t("Used more than a year ago");
    case "over90DaysAgo":
      return vscode.l10n.t("Used more than 90 days ago");
    case "within90Days":
      return vscode.l10n.t("Used within 90 days");
    case "sometime":
      return vscode.l10n.t("Used");
    case "notKnown":
      return vscode.l10n.t("Use not known");
  }
}

/** What tokens can be grouped by, in words. */
export function groupingName(grouping: Grouping): string {
  switch (grouping) {
    case "owner":
      return vscode.l10n.t("Owner");
    case "none":
      return vscode.l10n.t("No groups");
    case "application":
      return vscode.l10n.t("Application");
    case "scope":
      return vscode.l10n.t("Scopes");
    case "expiry":
      return vscode.l10n.t("Expiry");
    case "usage":
      return vscode.l10n.t("Usage");
  }
}

/** Which groups there are then. */
export function groupingMeaning(grouping: Grouping): string {
  switch (grouping) {
    case "owner":
      return vscode.l10n.t("your own first, and then the others' by name");
    case "none":
      return vscode.l10n.t("one list");
    case "application":
      return vscode.l10n.t("personal tokens first, and then those of each application");
    case "scope":
      return vscode.l10n.t("those that may do most first");
    case "expiry":
      return vscode.l10n.t("expired, soon, later, practically never");
    case "usage":
      return vscode.l10n.t("those that were never used first");
  }
}
