import * as vscode from "vscode";
import type { Parts } from "./parts";

/** Saves the file of tokens in the active editor. */
export async function saveFile({ saves }: Parts): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document) await saves.save(document);
}
