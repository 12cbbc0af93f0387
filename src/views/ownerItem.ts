import * as vscode from "vscode";
import { tableOf } from "../tokens/owners";
import type { TokenList } from "../tokens/tokenList";
import { visibleText } from "../util/visibleText";
import { changeableFacts, contextValue, tokenCount, tooltip } from "./itemParts";
import type { OwnerRow } from "./rows";

/** How the tokens of somebody else look as one row. */
export function ownerItem({ serverName, source, ownerId }: OwnerRow, list: TokenList | undefined): vscode.TreeItem {
  const owner = list && tableOf(list, source).owners.get(ownerId);
  const label = labelOf(ownerId, owner?.name);
  const facts = list && owner ? [tokenCount(owner.tokens.length), ...changeableFacts(list, owner.tokens)] : [];
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.description = facts.join(" · ");
  item.iconPath = new vscode.ThemeIcon("account");
  item.tooltip = tooltip([
    [vscode.l10n.t("Owner"), label],
    ...(ownerId === null ? [] : [[vscode.l10n.t("ID"), String(ownerId)] as const]),
  ]);
  item.contextValue = contextValue(["group"]);
  const spoken = ownerId === null ? label : vscode.l10n.t("Owner {0}", label);
  item.accessibilityInformation = { label: [spoken, ...facts, serverName].join(", ") };
  return item;
}

function labelOf(ownerId: number | null, name: string | undefined): string {
  if (ownerId === null) return vscode.l10n.t("No owner");
  const shown = visibleText(name ?? "", 60);
  return shown.trim() === "" ? vscode.l10n.t("User {0}", ownerId) : shown;
}
