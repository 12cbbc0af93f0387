import * as vscode from "vscode";
import type { ArrangedList, Branch } from "../tokens/arrangedList";
import type { Owner } from "../tokens/owners";
import { tokenCount } from "../ui/format";
import { groupName } from "../ui/groupText";
import { visibleText } from "../util/visibleText";
import { changeableFacts, contextValue, tooltip } from "./itemParts";
import type { BranchRow } from "./rows";

/** How many tokens a table may have for all of its branches to be open at first. */
const mostOpen = 300;

/** How the tokens of somebody else, or some that stand together, look as one row. */
export function branchItem({ serverName, source, key }: BranchRow, shown: ArrangedList | undefined): vscode.TreeItem {
  const table = shown?.table(source);
  const branch = table?.branches.get(key);
  // VS Code may ask once more for a row that has just gone.
  if (!shown || !table || !branch) return new vscode.TreeItem("");
  const { label, spoken, facts: told, icon } = looksOf(branch);
  const facts = [tokenCount(branch.tokens.length), ...changeableFacts(shown.list, branch.tokens)];
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, table.count > mostOpen ? Collapsed : Expanded);
  item.description = facts.join(" · ");
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = tooltip(told);
  item.contextValue = contextValue(["group"]);
  item.accessibilityInformation = { label: [spoken, ...facts, visibleText(serverName)].join(", ") };
  return item;
}

interface Looks {
  readonly label: string;
  readonly spoken: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly icon: string;
}

function looksOf(branch: Branch): Looks {
  if (branch.by === "owner") return ofOwner(branch.owner);
  const label = groupName(branch.group);
  const [title, icon] = aboutGroup(branch.group.by);
  return { label, spoken: `${title} ${label}`, facts: [[title, label]], icon };
}

function ofOwner({ id, name }: Owner): Looks {
  const label = ownerLabel(id, name);
  return {
    label,
    spoken: id === null ? label : vscode.l10n.t("Owner {0}", label),
    facts: [[vscode.l10n.t("Owner"), label], ...(id === null ? [] : [[vscode.l10n.t("ID"), String(id)] as const])],
    icon: "account",
  };
}

function aboutGroup(by: "application" | "scope" | "expiry" | "usage"): readonly [title: string, icon: string] {
  switch (by) {
    case "application":
      return [vscode.l10n.t("Application"), "package"];
    case "scope":
      return [vscode.l10n.t("Scopes"), "shield"];
    case "expiry":
      return [vscode.l10n.t("Expiry"), "calendar"];
    case "usage":
      return [vscode.l10n.t("Usage"), "pulse"];
  }
}

function ownerLabel(ownerId: number | null, name: string | undefined): string {
  if (ownerId === null) return vscode.l10n.t("No owner");
  const shown = visibleText(name ?? "", 60);
  return shown.trim() === "" ? vscode.l10n.t("User {0}", ownerId) : shown;
}
