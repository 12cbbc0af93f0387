import type * as vscode from "vscode";

/** Whether to save a document now, or the person gave it up. */
export type AskBeforeSave = (document: vscode.TextDocument) => Promise<"save" | "givenUp">;

/**
 * Where the files of tokens say how to ask what a save needs asked. VS Code's own save can be given up only as one that
 * failed, so that a command asks before it begins.
 */
export class SaveQuestions {
  ask: AskBeforeSave = () => Promise.resolve("save");
}
