import * as vscode from "vscode";
import { otherScopesOf, pickableScopes, scopesOf, scopeText, type PickableScope } from "../tokens/scopes";
import { inertText } from "../util/visibleText";
import { showBox } from "./boxes";
import { showStep, type StepPosition } from "./steps";

interface ScopeItem extends vscode.QuickPickItem {
  readonly label: PickableScope;
}

/** What became of a choice of scopes: Escape is no error. */
export type ScopesAnswer =
  { readonly kind: "accepted" | "back"; readonly scope: string } | { readonly kind: "cancelled" };

/**
 * Asks which scopes a token shall have; the present ones are ticked, and one at least must be.
 * @returns the scope as it is to be sent, or as it is ticked when the person goes back
 */
export async function pickScopes(title: string, present: string, step?: StepPosition): Promise<ScopesAnswer> {
  const box = vscode.window.createQuickPick<ScopeItem>();
  const words = scopesOf(present);
  const kept = otherScopesOf(present);
  box.title = title;
  box.placeholder =
    kept.length === 0
      ? vscode.l10n.t("Choose what the token may do")
      : vscode.l10n.t("Choose what the token may do; it also keeps: {0}", inertText(kept.join(" "), 60));
  box.canSelectMany = true;
  box.items = pickableScopes.map((scope) => ({ label: scope, detail: scopeMeaning(scope) }));
  box.selectedItems = box.items.filter(({ label }) => words.has(label));
  showStep(box, step);
  const ticked = (): string =>
    scopeText(
      box.selectedItems.map(({ label }) => label),
      present,
    );
  const answer = new Promise<ScopesAnswer>((resolve) => {
    box.onDidAccept(() => {
      if (box.selectedItems.length === 0) box.title = vscode.l10n.t("{0}: choose at least one scope", title);
      else resolve({ kind: "accepted", scope: ticked() });
    });
    box.onDidTriggerButton(() => {
      resolve({ kind: "back", scope: ticked() });
    });
    box.onDidChangeSelection(() => {
      box.title = title;
    });
    box.onDidHide(() => {
      resolve({ kind: "cancelled" });
    });
  });
  return showBox(box, answer);
}

/** What a scope allows. */
export function scopeMeaning(scope: PickableScope): string {
  switch (scope) {
    case "read":
      return vscode.l10n.t("See everything that the token's owner may see");
    case "write":
      return vscode.l10n.t("See, launch, change and delete everything that the token's owner may");
  }
}
