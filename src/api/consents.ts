import * as vscode from "vscode";
import { AwxError } from "../awx/errors";
import type { Parts } from "../commands/parts";
import type { Access, AccessGrants, GrantAnswer } from "../servers/accessGrants";
import { isSameServer, type Server } from "../servers/server";
import { userOf } from "../tokens/tokenList";
import { listOf } from "../tokens/tokenStore";
import { extensionName } from "../ui/extensionName";
import { unlessAborted } from "../util/unlessAborted";
import { inertMessage, inertText } from "../util/visibleText";
import { ApiError } from "./apiError";

/** Asks the person what another extension may do. */
export class Consents {
  readonly #parts: Pick<Parts, "grants" | "servers" | "tokens">;
  /** The questions that are open, by extension and server: all that wait for one share its answer. */
  readonly #open = new Map<string, Promise<void>>();

  constructor(parts: Pick<Parts, "grants" | "servers" | "tokens">) {
    this.#parts = parts;
  }

  /**
   * Makes sure that the person allows an extension to do something on a server, and asks them if they have not said yet.
   * @param signal ends the wait; a dialog stays, and what the person answers counts
   * @throws {ApiError} `denied`, or `unknownServer` when it was changed meanwhile
   * @throws {AwxError} `cancelled`
   */
  async require(extensionId: string, server: Server, access: Access, signal: AbortSignal): Promise<void> {
    const key = JSON.stringify([extensionId, server.name]);
    const grants = await this.#parts.grants();
    for (;;) {
      if (signal.aborted) throw new AwxError({ kind: "cancelled" }, "");
      // What is answered is said of the server that was asked about.
      if (!isSameServer(this.#parts.servers.find(server.name), server)) {
        throw new ApiError(
          "unknownServer",
          vscode.l10n.t("{0} was changed in the settings meanwhile. Begin again.", server.name),
        );
      }
      const answer = grants.answer(extensionId, server, access);
      if (answer === "denied") throw denied(extensionId, server);
      if (answer) return;
      // One question at a time: what is answered to an open one may be the answer to this.
      let question = this.#open.get(key);
      if (!question) {
        question = this.#ask(grants, extensionId, server, access).finally(() => this.#open.delete(key));
        this.#open.set(key, question);
      }
      await unlessAborted(question, signal);
    }
  }

  async #ask(grants: AccessGrants, extensionId: string, server: Server, access: Access): Promise<void> {
    const timesForgotten = grants.timesForgotten(server.name);
    const list = listOf(this.#parts.tokens.state(server.name));
    const user = list && userOf(list)?.username;
    const { question, warning } = wordsFor(extensionId, server, access);
    const detail = [
      warning,
      ...(user === undefined ? [] : [vscode.l10n.t("You are signed in there as {0}.", inertText(user, 100))]),
      vscode.l10n.t(
        "It does not get what you are signed in with. You can take this back with the command “Manage Access of Extensions”.",
      ),
    ].join("\n\n");
    const choices: (vscode.MessageItem & { readonly answer: GrantAnswer })[] = [
      { title: vscode.l10n.t("Allow"), answer: "allowed" },
      { title: vscode.l10n.t("Allow in This Session"), answer: "allowedForSession" },
      { title: vscode.l10n.t("Deny"), answer: "denied", isCloseAffordance: true },
    ];
    const options = { modal: true, detail: inertMessage(detail) };
    const chosen = await vscode.window.showWarningMessage(inertMessage(question), options, ...choices);
    const answer = chosen?.answer ?? "denied";
    // Somebody else may be signed in by now: they were not asked.
    if (grants.timesForgotten(server.name) !== timesForgotten) return;
    await grants.add({ extensionId, serverName: server.name, url: server.url, access, answer });
  }
}

function wordsFor(id: string, server: Server, access: Access): { readonly question: string; readonly warning: string } {
  const [extension, serverName] = [extensionName(id), inertText(server.name, 60)];
  switch (access) {
    case "read":
      return {
        question: vscode.l10n.t("Allow the extension “{0}” ({1}) to read from {2}?", extension, id, serverName),
        warning: vscode.l10n.t(
          "It will be able to read all that you may see on {0}: inventories, jobs and their output, users, and access tokens without their values.",
          server.url,
        ),
      };
    case "write":
      return {
        question: vscode.l10n.t("Allow the extension “{0}” ({1}) to make changes on {2}?", extension, id, serverName),
        warning: vscode.l10n.t(
          "It will be able to do in your name all that you may do on {0}: start jobs, change and delete things, and make access tokens, whose values it gets. It will be able to read all that you may see there, too.",
          server.url,
        ),
      };
  }
}

function denied(extensionId: string, server: Server): ApiError {
  return new ApiError(
    "denied",
    vscode.l10n.t(
      "You did not allow the extension “{0}” to do this on {1}. The command “Manage Access of Extensions” takes that back.",
      extensionName(extensionId),
      inertText(server.name, 60),
    ),
  );
}
