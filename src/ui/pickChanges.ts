import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { inertText } from "../util/visibleText";
import { pickMany } from "./pickMany";
import { tokenLabel } from "./tokenText";

/** A change of one of several tokens that are edited together. */
export interface PlannedChange {
  readonly serverName: string;
  readonly token: AccessToken;
  /** What would become of the token, on one line. */
  readonly what: string;
  /** It would let the token write. */
  readonly isWidening: boolean;
  /** What was made of the token meanwhile, so that the change may not be wanted any more. */
  readonly conflict?: string;
}

/**
 * Shows what would become of each of several tokens, in that order, and asks which of the changes to make. All are
 * ticked but those of tokens that were changed meanwhile. Nothing when the person gives up.
 */
export async function pickChanges<T extends PlannedChange>(
  title: string,
  note: string | undefined,
  changes: readonly T[],
): Promise<readonly T[] | undefined> {
  const hint = vscode.l10n.t("Untick what should stay as it is");
  const hasSeveralServers = new Set(changes.map(({ serverName }) => serverName)).size > 1;
  const picked = await pickMany({
    title,
    waiting: hint,
    items: () => Promise.resolve(changes.map((change) => itemOf(change, hasSeveralServers))),
    placeholder: () => (note === undefined ? hint : `${hint} (${note})`),
    ticked: ({ change }) => change.conflict === undefined,
    staysOpen: true,
  });
  return picked?.map(({ change }) => change);
}

/** Those first that would be widened, then those that were changed meanwhile: what is to be looked at with care. */
export function mostCriticalFirst<T extends PlannedChange>(changes: readonly T[]): readonly T[] {
  return [...changes].sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ conflict, isWidening }: PlannedChange): 0 | 1 | 2 {
  if (isWidening) return 0;
  return conflict === undefined ? 2 : 1;
}

function itemOf<T extends PlannedChange>(change: T, hasSeveralServers: boolean) {
  const { token, serverName, what, isWidening, conflict } = change;
  const place = vscode.l10n.t("ID {0}", token.id);
  return {
    label: inertText(tokenLabel(token)),
    description: hasSeveralServers ? `${place} · ${inertText(serverName)}` : place,
    detail: [
      what,
      ...(isWidening ? [vscode.l10n.t("lets it write")] : []),
      ...(conflict === undefined ? [] : [conflict]),
    ].join(" · "),
    iconPath: new vscode.ThemeIcon(rankOf(change) === 2 ? "arrow-right" : "warning"),
    change,
  };
}
