import * as vscode from "vscode";
import type { TokenChanges } from "../awx/awxClient";
import { AwxError, isCancelled, isOutcomeUnknown } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { differencesOf, fieldOf, isAsAsked, outcomeOf, valueOf, type Difference } from "../tokens/edits";
import { choose } from "../ui/confirm";
import { differenceLines, editWords, quotedValue, type EditWords } from "../ui/editText";
import { CommandFailure, Reason, type Remedy } from "../ui/failure";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import type { Parts } from "./parts";
import { clientOf, correctView, isNoMore, isNotFound, readAgain, takeOver, type Recheck } from "./recheck";
import { signInAgainRemedy } from "./remedies";
import type { TokenTarget } from "./targets";

/** An edit of a token, as a person wants it. */
export interface Edit {
  readonly changes: TokenChanges;
  /** Asks what has to be asked about changing the token as the server has it now; gives whether to go on. */
  readonly confirm?: (present: AccessToken) => Promise<boolean>;
  /** Edits once more, beginning with what the person chose. */
  readonly again: () => Promise<void>;
}

/**
 * Makes an edit, once it is clear that nobody else changed the token meanwhile or that the person wants it all the
 * same, and has what is true then shown. An edit whose answer does not come is not sent again: the server is asked
 * what became of it.
 * @throws {CommandFailure}
 */
export async function changeToken(parts: Parts, target: TokenTarget, recheck: Recheck, edit: Edit): Promise<void> {
  await new Change(parts, target, edit).make(recheck);
}

class Change {
  readonly #parts: Parts;
  readonly #target: TokenTarget;
  readonly #edit: Edit;
  readonly #words: EditWords;

  constructor(parts: Parts, target: TokenTarget, edit: Edit) {
    this.#parts = parts;
    this.#target = target;
    this.#edit = edit;
    this.#words = editWords(fieldOf(edit.changes), target.token, target.server.name);
  }

  async make(recheck: Recheck): Promise<void> {
    const { changes, confirm } = this.#edit;
    const present = await this.#look(recheck);
    if (!present || isAsAsked(present, changes)) return;
    const differences = differencesOf(this.#target.token, present);
    if (differences.length > 0 && !(await this.#isWantedAllTheSame(differences))) return;
    if (confirm && !(await confirm(present))) return;
    await this.#send(present);
  }

  /** The token as it is; nothing when the person gives up waiting for it. */
  async #look(recheck: Recheck): Promise<AccessToken | undefined> {
    try {
      return await whileWaiting(this.#words.saving, (signal) => recheck.token(signal));
    } catch (error) {
      if (isCancelled(error)) return undefined;
      throw this.#refusal(error);
    }
  }

  /** Shows what somebody else changed, and asks which of both is to be. */
  async #isWantedAllTheSame(differences: readonly Difference[]): Promise<boolean> {
    const { token, server } = this.#target;
    const { changes } = this.#edit;
    const mine = vscode.l10n.t("Keep Mine");
    const answer = await choose(
      vscode.l10n.t("{0} on {1} was changed meanwhile", tokenInSentence(token), server.name),
      [
        ...differenceLines(differences),
        vscode.l10n.t("Your edit: {0}", quotedValue(fieldOf(changes), valueOf(changes))),
      ].join("\n"),
      mine,
      vscode.l10n.t("Take Server's"),
    );
    return answer === mine;
  }

  async #send(present: AccessToken): Promise<void> {
    const { changes } = this.#edit;
    const { moment } = this.#parts.tokens;
    let changed: AccessToken;
    try {
      changed = await whileWaiting(this.#words.saving, async (signal) => {
        const client = await clientOf(this.#parts, this.#target, signal);
        return client.updateToken(present.id, changes, signal);
      });
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw this.#refusal(error);
      await this.#findOut(present, error);
      return;
    }
    takeOver(this.#parts, this.#target, changed, moment);
    if (!isAsAsked(changed, changes)) {
      throw new CommandFailure(this.#words.unlike(this.#valueIn(changed)), undefined, this.#editAgain());
    }
    this.#tellOfOthersChanges(differencesOf(present, changed));
  }

  /** Says what was changed beside the edit, between the look at the token and the edit of it. */
  #tellOfOthersChanges(differences: readonly Difference[]): void {
    const others = differences.filter(({ field }) => field !== fieldOf(this.#edit.changes));
    if (others.length === 0) return;
    const { token, server } = this.#target;
    const message = vscode.l10n.t(
      "Your edit of {0} on {1} was saved. The token was changed otherwise at the same moment: {2}.",
      tokenInSentence(token),
      server.name,
      differenceLines(others).join("; "),
    );
    void vscode.window.showWarningMessage(inertMessage(message));
  }

  /** Asks the server what became of an edit whose answer did not come. */
  async #findOut(before: AccessToken, error: unknown): Promise<void> {
    const after = await whileWaiting(this.#words.saving, (signal) =>
      readAgain(this.#parts, this.#target, signal),
    ).catch((failure: unknown) => {
      throw this.#unknown(before, error, failure);
    });
    switch (outcomeOf(this.#edit.changes, before, after)) {
      case "saved":
        void vscode.window.showInformationMessage(inertMessage(vscode.l10n.t("{0}.", this.#words.saved)));
        return;
      case "notSaved":
        if (isCancelled(error)) return;
        throw new CommandFailure(this.#words.notSaved, error, this.#editAgain());
      case "unclear":
        throw new CommandFailure(this.#words.unclear(this.#valueIn(after)), error, this.#editAgain());
    }
  }

  #valueIn(token: AccessToken): string {
    const field = fieldOf(this.#edit.changes);
    return quotedValue(field, token[field]);
  }

  #unknown(before: AccessToken, error: unknown, failure: unknown): CommandFailure {
    correctView(this.#parts, this.#target, failure);
    if (isNotFound(failure)) return isNoMore(this.#target);
    return new CommandFailure(
      vscode.l10n.t("{0}, and asking for it failed as well", this.#words.unknown),
      failure instanceof CommandFailure ? new Reason(vscode.l10n.t("{0}.", failure.what)) : failure,
      { label: vscode.l10n.t("Check Again"), run: () => this.#findOut(before, error) },
    );
  }

  #refusal(error: unknown): CommandFailure {
    correctView(this.#parts, this.#target, error);
    if (isNotFound(error)) return isNoMore(this.#target);
    if (error instanceof CommandFailure) return error;
    return new CommandFailure(this.#words.refused, error, this.#remedy(error));
  }

  #editAgain(): Remedy {
    return { label: vscode.l10n.t("Edit Again"), run: this.#edit.again };
  }

  #remedy(error: unknown): Remedy {
    if (!(error instanceof AwxError) || error.problem.kind !== "unauthenticated") return this.#editAgain();
    const { label, run } = signInAgainRemedy(this.#target.server);
    return {
      label,
      run: async () => {
        if (await run()) await this.#edit.again();
      },
    };
  }
}
