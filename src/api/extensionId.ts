import * as vscode from "vscode";
import { inertText } from "../util/visibleText";
import { ApiError } from "./apiError";

/**
 * The id of the extension that asks, as VS Code has it.
 * @throws {ApiError} `unknownExtension`
 */
export function extensionIdOf(extension: unknown): string {
  const id = typeof extension === "object" && extension !== null && "id" in extension ? String(extension.id) : "";
  const found = vscode.extensions.getExtension(id);
  if (found) return found.id;
  throw new ApiError(
    "unknownExtension",
    vscode.l10n.t("No extension “{0}” is installed and enabled here.", inertText(id, 100)),
  );
}
