import * as vscode from "vscode";

/** So many items are shown with the others that are ticked: a box with thousands is slow with each key. */
const most = 200;

/** More items than a box can show at once. */
export interface LongList<T extends vscode.QuickPickItem> {
  readonly length: number;
  /**
   * The first of those that a text asks for, and how many there are. The same item each time; `alwaysShow`, because VS
   * Code would look for the text as it is.
   */
  readonly search: (text: string, most: number) => { readonly items: readonly T[]; readonly count: number };
}

/** What a box shows. */
export interface Shown<T extends vscode.QuickPickItem> {
  /** What is chosen or ticked, once all that was typed has been looked for. */
  readonly chosen: () => Promise<readonly T[]>;
}

/**
 * Shows in a box what of a long list is asked for by what is typed, how much more there is, and what is ticked,
 * whatever is typed.
 */
export function showLongList<T extends vscode.QuickPickItem>(
  box: vscode.QuickPick<vscode.QuickPickItem>,
  list: LongList<T>,
): Shown<T> {
  let ticked: readonly T[] = [];
  let more: vscode.QuickPickItem | undefined;
  let isStale = false;
  let filling: Promise<void> | undefined;

  const withoutMore = (items: readonly vscode.QuickPickItem[]): T[] => items.filter((item) => item !== more) as T[];
  const put = (): void => {
    const { items, count } = list.search(box.value, most);
    const found = new Set(items);
    more = count > items.length ? itemOfMore(count - items.length) : undefined;
    box.items = [...items, ...ticked.filter((item) => !found.has(item)), ...(more ? [more] : [])];
    box.selectedItems = ticked;
  };
  const fill = async (): Promise<void> => {
    while (isStale) {
      isStale = false;
      put();
      await takenOver();
    }
    filling = undefined;
  };
  const show = (): void => {
    isStale = true;
    filling ??= fill();
  };

  box.onDidChangeValue(show);
  box.onDidChangeSelection((selected) => {
    // VS Code names an item by its place; until it shows the new ones, it means one that was there before.
    if (filling || !box.canSelectMany) return;
    ticked = withoutMore(selected);
    if (ticked.length < selected.length) box.selectedItems = ticked;
  });
  show();
  return {
    chosen: async () => {
      const { selectedItems } = box;
      const isBehind = filling !== undefined;
      await filling;
      if (box.canSelectMany) return ticked;
      return withoutMore(isBehind ? box.activeItems.slice(0, 1) : selectedItems);
    },
  };
}

function itemOfMore(count: number): vscode.QuickPickItem {
  return {
    // Never what somebody types, by which VS Code would move it up.
    label: "…",
    description: vscode.l10n.t("{0} more: type what to look for", count.toLocaleString(vscode.env.language)),
    alwaysShow: true,
  };
}

/** Waits until VS Code shows what was just set on a box, and has told all that came of it. */
async function takenOver(): Promise<void> {
  // What is set goes out in a task of its own.
  await new Promise((resolve) => setTimeout(resolve));
  // Whatever VS Code is asked after that is answered after that.
  await vscode.commands.executeCommand("noop").then(undefined, () => undefined);
}
