import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import { commandIds, type CommandName } from "../contributions";
import { CommandFailure } from "../ui/failure";
import { inertMessage } from "../util/visibleText";
import type { Parts } from "./parts";
import { watchRejectedCredentials } from "./rejectedCredentials";

/** Registers every command, each inside the one error boundary, and has a credential that fails told of once. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const names = Object.keys(commandIds) as CommandName[];
  const told = new WeakSet();
  return vscode.Disposable.from(
    watchRejectedCredentials(parts, told),
    ...names.map((name) =>
      vscode.commands.registerCommand(commandIds[name], (argument: unknown, selected: unknown) =>
        insideBoundary(parts, told, name, async () => {
          // Loaded with the first command, because a start needs none.
          const { runCommand } = await import("./commands");
          return runCommand(name, parts, argument, selected);
        }),
      ),
    ),
  );
}

/**
 * Runs a command. What it throws is logged and shown once, as what failed, why, and one thing to do. A command that is
 * cancelled throws nothing.
 * @param told is given what a message was shown for
 */
async function insideBoundary(
  parts: Parts,
  told: WeakSet<object>,
  name: CommandName,
  run: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (isCancelled(error)) return undefined;
    const cause = error instanceof CommandFailure ? error.cause : error;
    if (typeof cause === "object" && cause !== null) told.add(cause);
    const { explain, isDefect } = await import("../ui/explain");
    const message = explain(error);
    parts.log.error(`${name}: ${message}`);
    if (isDefect(cause)) parts.log.error(cause.stack ?? cause.message);
    const remedy = (error instanceof CommandFailure ? error.remedy : undefined) ?? {
      label: vscode.l10n.t("Show Log"),
      run: () => {
        parts.log.show();
        return Promise.resolve();
      },
    };
    // Not awaited: the command has ended, and the message may stay for as long as the person likes.
    void vscode.window.showErrorMessage(inertMessage(message), remedy.label).then((chosen) => {
      if (chosen === remedy.label) void insideBoundary(parts, told, name, remedy.run);
    });
    return undefined;
  }
}
