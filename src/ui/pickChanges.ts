import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { EditedField } from "../tokens/edits";
import { isWidening } from "../tokens/scopes";
import { inertText } from "../util/visibleText";
import { quotedValue } from "./editText";
import { pickMany } from "./pickMany";
import { tokenLabel } from "./tokenText";

/** A change of one of several tokens that are edited together. */
export interface PlannedChange {
  readonly serverName: string;
  readonly token: AccessToken;
  readonly from: string;
  readonly to: string;
  /** What was made of the token meanwhile, so that the change may not be wanted any more. */
  readonly conflict?: string;
}

/**
 * Shows what would become of each of several tokens, those first that were changed meanwhile or would be widened, and
 * asks which of the changes to make. All are ticked but those of tokens that were changed meanwhile. Nothing when the
 * person gives up.
 */
export async function pickChanges<T extends PlannedChange>(
  title: string,
  note: string | undefined,
  field: EditedField,
  changes: readonly T[],
): Promise<readonly T[] | undefined> {
  const first = changes.filter((change) => rankOf(change, field) === 0);
  const second = changes.filter((change) => rankOf(change, field) === 1);
  const others = changes.filter((change) => rankOf(change, field) === 2);
  const hint = vscode.l10n.t("Untick what is not to be changed");
  const hasSeveralServers = new Set(changes.map(({ serverName }) => serverName)).size > 1;
  const picked = await pickMany({
    title,
    waiting: hint,
    items: () =>
      Promise.resolve([...first, ...second, ...others].map((change) => itemOf(change, field, hasSeveralServers))),
    placeholder: () => (note === undefined ? hint : `${hint} (${note})`),
    ticked: ({ change }) => change.conflict === undefined,
    staysOpen: true,
  });
  return picked?.map(({ change }) => change);
}

function rankOf({ conflict, from, to }: PlannedChange, field: EditedField): 0 | 1 | 2 {
  if (conflict !== undefined) return 0;
  return field === "scope" && isWidening(from, to) ? 1 : 2;
}

function itemOf<T extends PlannedChange>(change: T, field: EditedField, hasSeveralServers: boolean) {
  const { token, serverName, from, to, conflict } = change;
  const rank = rankOf(change, field);
  const arrow = `${quotedValue(field, from)} → ${quotedValue(field, to)}`;
  const place = vscode.l10n.t("ID {0}", token.id);
  return {
    label: inertText(tokenLabel(token)),
    description: hasSeveralServers ? `${place} · ${inertText(serverName)}` : place,
    detail:
      conflict !== undefined
        ? `${arrow} · ${conflict}`
        : rank === 1
          ? vscode.l10n.t("{0} · lets it write", arrow)
          : arrow,
    iconPath: new vscode.ThemeIcon(rank === 2 ? "arrow-right" : "warning"),
    change,
  };
}
