import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { commandIds } from "../contributions";
import { changesTo, differencesOf, isAsAsked, type EditedField } from "../tokens/edits";
import { isWidening } from "../tokens/scopes";
import { confirm } from "../ui/confirm";
import { differenceLines, quotedValue, severalEditWords, type SeveralEditWords } from "../ui/editText";
import { explain } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { pickChanges, type PlannedChange } from "../ui/pickChanges";
import { pickResult, type Result } from "../ui/pickResult";
import { tokenNames, tokensInSentence } from "../ui/tokenNames";
import { tokenLabel } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import { inBatch } from "./batch";
import { noteEdit } from "./noteEdit";
import type { Parts } from "./parts";
import { freshFor, readSeveralAgain } from "./recheck";
import { sendEdit, type SentEdit } from "./sendEdit";
import { narrowingWarnings } from "./signInToken";
import { serverNamesOf, targetKey, type SeveralTargets, type TokenTarget } from "./targets";

/** An edit of one field of several tokens, as a person wants it. */
export interface SeveralEdit {
  readonly field: EditedField;
  /** What a token is to get, by what it has now; nothing when it may stay as it is. */
  readonly valueFor: (target: TokenTarget) => string | undefined;
  /** Takes note of what was changed, by default as an edit that can be undone. */
  readonly onSaved?: (tokens: readonly TokenTarget[]) => void;
}

/** A change as it is planned, and of what. */
interface Change extends PlannedChange {
  readonly target: TokenTarget;
}

/**
 * Edits several tokens: reads them again, shows what would become of each, makes the changes that the person leaves
 * ticked, and says what became of each. A token that was changed meanwhile is shown so, and left alone unless ticked.
 * @throws {CommandFailure} when the tokens cannot be read; nothing is sent then
 */
export async function changeSeveral(parts: Parts, several: SeveralTargets, edit: SeveralEdit): Promise<void> {
  let shown = several.targets;
  let readAt = performance.now();
  let present = await readPresent(parts, edit.field, shown);
  while (present) {
    const changes = planned(edit, shown, present);
    if (changes.length === 0) {
      void vscode.window.showInformationMessage(inertMessage(wordsFor(edit.field, shown).nothing));
      return;
    }
    const gone = present.filter((token) => token === undefined).length;
    const title = wordsFor(edit.field, targetsOf(changes)).question;
    const picked = await pickChanges(title, noteFor(several.leftOut, gone), edit.field, changes);
    if (!picked || picked.length === 0 || !(await confirmChanges(parts, edit.field, picked))) return;
    shown = targetsOf(picked);
    // A list may stand there for hours.
    if (performance.now() - readAt > freshFor) {
      readAt = performance.now();
      present = await readPresent(parts, edit.field, shown);
    } else {
      present = shown.map(({ token }) => token);
    }
    if (present && shown.every(({ token }, index) => isAsShown(token, present?.[index]))) {
      await send(parts, edit, picked);
      return;
    }
  }
}

/** The tokens as they are now, nothing in the place of one that is gone; nothing at all when the person gives up. */
async function readPresent(
  parts: Parts,
  field: EditedField,
  targets: readonly TokenTarget[],
): Promise<readonly (AccessToken | undefined)[] | undefined> {
  const servers = serverNamesOf(targets);
  try {
    return await whileWaiting(vscode.l10n.t("Reading {0} tokens on {1}", targets.length, servers), (signal) =>
      readSeveralAgain(parts, targets, signal),
    );
  } catch (error) {
    if (isCancelled(error)) return undefined;
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(wordsFor(field, targets).refused, error);
  }
}

function planned(
  { field, valueFor }: SeveralEdit,
  shown: readonly TokenTarget[],
  present: readonly (AccessToken | undefined)[],
): readonly Change[] {
  return shown.flatMap(({ server, token: before }, index): Change[] => {
    const token = present[index];
    const to = token && valueFor({ server, token });
    if (!token || to === undefined) return [];
    const differences = differencesOf(before, token);
    const conflict =
      differences.length === 0
        ? {}
        : { conflict: vscode.l10n.t("changed meanwhile: {0}", differenceLines(differences).join("; ")) };
    return [{ target: { server, token }, serverName: server.name, token, from: token[field], to, ...conflict }];
  });
}

function isAsShown(shown: AccessToken, now: AccessToken | undefined): boolean {
  return now !== undefined && differencesOf(shown, now).length === 0;
}

/** Asks about what lets tokens do more, and about what takes from us what we are signed in with. */
async function confirmChanges(parts: Parts, field: EditedField, changes: readonly Change[]): Promise<boolean> {
  if (field !== "scope") return true;
  const widened = changes.filter(({ from, to }) => isWidening(from, to));
  const narrowed = changes.filter(({ from, to }) => isWidening(to, from));
  const warnings = await narrowingWarnings(parts, targetsOf(narrowed));
  if (!warnings) return false;
  if (widened.length > 0) {
    const servers = serverNamesOf(targetsOf(widened));
    const lines = [
      ...tokenNames(widened.map(({ token }) => token)),
      vscode.l10n.t("Whoever holds one of them can then launch, change and delete everything that its owner may."),
      ...warnings,
    ];
    return confirm(
      vscode.l10n.t("Let {0} on {1} write?", tokensInSentence(widened.map(({ token }) => token)), servers),
      lines.join("\n"),
      vscode.l10n.t("Widen to Write"),
    );
  }
  if (warnings.length === 0) return true;
  return confirm(
    vscode.l10n.t(
      "Take writing from {0} on {1}?",
      tokensInSentence(narrowed.map(({ token }) => token)),
      serverNamesOf(targetsOf(narrowed)),
    ),
    warnings.join("\n"),
    vscode.l10n.t("Narrow"),
  );
}

async function send(parts: Parts, edit: SeveralEdit, changes: readonly Change[]): Promise<void> {
  const { field } = edit;
  const sent = await inBatch(wordsFor(field, targetsOf(changes)).saving, changes, ({ target, token, to }, signal) =>
    sendEdit(parts, target, token, changesTo(field, to), (act) =>
      // Whoever gives up wants to know what became of it all the same.
      act(signal.aborted ? new AbortController().signal : signal),
    ),
  );
  const saved = changes.flatMap((change, index) => {
    const outcome = sent[index];
    return outcome?.kind === "saved" ? [{ ...change, after: outcome.token }] : [];
  });
  if (edit.onSaved) edit.onSaved(targetsOf(saved));
  else {
    for (const server of new Set(saved.map(({ target }) => target.server))) {
      const there = saved.filter(({ target }) => target.server === server);
      const noted = there.map(({ token, from, after }) => ({ token, from, to: after[field] }));
      noteEdit(parts, server, field, noted);
    }
  }
  await tellResults(parts, edit, changes, sent, saved.length);
}

async function tellResults(
  parts: Parts,
  edit: SeveralEdit,
  changes: readonly Change[],
  sent: readonly (SentEdit | undefined)[],
  count: number,
): Promise<void> {
  const { field } = edit;
  const results = changes.map((change, index) => resultOf(field, change, sent[index]));
  const isAllWell = sent.every((outcome) => outcome?.kind === "saved" && outcome.others.length === 0);
  if (isAllWell) {
    if (!edit.onSaved) tellAllSaved(wordsFor(field, targetsOf(changes)).saved);
    return;
  }
  const left = changes.filter((_, index) => results[index]?.act !== undefined);
  const chosen = await pickResult({
    title: vscode.l10n.t(
      "{0} of {1} tokens on {2} were changed",
      count,
      changes.length,
      serverNamesOf(targetsOf(changes)),
    ),
    placeholder:
      left.length === 0
        ? vscode.l10n.t("Press Escape to close the list")
        : vscode.l10n.t("Choose a token to try again, or press Escape"),
    results,
    ...(left.length > 1 && { all: { label: vscode.l10n.t("Retry the {0} that are left", left.length) } }),
  });
  if (chosen === undefined) return;
  const again = chosen === "all" ? left : changes.slice(chosen, chosen + 1);
  const wanted = new Map(again.map(({ target, to }) => [targetKey(target), to]));
  await changeSeveral(
    parts,
    { targets: targetsOf(again), leftOut: 0 },
    {
      ...edit,
      // What was wanted before: a prefix must not be put before what has it by now.
      valueFor: (target) => {
        const to = wanted.get(targetKey(target));
        return to === undefined || isAsAsked(target.token, changesTo(field, to)) ? undefined : to;
      },
    },
  );
}

function resultOf(field: EditedField, change: Change, sent: SentEdit | undefined): Result {
  const label = tokenLabel(change.token);
  const act = vscode.l10n.t("Retry");
  const failed = (detail: string): Result => ({ label, state: "failed", detail, act });
  const now = (token: AccessToken): string => quotedValue(field, token[field]);
  switch (sent?.kind) {
    case undefined:
      return { label, state: "notDone", detail: arrowOf(field, change), act };
    case "saved":
      return {
        label,
        state: "done",
        detail: [
          arrowOf(field, change),
          ...(sent.others.length === 0
            ? []
            : [vscode.l10n.t("changed otherwise at the same moment: {0}", differenceLines(sent.others).join("; "))]),
        ].join(" · "),
      };
    case "unlike":
      return failed(vscode.l10n.t("Not what you asked for, but {0}", now(sent.token)));
    case "notSaved":
      return isCancelled(sent.error)
        ? { label, state: "notDone", detail: arrowOf(field, change), act }
        : failed(vscode.l10n.t("Not saved. {0}", explain(sent.error)));
    case "unclear":
      return failed(
        vscode.l10n.t("It cannot be told whether it was saved: meanwhile it was changed to {0}", now(sent.token)),
      );
    case "unknown":
      return failed(vscode.l10n.t("It cannot be told whether it was saved. {0}", explain(sent.failure)));
    case "refused":
      return failed(explain(sent.error));
  }
}

function tellAllSaved(message: string): void {
  const undo = vscode.l10n.t("Undo");
  // Not awaited: the edit is made, and the message may stay for as long as the person likes.
  void vscode.window.showInformationMessage(inertMessage(message), undo).then((chosen) => {
    if (chosen === undo) void vscode.commands.executeCommand(commandIds.undoLastEdit);
  });
}

function wordsFor(field: EditedField, targets: readonly TokenTarget[]): SeveralEditWords {
  const tokens = targets.map(({ token }) => token);
  return severalEditWords(field, tokensInSentence(tokens), serverNamesOf(targets));
}

/** What to know about tokens that are not among those shown. */
function noteFor(leftOut: number, gone: number): string | undefined {
  const notes = [
    ...(leftOut === 0 ? [] : [vscode.l10n.t("left out, as not yours to change: {0}", leftOut)]),
    ...(gone === 0 ? [] : [vscode.l10n.t("left out, as gone meanwhile: {0}", gone)]),
  ];
  return notes.length === 0 ? undefined : notes.join(", ");
}

function arrowOf(field: EditedField, { from, to }: Change): string {
  return `${quotedValue(field, from)} → ${quotedValue(field, to)}`;
}

function targetsOf(changes: readonly Change[]): readonly TokenTarget[] {
  return changes.map(({ target }) => target);
}
