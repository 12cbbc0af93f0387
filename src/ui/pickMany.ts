import * as vscode from "vscode";
import { showBox } from "./boxes";
import type { Shown } from "./longList";
import { fillWith, type ChoiceInput } from "./pickOne";

export interface ManyInput<T extends vscode.QuickPickItem> extends Omit<ChoiceInput<T>, "active" | "step"> {
  /** Which are ticked to begin with; none by default. */
  readonly ticked?: (item: T) => boolean;
  /** Closes by itself when there are no items, as if none had been ticked. */
  readonly closesWhenEmpty?: boolean;
}

/**
 * Asks for any of some items, which can be searched by all that is shown of them. Nothing when the person gives up.
 * @throws what `items` rejects with
 */
export async function pickMany<T extends vscode.QuickPickItem>(input: ManyInput<T>): Promise<readonly T[] | undefined> {
  const box = vscode.window.createQuickPick<T>();
  const closed = new AbortController();
  box.canSelectMany = true;
  const answer = new Promise<readonly T[] | undefined>((resolve, reject) => {
    let shown: Shown<T> | undefined;
    box.onDidAccept(() => {
      // Whoever is quicker than the items has not seen what they would accept.
      void shown?.chosen().then(resolve);
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
    fillWith(box, input, closed.signal).then((filled) => {
      shown = filled;
      if (input.ticked) box.selectedItems = box.items.filter(input.ticked);
      if (input.closesWhenEmpty && box.items.length === 0) resolve([]);
    }, reject);
  });
  return showBox(box, answer).finally(() => {
    closed.abort();
  });
}
