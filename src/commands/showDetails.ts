import * as vscode from "vscode";
import type { AwxClient } from "../awx/awxClient";
import { isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { detailsText, detailsTitle, type DetailsReport } from "../documents/tokenDetails";
import { webPageOf } from "../servers/webPage";
import { readHistory, readOlder } from "../tokens/history";
import { isOwn } from "../tokens/tokenList";
import { rightsOf, saysWhatMayChange } from "../tokens/tokenRights";
import { listOf } from "../tokens/tokenStore";
import { CommandFailure } from "../ui/failure";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import type { Parts } from "./parts";
import { clientOf, correctView, isNoMore, isNotFound, takeOver } from "./recheck";
import { readTokens, requireUnchanged, tokenFor, type TokenTarget } from "./targets";

/** Shows all that there is to know of a token, and what became of it so far, in a document. */
export async function showDetails(parts: Parts, argument: unknown): Promise<void> {
  const target = await tokenFor(parts, argument, vscode.l10n.t("Show the details of which token?"));
  const report = target && (await unlessCancelled(() => readDetails(parts, target)));
  if (report) await new ShownDetails(parts, target, report).show();
}

/** Shows more of the history that ends before its end: of the document in the active editor. */
export async function showOlderChanges(parts: Parts, argument: unknown): Promise<void> {
  const continuation = parts.documents.continuationOf(argument);
  if (!continuation) {
    throw new CommandFailure(
      vscode.l10n.t("There are no older changes to show here: open the details of a token with a long history"),
    );
  }
  await continuation.run();
}

/** Details as they are in their document. */
class ShownDetails {
  readonly #parts: Parts;
  readonly #target: TokenTarget;
  readonly #continuation = { label: vscode.l10n.t("Show Older Changes"), run: () => this.#showOlder() };
  #report: DetailsReport;
  #reading: Promise<void> | undefined;

  constructor(parts: Parts, target: TokenTarget, report: DetailsReport) {
    this.#parts = parts;
    this.#target = target;
    this.#report = report;
  }

  async show(): Promise<void> {
    await this.#parts.documents.show(this.#title, this.#key, detailsText(this.#report), this.#rest);
  }

  /** Once for all who ask meanwhile: the page is read and added once. */
  #showOlder(): Promise<void> {
    this.#reading ??= this.#readOlder().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOlder(): Promise<void> {
    const { server } = this.#target;
    const { history, details } = this.#report;
    if (history.kind !== "read") return;
    const title = vscode.l10n.t("Reading older changes of {0} on {1}", tokenInSentence(details.token), server.name);
    try {
      const longer = await unlessCancelled(() =>
        whileWaiting(title, async (signal) => {
          requireUnchanged(this.#parts, server);
          return readOlder(await clientOf(this.#parts, this.#target, signal), history, signal);
        }),
      );
      if (!longer) return;
      this.#report = { ...this.#report, history: longer };
      this.#parts.documents.change(this.#title, this.#key, this.#continuation, detailsText(this.#report), this.#rest);
    } catch (error) {
      correctView(this.#parts, this.#target, error);
      throw new CommandFailure(
        vscode.l10n.t("Older changes of {0} on {1} could not be read", tokenInSentence(details.token), server.name),
        error,
        { label: vscode.l10n.t("Try Again"), run: this.#continuation.run },
      );
    }
  }

  get #title(): string {
    return detailsTitle(this.#target.server, this.#target.token);
  }

  get #key(): string {
    const { server, token } = this.#target;
    return JSON.stringify([server.name, token.source, token.id]);
  }

  /** How the document goes on, if it does. */
  get #rest() {
    const { history } = this.#report;
    return history.kind === "read" && history.older ? this.#continuation : undefined;
  }
}

async function readDetails(parts: Parts, target: TokenTarget): Promise<DetailsReport> {
  const { server, token } = target;
  const title = vscode.l10n.t("Reading the details of {0} on {1}", tokenInSentence(token), server.name);
  try {
    return await whileWaiting(title, (signal) => ask(parts, target, signal));
  } catch (error) {
    correctView(parts, target, error);
    if (isCancelled(error)) throw error;
    if (isNotFound(error)) throw isNoMore(target);
    throw new CommandFailure(
      vscode.l10n.t("The details of {0} on {1} could not be read", tokenInSentence(token), server.name),
      error,
    );
  }
}

async function ask(parts: Parts, target: TokenTarget, signal: AbortSignal): Promise<DetailsReport> {
  const { server, token: listed } = target;
  const { moment } = parts.tokens;
  const client = await clientOf(parts, target, signal);
  const details = await client.details(listed.id, signal);
  const { token } = details;
  takeOver(parts, target, token, moment);
  const list = listOf(parts.tokens.state(server.name)) ?? (await readTokens(parts, server));
  const [history, mayChange] = await Promise.all([
    readHistory(client, details.historyLink, signal),
    saysWhatMayChange(list, token) ? undefined : mayBeChanged(client, token, signal),
  ]);
  return {
    server,
    details,
    webPage: webPageOf(server, token, list.users.get(token.source)),
    isOwn: isOwn(list, token),
    rights: rightsOf(list, token, mayChange),
    history,
    readAt: new Date(),
  };
}

/** Nothing when the server does not say. */
async function mayBeChanged(client: AwxClient, { id }: AccessToken, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    return await client.mayChange(id, signal);
  } catch (error) {
    if (isCancelled(error)) throw error;
    return undefined;
  }
}

/** What something gives, and nothing when the person gave it up. */
async function unlessCancelled<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isCancelled(error)) return undefined;
    throw error;
  }
}
