import * as vscode from "vscode";
import { countText } from "../ui/format";
import { whileCancellable } from "../ui/whileCancellable";
import { forEachAtMost } from "../util/atMost";

/** How many requests are under way at once. */
const atOnce = 4;

/**
 * Does something with each of several tokens, at most four at a time, behind a notification that counts them and can
 * cancel it.
 * @param act must not throw; what it gives says what became of that one. When the signal says that the person gave up,
 *   it finds out what became of what is under way.
 * @returns what became of each, in their order; nothing for those that were not begun when the person gave up
 */
export async function inBatch<T, R>(
  title: string,
  items: readonly T[],
  act: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly (R | undefined)[]> {
  const results = items.map((): R | undefined => undefined);
  let count = 0;
  await whileCancellable(title, async (signal, sayStep) => {
    const sayCount = (): void => {
      sayStep(
        vscode.l10n.t({
          message: "{0} of {1}",
          args: [countText(count), countText(items.length)],
          comment: ["How many are done"],
        }),
      );
    };
    sayCount();
    await forEachAtMost(
      atOnce,
      items.entries(),
      async ([index, item]) => {
        results[index] = await act(item, signal);
        count++;
        sayCount();
      },
      signal,
    );
  });
  return results;
}
