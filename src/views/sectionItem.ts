import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { ArrangedList } from "../tokens/arrangedList";
import type { SortKey } from "../tokens/arrangement";
import { countText, day } from "../ui/format";
import { tokenLabel } from "../ui/tokenText";
import { visibleText } from "../util/visibleText";
import { contextValue, tooltip } from "./itemParts";
import { sectionSize, tokensOfSection } from "./layout";
import type { SectionRow } from "./rows";

/** How some hundred of many tokens look as one row: which they are, and from where to where they go. */
export function sectionItem(row: SectionRow, shown: ArrangedList | undefined): vscode.TreeItem {
  const tokens = shown ? tokensOfSection(shown, row) : [];
  const [first, last] = [tokens[0], tokens.at(-1)];
  // VS Code may ask once more for a row that has just gone.
  if (!shown || !first || !last) return new vscode.TreeItem("");
  const start = row.place * sectionSize;
  const label = vscode.l10n.t("{0} to {1}", countText(start + 1), countText(start + tokens.length));
  const [from, to] = [first, last].map((token) => valueOf(token, shown.sortKey)) as [string, string];
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, row.place === 0 ? Expanded : Collapsed);
  item.description = from === to ? from : `${from} – ${to}`;
  item.iconPath = new vscode.ThemeIcon("list-ordered");
  item.tooltip = tooltip([[label, item.description]]);
  item.contextValue = contextValue(["group"]);
  const spoken = vscode.l10n.t("Tokens {0} to {1}", countText(start + 1), countText(start + tokens.length));
  item.accessibilityInformation = { label: [spoken, item.description, visibleText(row.serverName)].join(", ") };
  return item;
}

/** What the tokens are sorted by. */
function valueOf(token: AccessToken, key: SortKey): string {
  switch (key) {
    case "created":
      return day(token.created);
    case "modified":
      return day(new Date(token.modified));
    case "expires":
      return day(token.expires);
    case "description":
      return visibleText(tokenLabel(token), 30);
    case "owner":
      return visibleText(token.ownerName ?? "", 30);
  }
}
