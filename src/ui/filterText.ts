import * as vscode from "vscode";
import { parseFilter, type DurationUnit, type FilterKey, type FilterProblem, type FilterState } from "../tokens/filter";
import type { Completion } from "../tokens/filterCompletions";
import { inertText } from "../util/visibleText";
import { expiringSoonDays } from "./expiringSoon";
import { countText } from "./format";

/** What a way to go on with a filter means. */
export function completionMeaning(completion: Completion, total: number): string {
  switch (completion.kind) {
    case "key":
      return keyMeaning(completion.key);
    case "state":
      return stateMeaning(completion.state);
    case "value":
      return completion.count === undefined
        ? timeMeaning(completion.term)
        : vscode.l10n.t("{0} of {1}", countText(completion.count), countText(total));
  }
}

/** What is wrong with a term that cannot be read, and how it is written. */
export function problemText({ text, kind }: FilterProblem): { readonly what: string; readonly remedy: string } {
  const term = inertText(text, 40);
  switch (kind) {
    case "time":
      return {
        what: vscode.l10n.t("“{0}” has no time that can be read", term),
        remedy: vscode.l10n.t("Write a time as 12h, 30d, 8w, 6m, 1y or 2026-12-24, with <, >, <= or >= before it"),
      };
    case "id":
      return {
        what: vscode.l10n.t("“{0}” has no ID that can be read", term),
        remedy: vscode.l10n.t("Write an ID as a number"),
      };
  }
}

function keyMeaning(key: FilterKey): string {
  switch (key) {
    case "scope":
      return vscode.l10n.t("a scope that the token has");
    case "owner":
      return vscode.l10n.t("a part of the owner's name, me, or none");
    case "application":
      return vscode.l10n.t("a part of the application's name, or none");
    case "description":
      return vscode.l10n.t("a part of the description");
    case "id":
      return vscode.l10n.t("the token's number");
    case "expires":
      return vscode.l10n.t("how long until it expires, or the day");
    case "created":
      return vscode.l10n.t("how long ago it was created, or the day");
    case "modified":
      return vscode.l10n.t("how long ago it was changed, or the day");
    case "used":
      return vscode.l10n.t("how long ago it was used last, or the day");
  }
}

function stateMeaning(state: FilterState): string {
  switch (state) {
    case "expired":
      return vscode.l10n.t("its time is over");
    case "expiring":
      return expiringSoonDays() === 1
        ? vscode.l10n.t("expires within a day")
        : vscode.l10n.t("expires within {0} days", expiringSoonDays());
    case "never-used":
      return vscode.l10n.t("never signed anybody in");
    case "needs-attention":
      return vscode.l10n.t("expired or expires soon, and is yours to change");
    case "personal":
      return vscode.l10n.t("belongs to no application");
    case "read-only":
      return vscode.l10n.t("may change nothing");
  }
}

function timeMeaning(term: string): string {
  const condition = parseFilter(term).terms[0]?.condition;
  if (condition?.kind !== "time" || condition.to.kind !== "duration") return "";
  const length = durationText(condition.to);
  const isMore = condition.comparison.startsWith(">");
  if (condition.of === "expires") {
    return isMore ? vscode.l10n.t("in more than {0}", length) : vscode.l10n.t("in less than {0}, or expired", length);
  }
  return isMore ? vscode.l10n.t("more than {0} ago", length) : vscode.l10n.t("less than {0} ago", length);
}

function durationText({ amount, unit }: { readonly amount: number; readonly unit: DurationUnit }): string {
  return new Intl.NumberFormat(vscode.env.language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
