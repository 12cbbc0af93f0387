import * as vscode from "vscode";
import { showBox } from "./boxes";
import { showLongList, type LongList, type Shown } from "./longList";
import { showStep, type StepPosition } from "./steps";

export interface ChoiceInput<T extends vscode.QuickPickItem> {
  readonly title: string;
  /** What the box says while the items are on their way. */
  readonly waiting: string;
  readonly items: (signal: AbortSignal) => Promise<readonly T[] | LongList<T>>;
  /** What it says then; there may be none. */
  readonly placeholder: (count: number) => string;
  /** The one to begin at. */
  readonly active?: (item: T) => boolean;
  readonly step?: StepPosition;
  /** The box stays open when the focus goes elsewhere. */
  readonly staysOpen?: boolean;
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
  showStep(box, input.step);
  const answer = new Promise<Choice<T>>((resolve, reject) => {
    let shown: Shown<T> | undefined;
    box.onDidAccept(() => {
      void shown?.chosen().then(([item]) => {
        if (item) resolve({ kind: "accepted", item });
      });
    });
    box.onDidTriggerButton(() => {
      resolve({ kind: "back" });
    });
    box.onDidHide(() => {
      resolve({ kind: "cancelled" });
    });
    fillWith(box, input, closed.signal).then((filled) => {
      shown = filled;
      // Setting none would take the focus from the first, so that Enter did nothing.
      const active = input.active ? box.items.filter(input.active) : [];
      if (active.length > 0) box.activeItems = active;
    }, reject);
  });
  return showBox(box, answer).finally(() => {
    closed.abort();
  });
}

/**
 * Fills a box with the items of a choice, once they have come, and gives what is chosen of them.
 * @throws what `items` rejects with
 */
export async function fillWith<T extends vscode.QuickPickItem>(
  box: vscode.QuickPick<T>,
  { title, waiting, items, placeholder, staysOpen }: Omit<ChoiceInput<T>, "active" | "step">,
  signal: AbortSignal,
): Promise<Shown<T>> {
  box.title = title;
  box.placeholder = waiting;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.ignoreFocusOut = staysOpen ?? false;
  box.busy = true;
  const found = await items(signal);
  const shown = "search" in found ? showLongList(box, found) : showAll(box, found);
  box.placeholder = placeholder(found.length);
  box.busy = false;
  return shown;
}

function showAll<T extends vscode.QuickPickItem>(box: vscode.QuickPick<T>, items: readonly T[]): Shown<T> {
  box.items = items;
  return { chosen: () => Promise.resolve(box.selectedItems) };
}
