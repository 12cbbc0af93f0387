import * as vscode from "vscode";

/** Whether a tab shows a file, alone or beside another. */
export function isInTab(uri: string): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => urisOf(input).includes(uri)));
}

function urisOf(input: unknown): readonly string[] {
  if (input instanceof vscode.TabInputText) return [input.uri.toString()];
  if (input instanceof vscode.TabInputTextDiff) return [input.original.toString(), input.modified.toString()];
  return [];
}
