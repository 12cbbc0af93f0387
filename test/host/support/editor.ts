import assert from "node:assert/strict";
import * as vscode from "vscode";
import { until } from "./watch";

/** The document in the active editor, once its path ends so. */
export async function activeDocument(end: string): Promise<vscode.TextDocument> {
  return until(() => {
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document, "no editor is active");
    assert.ok(document.uri.path.endsWith(end), `active: ${document.uri.path}`);
    return document;
  });
}

/** Types a text over a part of a document. */
export async function replaceIn(document: vscode.TextDocument, part: string, text: string): Promise<void> {
  const offset = document.getText().indexOf(part);
  assert.ok(offset >= 0, `${part} is not in ${document.getText()}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + part.length));
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Types a whole new text into a document. */
export async function rewrite(document: vscode.TextDocument, text: string): Promise<void> {
  await replaceIn(document, document.getText(), text);
}

/** What the extension says is wrong with a document: each with its line, counted from 0. */
export function marksOf({ uri }: vscode.TextDocument): { readonly line: number; readonly message: string }[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === "AWX Access Tokens")
    .map(({ range, message }) => ({ line: range.start.line, message }));
}

/** Closes every editor, whatever is unsaved in it. */
export async function closeEditors(): Promise<void> {
  for (let tabs = 0; tabs < 50 && vscode.window.tabGroups.activeTabGroup.activeTab; tabs++) {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
}
