import * as vscode from "vscode";
import { sortKeys, type Sort, type SortKey } from "../tokens/arrangement";
import { pickOne } from "../ui/pickOne";
import { directionName, sortName } from "../ui/sortText";
import type { Parts } from "./parts";

/** Asks for the order of the tokens in the view. The present one turns when it is chosen. */
export async function sortTokens({ arrangements }: Parts): Promise<void> {
  const present = arrangements.sort;
  const items = sortKeys.map((by) => itemOf(by, present));
  const placeholder = vscode.l10n.t("Choose an order; the present one turns round");
  const picked = await pickOne({
    title: vscode.l10n.t("Sort tokens by"),
    waiting: placeholder,
    items: () => Promise.resolve(items),
    placeholder: () => placeholder,
    active: ({ sort }) => sort.by === present.by,
  });
  if (picked.kind === "accepted") arrangements.sort = picked.item.sort;
}

/** @returns with the sort that choosing it makes */
function itemOf(by: SortKey, present: Sort) {
  if (by !== present.by) {
    const sort: Sort = { by, isDescending: isNewestFirst(by) };
    return { label: sortName(by), description: directionName(sort), iconPath: new vscode.ThemeIcon("blank"), sort };
  }
  const turned: Sort = { by, isDescending: !present.isDescending };
  const description = vscode.l10n.t("{0}; choose it for {1}", directionName(present), directionName(turned));
  return { label: sortName(by), description, iconPath: new vscode.ThemeIcon("check"), sort: turned };
}

/** Of what happened, the latest is what people look for. */
function isNewestFirst(by: SortKey): boolean {
  return by === "created" || by === "modified";
}
