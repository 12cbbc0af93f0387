import * as vscode from "vscode";
import { isPossible, pickableScopes, scopesOf, type PickableScope, type ScopeChoice } from "../tokens/scopes";
import { showBox } from "./boxes";
import { countText } from "./format";
import { scopeMeaning } from "./pickScopes";

interface ScopeItem extends vscode.QuickPickItem {
  readonly scope: PickableScope;
  /** Whether it leaves to each token what it has, where some have the scope and others do not. */
  readonly keeps: boolean;
}

/**
 * Asks which scopes several tokens shall have. What all of them have is ticked; what only some have stands twice, to be
 * given to all or left as it is, and is left as it is to begin with. Nothing when the person gives up.
 * @param scopes the present scope of each token
 */
export async function pickScopesOfSeveral(title: string, scopes: readonly string[]): Promise<ScopeChoice | undefined> {
  const box = vscode.window.createQuickPick<ScopeItem>();
  box.title = title;
  box.placeholder = vscode.l10n.t("Choose what the tokens may do");
  box.canSelectMany = true;
  box.items = pickableScopes.flatMap((scope) => itemsOf(scope, scopes));
  box.selectedItems = box.items.filter(
    ({ scope, keeps }) => keeps || scopes.every((present) => scopesOf(present).has(scope)),
  );
  let ticked = box.selectedItems;
  const answer = new Promise<ScopeChoice | undefined>((resolve) => {
    box.onDidAccept(() => {
      const choice = choiceOf(box.items, box.selectedItems);
      const without = scopes.filter((present) => !isPossible(present, choice)).length;
      if (without === 0) resolve(choice);
      else if (without === scopes.length) box.title = vscode.l10n.t("{0}: choose at least one scope", title);
      else box.title = vscode.l10n.t("{0}: {1} of them would have no scope left", title, countText(without));
    });
    box.onDidChangeSelection((selected) => {
      box.title = title;
      // A scope is given to all or left as it is: ticking the one takes the tick off the other.
      const added = selected.filter((item) => !ticked.includes(item));
      ticked = selected.filter(
        (item) => !added.some(({ scope, keeps }) => scope === item.scope && keeps !== item.keeps),
      );
      if (ticked.length < selected.length) box.selectedItems = ticked;
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
  });
  return showBox(box, answer);
}

function itemsOf(scope: PickableScope, scopes: readonly string[]): readonly ScopeItem[] {
  const have = scopes.filter((present) => scopesOf(present).has(scope)).length;
  const detail = scopeMeaning(scope);
  if (have === 0 || have === scopes.length) return [{ label: scope, detail, scope, keeps: false }];
  const description = vscode.l10n.t("mixed: {0} of {1} have it", countText(have), countText(scopes.length));
  return [
    { label: vscode.l10n.t("{0} for all", scope), description, detail, scope, keeps: false },
    { label: vscode.l10n.t("{0} as it is now", scope), description, scope, keeps: true },
  ];
}

function choiceOf(items: readonly ScopeItem[], selected: readonly ScopeItem[]): ScopeChoice {
  return new Map(
    pickableScopes.map((scope) => {
      const chosen = items.find((item) => item.scope === scope && selected.includes(item));
      return [scope, chosen ? (chosen.keeps ? "keep" : "give") : "take"];
    }),
  );
}
