import * as vscode from "vscode";
import type { TokenSource } from "../awx/api";
import type { ArrangedList } from "../tokens/arrangedList";
import { explainBriefly } from "../ui/explainBriefly";
import { tokenCount } from "../ui/format";
import { tableName } from "../ui/tokenText";
import { visibleText } from "../util/visibleText";
import { changeableFacts, contextValue, tooltip } from "./itemParts";
import type { GroupRow } from "./rows";

/** How the tokens of a table, or others' tokens in it, look as one row. */
export function groupItem({ serverName, source, of }: GroupRow, shown: ArrangedList | undefined): vscode.TreeItem {
  const label = of === "table" ? tableName(source) : vscode.l10n.t("Other users' tokens");
  const state = of === "table" ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(label, state);
  const facts = shown ? (of === "table" ? tableFacts(source, shown) : othersFacts(source, shown)) : [];
  item.description = facts.join(" · ");
  item.iconPath = new vscode.ThemeIcon(
    of === "others" ? "organization" : source === "gateway" ? "layers" : "server-process",
  );
  item.tooltip = tooltip([[label, of === "table" ? aboutTable(source) : aboutOthers()]]);
  item.contextValue = contextValue(["group"]);
  item.accessibilityInformation = { label: [label, ...facts, visibleText(serverName)].join(", ") };
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

function tableFacts(source: TokenSource, shown: ArrangedList): string[] {
  const { unread, isComplete } = shown.list;
  if (unread.has(source)) return [explainBriefly(unread.get(source))];
  return isComplete ? [tokenCount(shown.table(source).count)] : [];
}

function othersFacts(source: TokenSource, shown: ArrangedList): string[] {
  const others = [...shown.table(source).branches.values()].flatMap(({ tokens }) => tokens);
  return [tokenCount(others.length), ...changeableFacts(shown.list, others)];
}
