import * as vscode from "vscode";
import type { TokenSource } from "../awx/api";
import { tableOf } from "../tokens/owners";
import type { TokenList } from "../tokens/tokenList";
import { explainBriefly } from "../ui/explain";
import { tableName } from "../ui/tokenText";
import { changeableFacts, contextValue, tokenCount, tooltip } from "./itemParts";
import type { GroupRow } from "./rows";

/** How the tokens of a table, or others' tokens in it, look as one row. */
export function groupItem({ serverName, source, of }: GroupRow, list: TokenList | undefined): vscode.TreeItem {
  const label = of === "table" ? tableName(source) : vscode.l10n.t("Other users' tokens");
  const state = of === "table" ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(label, state);
  const facts = list ? (of === "table" ? tableFacts(source, list) : othersFacts(source, list)) : [];
  item.description = facts.join(" · ");
  item.iconPath = new vscode.ThemeIcon(
    of === "others" ? "organization" : source === "gateway" ? "layers" : "server-process",
  );
  item.tooltip = tooltip([[label, of === "table" ? aboutTable(source) : aboutOthers()]]);
  item.contextValue = contextValue(["group"]);
  item.accessibilityInformation = { label: [label, ...facts, serverName].join(", ") };
  return item;
}

function aboutTable(source: TokenSource): string {
  switch (source) {
    case "gateway":
      return vscode.l10n.t("They sign in to the whole platform.");
    case "controller":
      return vscode.l10n.t("They sign in to the automation controller alone, which later releases no longer allow.");
  }
}

function aboutOthers(): string {
  return vscode.l10n.t("The platform shows everyone's tokens to everyone; few may be changed by others.");
}

function tableFacts(source: TokenSource, list: TokenList): string[] {
  if (list.unread.has(source)) return [explainBriefly(list.unread.get(source))];
  return list.isComplete ? [tokenCount(tableOf(list, source).tokens.length)] : [];
}

function othersFacts(source: TokenSource, list: TokenList): string[] {
  const others = [...tableOf(list, source).owners.values()].flatMap(({ tokens }) => tokens);
  return [tokenCount(others.length), ...changeableFacts(list, others)];
}
