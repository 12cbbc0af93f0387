import * as vscode from "vscode";
import { inertText } from "../util/visibleText";
import { pickOne } from "./pickOne";

/** What became of one of several things that were done together. */
export interface Result {
  /** What it was done to. */
  readonly label: string;
  /** What was done, or why it was not. */
  readonly detail: string;
  readonly state: "done" | "failed" | "notDone";
  /** What choosing it does, such as "Retry"; without it nothing. */
  readonly act?: string;
}

export interface Results {
  readonly title: string;
  readonly placeholder: string;
  readonly results: readonly Result[];
  /** What can be done about several of them at once; shown above them. */
  readonly all?: { readonly label: string; readonly detail?: string };
}

/**
 * Shows what became of things that were done together, what failed first, until the person closes the list.
 * @returns which of them, or all, to do something about: the place in `results`
 */
export async function pickResult({ title, placeholder, results, all }: Results): Promise<number | "all" | undefined> {
  const rows = (["failed", "notDone", "done"] as const).flatMap((state) => {
    const inState = results.flatMap((result, index) => (result.state === state ? [{ result, index }] : []));
    if (inState.length === 0) return [];
    return [
      { label: headingOf(state), kind: vscode.QuickPickItemKind.Separator, chosen: undefined },
      ...inState.map(({ result, index }) => itemOf(result, index)),
    ];
  });
  const first = all && { ...all, iconPath: new vscode.ThemeIcon("run-all"), chosen: "all" as const };
  const items = [...(first ? [first] : []), ...rows];
  for (;;) {
    const choice = await pickOne<vscode.QuickPickItem & { readonly chosen: number | "all" | undefined }>({
      title,
      waiting: placeholder,
      items: () => Promise.resolve(items),
      placeholder: () => placeholder,
      staysOpen: true,
    });
    if (choice.kind !== "accepted") return undefined;
    // Choosing what there is nothing to do about leaves the list open.
    if (choice.item.chosen !== undefined) return choice.item.chosen;
  }
}

function itemOf({ label, detail, state, act }: Result, index: number) {
  return {
    label: inertText(label),
    ...(act === undefined ? {} : { description: act }),
    detail: inertText(detail, 400),
    iconPath: new vscode.ThemeIcon({ done: "pass", failed: "error", notDone: "circle-outline" }[state]),
    chosen: act === undefined ? undefined : index,
  };
}

function headingOf(state: Result["state"]): string {
  switch (state) {
    case "done":
      return vscode.l10n.t("Done");
    case "failed":
      return vscode.l10n.t("Failed");
    case "notDone":
      return vscode.l10n.t("Not done");
  }
}
