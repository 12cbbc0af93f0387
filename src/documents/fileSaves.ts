import type * as vscode from "vscode";

/**
 * Saves the files of tokens so that what has to be asked is asked first: VS Code's own save can be given up only as one
 * that failed. What the files are says how.
 */
export class FileSaves {
  save: (document: vscode.TextDocument) => Promise<unknown> = async (document) => document.save();
}
