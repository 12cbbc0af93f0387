import * as vscode from "vscode";
import { isWidening } from "../tokens/scopes";
import { confirm } from "../ui/confirm";
import { tokenNames, tokensInSentence } from "../ui/tokenNames";
import type { Parts } from "./parts";
import { narrowingWarnings } from "./signInToken";
import { serverNamesOf, type TokenTarget } from "./targets";

/** What the scope of one of several tokens is to become. */
export interface ScopeChange {
  readonly target: TokenTarget;
  readonly from: string;
  readonly to: string;
}

/** Asks about what lets tokens do more, and about what takes from us what we are signed in with. */
export async function confirmScopeChanges(parts: Parts, changes: readonly ScopeChange[]): Promise<boolean> {
  const widened = targetsOf(changes.filter(({ from, to }) => isWidening(from, to)));
  const narrowed = targetsOf(changes.filter(({ from, to }) => isWidening(to, from)));
  const warnings = await narrowingWarnings(parts, narrowed);
  if (!warnings) return false;
  if (widened.length > 0) {
    const tokens = widened.map(({ token }) => token);
    const lines = [
      ...tokenNames(tokens),
      vscode.l10n.t("Whoever holds one of them can then launch, change and delete everything that its owner may."),
      ...warnings,
    ];
    return confirm(
      vscode.l10n.t("Let {0} on {1} write?", tokensInSentence(tokens), serverNamesOf(widened)),
      lines.join("\n"),
      vscode.l10n.t("Widen to Write"),
    );
  }
  if (warnings.length === 0) return true;
  const names = tokensInSentence(narrowed.map(({ token }) => token));
  return confirm(
    vscode.l10n.t("Take writing from {0} on {1}?", names, serverNamesOf(narrowed)),
    warnings.join("\n"),
    vscode.l10n.t("Narrow"),
  );
}

function targetsOf(changes: readonly ScopeChange[]): readonly TokenTarget[] {
  return changes.map(({ target }) => target);
}
