import * as vscode from "vscode";
import { inertMessage } from "../util/visibleText";

/**
 * Does something that may take a while behind a notification that can cancel it.
 * @param act is told by the signal that the person gave it up, and may say what it is at
 * @throws what `act` throws
 */
export async function whileCancellable<T>(
  title: string,
  act: (signal: AbortSignal, sayStep: (step: string) => void) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: inertMessage(title) };
  return vscode.window.withProgress(options, (progress, token) => {
    const given = new AbortController();
    token.onCancellationRequested(() => {
      given.abort();
    });
    return act(given.signal, (message) => {
      progress.report({ message });
    });
  });
}
