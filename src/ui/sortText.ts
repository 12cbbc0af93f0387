import * as vscode from "vscode";
import type { Sort, SortKey } from "../tokens/arrangement";

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
