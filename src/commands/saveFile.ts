import * as vscode from "vscode";
import type { Parts } from "./parts";

/** Saves the file of tokens in the active editor, once the person has answered what is asked about it. */
export async function saveFile({ questions }: Parts): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document && (await questions.ask(document)) === "save") await document.save();
}
