import * as vscode from "vscode";
import { otherScopesOf, pickableScopes, scopesOf, scopeText, type PickableScope } from "../tokens/scopes";
import { inertText } from "../util/visibleText";

interface ScopeItem extends vscode.QuickPickItem {
  readonly label: PickableScope;
}

/**
 * Asks which scopes a token shall have; the present ones are ticked, and one at least must be.
 * @returns the scope as it is to be sent; nothing when the person gives up
 */
export async function pickScopes(title: string, present: string): Promise<string | undefined> {
  const box = vscode.window.createQuickPick<ScopeItem>();
  const words = scopesOf(present);
  const kept = otherScopesOf(present);
  box.title = title;
  box.placeholder =
    kept.length === 0
      ? vscode.l10n.t("Choose what the token may do")
      : vscode.l10n.t("Choose what the token may do; it also keeps: {0}", inertText(kept.join(" "), 60));
  box.canSelectMany = true;
  box.items = pickableScopes.map((scope) => ({ label: scope, detail: meaningOf(scope) }));
  box.selectedItems = box.items.filter(({ label }) => words.has(label));
  const answer = new Promise<string | undefined>((resolve) => {
    box.onDidAccept(() => {
      if (box.selectedItems.length === 0) box.title = vscode.l10n.t("{0}: choose at least one scope", title);
      else
        resolve(
          scopeText(
            box.selectedItems.map(({ label }) => label),
            present,
          ),
        );
    });
    box.onDidChangeSelection(() => {
      box.title = title;
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
  });
  box.show();
  try {
    return await answer;
  } finally {
    box.dispose();
  }
}

function meaningOf(scope: PickableScope): string {
  switch (scope) {
    case "read":
      return vscode.l10n.t("See everything that the token's owner may see");
    case "write":
      return vscode.l10n.t("See, launch, change and delete everything that the token's owner may");
  }
}
