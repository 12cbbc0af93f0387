import assert from "node:assert/strict";
import * as vscode from "vscode";
import { startExtension } from "./extension";
import { until } from "./watch";

/** Whose diagnostics are the extension's. */
const ourSource = "AWX Access Tokens";

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
    .filter(({ source }) => source === ourSource)
    .map(({ range, message }) => ({ line: range.start.line, message }));
}

/** Waits until a line, counted from 0, is marked, by the extension or by VS Code's own JSON support. */
export async function isMarked({ uri }: vscode.TextDocument, line: number): Promise<void> {
  await until(() => {
    const lines = vscode.languages.getDiagnostics(uri).map(({ range }) => range.start.line);
    assert.ok(lines.includes(line), `marked: ${lines.join(", ")}`);
  });
}

/** Waits until nothing is marked. */
export async function isUnmarked({ uri }: vscode.TextDocument): Promise<void> {
  await until(() => {
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  });
}

/** Makes sure that no place is marked twice: once by the extension, and once by VS Code's own JSON support. */
export function assertMarkedOnce({ uri }: vscode.TextDocument): void {
  const marks = vscode.languages.getDiagnostics(uri);
  const [ours, others] = [true, false].map((isOurs) => marks.filter(({ source }) => (source === ourSource) === isOurs));
  for (const { range, message } of ours ?? []) {
    const other = others?.find((each) => each.range.isEqual(range));
    assert.equal(other, undefined, `${message} / ${String(other?.message)}`);
  }
}

/** Why the last save failed that did. */
export async function lastFailure(): Promise<string> {
  const { failedSaves } = await startExtension();
  return failedSaves.at(-1) ?? "";
}

/** Closes every editor, whatever is unsaved in it. */
export async function closeEditors(): Promise<void> {
  for (let tabs = 0; tabs < 50 && vscode.window.tabGroups.activeTabGroup.activeTab; tabs++) {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
}
