import * as vscode from "vscode";

export interface Choice<T extends vscode.QuickPickItem> {
  readonly title: string;
  /** What the box says while the items are on their way. */
  readonly waiting: string;
  readonly items: Promise<readonly T[]>;
  /** What it says then; there may be none. */
  readonly placeholder: (count: number) => string;
}

/**
 * Asks for one of some items, which can be searched by all that is shown of them. The box is there at once and filled
 * when the items have come. Nothing when the person gives up.
 * @throws what `items` rejects with
 */
export async function pickOne<T extends vscode.QuickPickItem>(choice: Choice<T>): Promise<T | undefined> {
  const box = vscode.window.createQuickPick<T>();
  box.title = choice.title;
  box.placeholder = choice.waiting;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.busy = true;
  const answer = new Promise<T | undefined>((resolve, reject) => {
    box.onDidAccept(() => {
      const [item] = box.selectedItems;
      if (item) resolve(item);
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
    choice.items.then((items) => {
      box.items = items;
      box.placeholder = choice.placeholder(items.length);
      box.busy = false;
    }, reject);
  });
  box.show();
  try {
    return await answer;
  } finally {
    box.dispose();
  }
}
