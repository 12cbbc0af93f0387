import * as vscode from "vscode";
import { showStep, type StepPosition } from "./steps";

export interface ChoiceInput<T extends vscode.QuickPickItem> {
  readonly title: string;
  /** What the box says while the items are on their way. */
  readonly waiting: string;
  readonly items: (signal: AbortSignal) => Promise<readonly T[]>;
  /** What it says then; there may be none. */
  readonly placeholder: (count: number) => string;
  /** The one to begin at. */
  readonly active?: (item: T) => boolean;
  readonly step?: StepPosition;
}

/** What became of a choice: Escape is no error, and Back is no choice. */
export type Choice<T> = { readonly kind: "accepted"; readonly item: T } | { readonly kind: "back" | "cancelled" };

/**
 * Asks for one of some items, which can be searched by all that is shown of them. The box is there at once and filled
 * when the items have come; closing it gives them up.
 * @throws what `items` rejects with
 */
export async function pickOne<T extends vscode.QuickPickItem>(input: ChoiceInput<T>): Promise<Choice<T>> {
  const box = vscode.window.createQuickPick<T>();
  const closed = new AbortController();
  box.title = input.title;
  box.placeholder = input.waiting;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.busy = true;
  showStep(box, input.step);
  const answer = new Promise<Choice<T>>((resolve, reject) => {
    box.onDidAccept(() => {
      const [item] = box.selectedItems;
      if (item) resolve({ kind: "accepted", item });
    });
    box.onDidTriggerButton(() => {
      resolve({ kind: "back" });
    });
    box.onDidHide(() => {
      resolve({ kind: "cancelled" });
    });
    input.items(closed.signal).then((items) => {
      box.items = items;
      box.activeItems = items.filter((item) => input.active?.(item));
      box.placeholder = input.placeholder(items.length);
      box.busy = false;
    }, reject);
  });
  box.show();
  try {
    return await answer;
  } finally {
    closed.abort();
    box.dispose();
  }
}
