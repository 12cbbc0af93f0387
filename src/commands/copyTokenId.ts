import * as vscode from "vscode";
import type { Parts } from "./parts";
import { tokenFor } from "./targets";

/** How long the confirmation stands in the status bar, in milliseconds. */
const shownMilliseconds = 4000;

/** Copies the numeric id of a token, which the `awx` CLI and the API ask for. */
export async function copyTokenId(parts: Parts, argument: unknown): Promise<void> {
  const target = await tokenFor(parts, argument, vscode.l10n.t("Copy the ID of which token?"));
  if (!target) return;
  await vscode.env.clipboard.writeText(String(target.token.id));
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied token ID {0}", target.token.id), shownMilliseconds);
}
