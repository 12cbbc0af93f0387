import * as vscode from "vscode";
import type { Grouping, Sort, SortKey } from "../tokens/arrangement";

/** What tokens can be sorted by, in words. */
export function sortName(by: SortKey): string {
  switch (by) {
    case "created":
      return vscode.l10n.t("Created");
    case "modified":
      return vscode.l10n.t("Changed");
    case "expires":
      return vscode.l10n.t("Expires");
    case "description":
      return vscode.l10n.t("Description");
    case "owner":
      return vscode.l10n.t("Owner");
  }
}

/** Which end of an order comes first. */
export function directionName({ by, isDescending }: Sort): string {
  switch (by) {
    case "created":
    case "modified":
      return isDescending ? vscode.l10n.t("newest first") : vscode.l10n.t("oldest first");
    case "expires":
      return isDescending ? vscode.l10n.t("latest first") : vscode.l10n.t("soonest first");
    case "description":
    case "owner":
      return isDescending ? vscode.l10n.t("Z to A") : vscode.l10n.t("A to Z");
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
