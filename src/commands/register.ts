import * as vscode from "vscode";
import { commandIds, type CommandName } from "../contributions";
import { explain, isDefect } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { addServer } from "./addServer";
import { copyTokenId } from "./copyTokenId";
import { editDescription } from "./editDescription";
import { editScopes } from "./editScopes";
import { openInBrowser } from "./openInBrowser";
import type { Command, Parts } from "./parts";
import { refresh } from "./refresh";
import { removeServer } from "./removeServer";
import { showLog } from "./showLog";
import { signIn } from "./signIn";
import { signOut } from "./signOut";

const commands: Readonly<Record<CommandName, Command>> = {
  addServer,
  removeServer,
  signIn,
  signOut,
  refresh,
  editDescription,
  editScopes,
  copyTokenId,
  openInBrowser,
  showLog,
};

/** Registers every command, each inside the one error boundary. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const names = Object.keys(commands) as CommandName[];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.commands.registerCommand(commandIds[name], (argument: unknown) =>
        insideBoundary(parts, name, () => commands[name](parts, argument)),
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
      run: () => showLog(parts),
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
