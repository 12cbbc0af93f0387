import * as vscode from "vscode";
import { tokensViewId } from "../contributions";
import { whileCancellable } from "./whileCancellable";

/** How long something takes before it is worth a notification, in milliseconds. */
const patience = 3000;

/**
 * Does something that is usually quick: the view shows progress, and when it takes longer a notification says what for
 * and can cancel it.
 * @throws what `act` throws
 */
export async function whileWaiting<T>(title: string, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const given = new AbortController();
  const done = act(given.signal);
  const slow = setTimeout(() => {
    void whileCancellable(title, (signal) => {
      signal.addEventListener("abort", () => {
        given.abort();
      });
      return done.catch(() => undefined);
    });
  }, patience);
  try {
    return await vscode.window.withProgress({ location: { viewId: tokensViewId } }, () => done);
  } finally {
    clearTimeout(slow);
  }
}
