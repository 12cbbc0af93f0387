import * as vscode from "vscode";
import type { CreatedToken } from "../awx/awxClient";
import { AwxError, isCancelled } from "../awx/errors";
import type { Server } from "../servers/server";
import { unlikeAsked } from "../tokens/newTokens";
import { listOf } from "../tokens/tokenStore";
import { differenceLines } from "../ui/editText";
import { CommandFailure, type Remedy } from "../ui/failure";
import { handOver } from "../ui/handOver";
import { askSteps } from "../ui/steps";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { unlessAborted } from "../util/unlessAborted";
import { findNewToken, sendNewToken, tokenRequest, type FoundToken, type TokenRequest } from "./makeToken";
import { NewTokenSteps, type NewTokenDraft } from "./newTokenSteps";
import type { Parts } from "./parts";
import { revokeRemedy, signInAgainRemedy } from "./remedies";
import { useHere } from "./signInWith";
import { readTokens, requireWritable, serverFor } from "./targets";

/** Makes a token, personal or for an application, and hands over its value, which can be had only then. */
export async function createToken(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Create a token on which server?"));
  if (server) await createOn(parts, server);
}

/** @param kept what an earlier try left in the steps, which then begin at their end */
async function createOn(parts: Parts, server: Server, kept?: NewTokenDraft): Promise<void> {
  const list = await whileWaiting(vscode.l10n.t("Reading the tokens of {0}", server.name), (signal) =>
    unlessAborted(readTokens(parts, server), signal),
  );
  if (!list) return;
  requireWritable(server, list);
  const steps = new NewTokenSteps(parts, server, list);
  const draft = await askSteps(kept ?? steps.empty, () => steps.all, kept ? steps.all.length : 1);
  if (!draft) return;
  const { source, application, description, scope } = draft;
  const values = { description, scope, applicationId: application?.id ?? null };
  const present = listOf(parts.tokens.state(server.name)) ?? list;
  await new Creation(parts, tokenRequest(server, present, source, values), draft).make();
}

class Creation {
  readonly #parts: Parts;
  readonly #request: TokenRequest;
  readonly #draft: NewTokenDraft;

  constructor(parts: Parts, request: TokenRequest, draft: NewTokenDraft) {
    this.#parts = parts;
    this.#request = request;
    this.#draft = draft;
  }

  /** @throws {CommandFailure} says whether a token is there now */
  async make(): Promise<void> {
    const made = await this.#waiting((signal) => sendNewToken(this.#parts, this.#request, signal));
    switch (made.kind) {
      case "made":
        await this.#handOver(made.created);
        return;
      case "refused":
        throw new CommandFailure(this.#notCreated, made.error, this.#remedy(made.error));
      case "unanswered":
        await this.#findOut(made.error);
    }
  }

  async #findOut(error: unknown): Promise<void> {
    const found = await this.#waiting((signal) => findNewToken(this.#parts, this.#request, error, signal));
    if (found.kind === "notMade" && isCancelled(error)) return;
    throw this.#failure(found);
  }

  #failure(found: FoundToken): CommandFailure {
    const { server } = this.#request;
    switch (found.kind) {
      case "notMade":
        return new CommandFailure(this.#notCreated, found.error, this.#tryAgain);
      case "lost":
        return new CommandFailure(
          vscode.l10n.t(
            "{0} was created on {1}, but its value was lost with the answer: nobody can use it",
            tokenInSentence(found.token),
            server.name,
          ),
          found.error,
          revokeRemedy(server, found.token),
        );
      case "unknown":
        return new CommandFailure(
          vscode.l10n.t("It cannot be told whether a token was created on {0}, and asking failed as well", server.name),
          found.failure,
          { label: vscode.l10n.t("Check Again"), run: () => this.#findOut(found.error) },
        );
    }
  }

  async #handOver(created: CreatedToken): Promise<void> {
    const { server, values } = this.#request;
    const { token, secret, refreshSecret } = created;
    const use = useHere(this.#parts, server, created);
    const unlike = differenceLines(unlikeAsked(token, values, this.#draft.application?.name));
    await handOver({
      what: vscode.l10n.t("{0} was created on {1}", tokenInSentence(token), server.name),
      notes: unlike.length === 0 ? [] : [vscode.l10n.t("It is not what you asked for: {0}.", unlike.join("; "))],
      secret,
      refreshSecret,
      ...(use && { use }),
    });
    this.#parts.view.revealToken(server.name, token);
  }

  #waiting<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return whileWaiting(vscode.l10n.t("Creating a token on {0}", this.#request.server.name), act);
  }

  get #notCreated(): string {
    return vscode.l10n.t("No token was created on {0}", this.#request.server.name);
  }

  get #tryAgain(): Remedy {
    const { server } = this.#request;
    return { label: vscode.l10n.t("Try Again"), run: () => createOn(this.#parts, server, this.#draft) };
  }

  #remedy(error: unknown): Remedy {
    if (!(error instanceof AwxError) || error.problem.kind !== "unauthenticated") return this.#tryAgain;
    const { label, run } = signInAgainRemedy(this.#request.server);
    return {
      label,
      run: async () => {
        if (await run()) await this.#tryAgain.run();
      },
    };
  }
}
