import * as vscode from "vscode";
import type { Parts } from "./parts";
import { serverNameOf, serverNamesFor } from "./targets";

/** Shows all tokens again: of the server that it is called on, or of every server. */
export function clearFilter(parts: Parts, argument: unknown): Promise<void> {
  const { arrangements } = parts;
  const filtered = serverNamesFor(parts, argument).filter((each) => arrangements.filterOf(each) !== "");
  // In the palette alone nothing says whether there is one.
  if (serverNameOf(parts, argument) === undefined && filtered.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("All tokens are shown already."));
  }
  for (const each of filtered) arrangements.setFilter(each, "");
  return Promise.resolve();
}
