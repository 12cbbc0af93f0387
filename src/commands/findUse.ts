import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import type { Server } from "../servers/server";
import { explain, isDefect } from "../ui/explain";
import { inertMessage } from "../util/visibleText";
import type { Parts } from "./parts";

/** Has it found out which tokens of a server were never used, and says when it cannot be: the others are there anyway. */
export async function findUse({ tokens, log }: Parts, server: Server): Promise<void> {
  try {
    await tokens.ensureUsage(server.name);
  } catch (error) {
    if (isCancelled(error)) return;
    if (isDefect(error)) log.error(error);
    const message = vscode.l10n.t(
      "Which tokens on {0} were never used could not be found out. {1}",
      server.name,
      explain(error),
    );
    void vscode.window.showWarningMessage(inertMessage(message));
  }
}
