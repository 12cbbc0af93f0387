import * as vscode from "vscode";
import { inertText } from "../util/visibleText";

/** What an extension is called by its own manifest, or its id where it has no name, or is not installed any more. */
export function extensionName(id: string): string {
  const { displayName } = (vscode.extensions.getExtension(id)?.packageJSON ?? {}) as { readonly displayName?: unknown };
  return inertText(typeof displayName === "string" && displayName !== "" ? displayName : id, 60);
}
