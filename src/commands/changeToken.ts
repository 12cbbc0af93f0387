import * as vscode from "vscode";
import type { TokenChanges } from "../awx/awxClient";
import { AwxError, isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { changesTo, differencesOf, isAsAsked, type Difference, type EditedField } from "../tokens/edits";
import { choose } from "../ui/confirm";
import { differenceLines, editWords, quotedValue, type EditWords } from "../ui/editText";
import { CommandFailure, Reason, type Remedy } from "../ui/failure";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import { noteEdit } from "./noteEdit";
import type { Parts } from "./parts";
import { correctView, isNoMore, isNotFound, type Recheck } from "./recheck";
import { signInAgainRemedy } from "./remedies";
import { findOutEdit, sendEdit, type SentEdit, type Waiting } from "./sendEdit";
import type { TokenTarget } from "./targets";

/** An edit of a token, as a person wants it. */
export interface Edit {
  readonly field: EditedField;
  /** The value that the field is to have. */
  readonly to: string;
  /** Asks what has to be asked about changing the token as the server has it now; gives whether to go on. */
  readonly confirm?: (present: AccessToken) => Promise<boolean>;
  /** Takes note of it, by default as an edit that can be undone. */
  readonly onSaved?: () => void;
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
    this.#words = editWords(edit.field, target.token, target.server.name);
  }

  async make(recheck: Recheck): Promise<void> {
    const { field, to, confirm } = this.#edit;
    const present = await this.#look(recheck);
    if (!present || isAsAsked(present, changesTo(field, to))) return;
    const differences = differencesOf(this.#target.token, present);
    if (differences.length > 0 && !(await this.#isWantedAllTheSame(differences))) return;
    if (confirm && !(await confirm(present))) return;
    await this.#send(present);
  }

  get #changes(): TokenChanges {
    return changesTo(this.#edit.field, this.#edit.to);
  }

  /** The token as it is; nothing when the person gives up waiting for it. */
  async #look(recheck: Recheck): Promise<AccessToken | undefined> {
    try {
      return await whileWaiting(this.#words.saving, (signal) => recheck.token(signal));
    } catch (error) {
      if (isCancelled(error)) return undefined;
      correctView(this.#parts, this.#target, error);
      throw this.#refusal(error);
    }
  }

  /** Shows what somebody else changed, and asks which of both is to be. */
  async #isWantedAllTheSame(differences: readonly Difference[]): Promise<boolean> {
    const { token, server } = this.#target;
    const { field, to } = this.#edit;
    const mine = vscode.l10n.t("Keep Mine");
    const answer = await choose(
      vscode.l10n.t("{0} on {1} was changed meanwhile", tokenInSentence(token), server.name),
      [...differenceLines(differences), vscode.l10n.t("Your edit: {0}", quotedValue(field, to))].join("\n"),
      mine,
      vscode.l10n.t("Take Server's"),
    );
    return answer === mine;
  }

  async #send(present: AccessToken): Promise<void> {
    const waiting: Waiting = (act) => whileWaiting(this.#words.saving, act);
    this.#tell(present, await sendEdit(this.#parts, this.#target, present, this.#changes, waiting));
  }

  /** @throws {CommandFailure} unless it was saved */
  #tell(before: AccessToken, sent: SentEdit): void {
    switch (sent.kind) {
      case "saved":
        this.#note(before, sent.token);
        if (sent.isFoundOut)
          void vscode.window.showInformationMessage(inertMessage(vscode.l10n.t("{0}.", this.#words.saved)));
        this.#tellOfOthersChanges(sent.others);
        return;
      case "unlike":
        throw new CommandFailure(this.#words.unlike(this.#valueIn(sent.token)), undefined, this.#editAgain());
      case "notSaved":
        if (isCancelled(sent.error)) return;
        throw new CommandFailure(this.#words.notSaved, sent.error, this.#editAgain());
      case "unclear":
        throw new CommandFailure(this.#words.unclear(this.#valueIn(sent.token)), sent.error, this.#editAgain());
      case "unknown":
        throw this.#unknown(before, sent);
      case "refused":
        throw this.#refusal(sent.error);
    }
  }

  /** Remembers the edit, so that it can be undone. */
  #note(before: AccessToken, after: AccessToken): void {
    const { server } = this.#target;
    const { field } = this.#edit;
    if (this.#edit.onSaved) this.#edit.onSaved();
    else noteEdit(this.#parts, server, field, [{ token: before, from: before[field], to: after[field] }]);
  }

  /** Says what was changed beside the edit, between the look at the token and the edit of it. */
  #tellOfOthersChanges(others: readonly Difference[]): void {
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

  #valueIn(token: AccessToken): string {
    const { field } = this.#edit;
    return quotedValue(field, token[field]);
  }

  #unknown(before: AccessToken, { error, failure }: Extract<SentEdit, { kind: "unknown" }>): CommandFailure {
    if (isNotFound(failure)) return isNoMore(this.#target);
    const waiting: Waiting = (act) => whileWaiting(this.#words.saving, act);
    return new CommandFailure(
      vscode.l10n.t("{0}, and asking for it failed as well", this.#words.unknown),
      failure instanceof CommandFailure ? new Reason(vscode.l10n.t("{0}.", failure.what)) : failure,
      {
        label: vscode.l10n.t("Check Again"),
        run: async () => {
          this.#tell(before, await findOutEdit(this.#parts, this.#target, before, this.#changes, error, waiting));
        },
      },
    );
  }

  #refusal(error: unknown): CommandFailure {
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
