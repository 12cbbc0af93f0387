import * as vscode from "vscode";
import { isUnauthenticated } from "../tokens/tokenStore";
import { inertMessage } from "../util/visibleText";
import type { Parts } from "./parts";
import { signInAgainRemedy } from "./remedies";

/**
 * Says once for each credential that its server accepts it no longer, however many requests find that out.
 * @param told errors that a message was shown for already
 */
export function watchRejectedCredentials(parts: Parts, told: WeakSet<object>): vscode.Disposable {
  const known = new Set<string>();
  const tell = async (serverName: string): Promise<void> => {
    const { explain } = await import("../ui/explain");
    const server = parts.servers.find(serverName);
    const state = parts.tokens.state(serverName);
    if (!server || state.kind !== "failed" || told.has(state.error as object)) return;
    const { label, run } = signInAgainRemedy(server);
    const message = vscode.l10n.t("You are no longer signed in to {0}. {1}", serverName, explain(state.error));
    if ((await vscode.window.showErrorMessage(inertMessage(message), label)) === label) await run();
  };
  return vscode.Disposable.from(
    parts.tokens.onDidChange(({ serverName }) => {
      const state = parts.tokens.state(serverName);
      // One that works again may stop working again.
      if (state.kind === "loaded") known.delete(serverName);
      if (known.has(serverName) || !isUnauthenticated(state)) return;
      known.add(serverName);
      // A command that waits for the same answer says what came of it: it is given the time to.
      setTimeout(() => void tell(serverName));
    }),
    parts.credentials.onDidChange((serverName) => {
      known.delete(serverName);
    }),
  );
}
