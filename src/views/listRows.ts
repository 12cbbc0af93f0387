import type * as vscode from "vscode";
import { ArrangedList } from "../tokens/arrangedList";
import type { Arrangement } from "../tokens/arrangement";
import type { TokenList } from "../tokens/tokenList";
import type { TokensState } from "../tokens/tokenStore";
import { branchItem } from "./branchItem";
import { filterItem } from "./filterItem";
import { groupItem } from "./groupItem";
import { Layout } from "./layout";
import { refOf, type Row, type ServerRow, type StatusRow, type TokenRow, type UnusableRow } from "./rows";
import { sectionItem } from "./sectionItem";
import { tokenItem, tokenTooltip } from "./tokenItem";

// All that draws a list: loaded with the first one, because a start has none to show.

/** A list as it is shown. */
export function arrange(list: TokenList, arrangement: Arrangement): ArrangedList {
  return new ArrangedList(list, arrangement);
}

/** Which rows of a server are below which. */
export function layoutOf(serverName: string, state: TokensState, shown: ArrangedList | undefined): Layout {
  return new Layout(serverName, state, shown);
}

/** How a row looks that there is because of a list. */
export function listItem(
  row: Exclude<Row, ServerRow | StatusRow | UnusableRow>,
  shown: ArrangedList | undefined,
): vscode.TreeItem {
  switch (row.kind) {
    case "filter":
      return filterItem(row, shown);
    case "group":
      return groupItem(row, shown);
    case "branch":
      return branchItem(row, shown);
    case "section":
      return sectionItem(row, shown);
    case "token":
      return tokenItem(row, shown);
  }
}

/** What there is to say about the token of a row when somebody points at it. */
export function tooltipOf(row: TokenRow, { list }: ArrangedList): vscode.MarkdownString | undefined {
  const token = list.tokens.get(refOf(row));
  return token && tokenTooltip(token, list);
}
