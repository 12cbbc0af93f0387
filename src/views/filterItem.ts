import * as vscode from "vscode";
import type { ArrangedList } from "../tokens/arrangedList";
import { countText } from "../ui/format";
import { visibleText } from "../util/visibleText";
import { contextValue, tooltip } from "./itemParts";
import type { FilterRow } from "./rows";

/** How the row looks that says which of a server's tokens are shown. */
export function filterItem({ serverName }: FilterRow, shown: ArrangedList | undefined): vscode.TreeItem {
  const count = shown?.tokens.length ?? 0;
  const all = countText(shown?.list.tokens.size ?? 0);
  const label =
    count === 0 ? vscode.l10n.t("None of {0} matches", all) : vscode.l10n.t("{0} of {1}", countText(count), all);
  const text = visibleText(shown?.filter ?? "");
  const item = new vscode.TreeItem(label);
  item.description = text;
  item.iconPath = new vscode.ThemeIcon("filter");
  item.tooltip = tooltip([[vscode.l10n.t("Filter"), text]]);
  item.contextValue = contextValue(["filter"]);
  item.accessibilityInformation = {
    label: [label, vscode.l10n.t("Filter {0}", text), visibleText(serverName)].join(", "),
  };
  return item;
}
