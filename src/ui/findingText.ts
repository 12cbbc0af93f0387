import * as vscode from "vscode";
import type { Finding, ReviewedToken } from "../tokens/review";

/** What the tokens of a finding are below. */
export function findingHeading(finding: Finding, count: number): string {
  return vscode.l10n.t("{0} ({1})", headingOf(finding), count);
}

/** What was found about a token, in words. */
export function findingFacts({ findings, namesakes, token }: ReviewedToken): string[] {
  return findings.map((finding) => {
    switch (finding) {
      case "expired":
        return vscode.l10n.t("expired");
      case "expiringSoon":
        return vscode.l10n.t("expires soon");
      case "eternalWrite":
        return vscode.l10n.t("practically never expires, and may write");
      case "neverUsed":
        return vscode.l10n.t("never used");
      case "undescribed":
        return vscode.l10n.t("no description");
      case "duplicate": {
        const [other, ...more] = namesakes.filter(({ id }) => id !== token.id).slice(0, 2);
        return other && more.length === 0
          ? vscode.l10n.t("same description as token {0}", other.id)
          : vscode.l10n.t("same description as {0} other tokens", namesakes.length - 1);
      }
    }
  });
}

function headingOf(finding: Finding): string {
  switch (finding) {
    case "expired":
      return vscode.l10n.t("Expired");
    case "expiringSoon":
      return vscode.l10n.t("Expiring soon");
    case "eternalWrite":
      return vscode.l10n.t("Practically never expires, and may write");
    case "neverUsed":
      return vscode.l10n.t("Never used");
    case "undescribed":
      return vscode.l10n.t("No description");
    case "duplicate":
      return vscode.l10n.t("Same description as another");
  }
}
