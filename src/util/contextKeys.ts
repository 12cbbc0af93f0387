import * as vscode from "vscode";
import { contextKeys } from "../contributions";

/** Tells VS Code whether something holds that the steps of the walkthrough wait for. */
export function setContextKey(name: keyof typeof contextKeys, holds: boolean): void {
  void vscode.commands.executeCommand("setContext", contextKeys[name], holds);
}
