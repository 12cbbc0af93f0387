import * as vscode from "vscode";
import type { Parts } from "../commands/parts";
import type { Server } from "../servers/server";
import { explain, isDefect } from "../ui/explain";
import { inertMessage } from "../util/visibleText";

/**
 * Why a file cannot be read or was not saved. VS Code shows it behind words of its own and this name, and keeps what was
 * typed.
 */
export class FileFailure extends Error {
  override readonly name = "AWX Access Tokens";

  constructor(message: string) {
    super(inertMessage(message));
  }
}

/** The same for whatever a request, or reading a server, failed with. */
export function fileFailure(parts: Parts, error: unknown): FileFailure {
  return error instanceof FileFailure ? error : new FileFailure(reasonOf(parts, error));
}

/** Why something failed, in words; what has none is in the log. */
export function reasonOf({ log }: Parts, error: unknown): string {
  if (isDefect(error)) log.error(error.stack ?? error.message);
  return explain(error);
}

/** What is said when the person was asked something and gave up: a save that sent nothing must fail, or the edits are lost. */
export function givenUp(): FileFailure {
  return new FileFailure(vscode.l10n.t("You gave it up, so nothing was sent. Your edits are still here."));
}

/**
 * The server that a file's tokens are on.
 * @param url where that was when the file was opened: another may have its name by now, and tokens of the same ids
 * @throws {FileFailure} when it is not there any more
 */
export function serverOf({ servers }: Parts, serverName: string, url: string | undefined): Server {
  const server = servers.find(serverName);
  if (!server) throw new FileFailure(vscode.l10n.t("{0} is no longer configured.", serverName));
  if (url === undefined || url === server.url) return server;
  throw new FileFailure(
    vscode.l10n.t("{0} is another server by now. Close this editor, and open it again.", serverName),
  );
}
