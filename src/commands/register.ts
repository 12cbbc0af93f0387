import * as vscode from "vscode";
import { commandIds, type CommandName } from "../contributions";
import { explain, isDefect } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import type { Parts } from "./parts";

/** Registers every command, each inside the one error boundary. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const names = Object.keys(commandIds) as CommandName[];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.commands.registerCommand(commandIds[name], (argument: unknown) =>
        insideBoundary(parts, name, async () => {
          // Loaded with the first command, because a start needs none.
          const { commands } = await import("./commands");
          return commands[name](parts, argument);
        }),
      ),
    ),
  );
}

/**
 * Runs a command. What it throws is logged and shown once, as what failed, why, and one thing to do. A command that is
 * cancelled throws nothing.
 */
async function insideBoundary(parts: Parts, name: CommandName, run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    const cause = error instanceof CommandFailure ? error.cause : error;
    const message = messageOf(error);
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
    void vscode.window.showErrorMessage(message, remedy.label).then((chosen) => {
      if (chosen === remedy.label) void insideBoundary(parts, name, remedy.run);
    });
    return undefined;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof CommandFailure)) return explain(error);
  return error.cause === undefined
    ? vscode.l10n.t("{0}.", error.what)
    : vscode.l10n.t("{0}. {1}", error.what, explain(error.cause));
}
