import * as vscode from "vscode";
import { inertText } from "../util/visibleText";
import { ApiError } from "./apiError";

/** Another extension, as the person knows it. */
export interface Consumer {
  readonly id: string;
  readonly name: string;
}

/**
 * The extension that asks, by its own manifest and not by what it says of itself.
 * @throws {ApiError} `unknownExtension`
 */
export function consumerOf(extension: unknown): Consumer {
  const id = typeof extension === "object" && extension !== null && "id" in extension ? String(extension.id) : "";
  const found = vscode.extensions.getExtension(id);
  if (!found) {
    throw new ApiError(
      "unknownExtension",
      vscode.l10n.t(
        "No extension “{0}” is installed and enabled here. Pass the extension of your context.",
        inertText(id, 100),
      ),
    );
  }
  const { displayName } = found.packageJSON as { readonly displayName?: unknown };
  return { id: found.id, name: typeof displayName === "string" && displayName !== "" ? displayName : found.id };
}
