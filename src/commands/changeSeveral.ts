import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { commandIds } from "../contributions";
import { changesTo, differencesOf, isAsAsked, type EditedField } from "../tokens/edits";
import { isWidening } from "../tokens/scopes";
import { differenceLines, quotedValue, severalEditWords, type SeveralEditWords } from "../ui/editText";
import { CommandFailure } from "../ui/failure";
import { countText } from "../ui/format";
import { mostCriticalFirst, pickChanges, type PlannedChange } from "../ui/pickChanges";
import { pickResult, type Result } from "../ui/pickResult";
import { tokensInSentence } from "../ui/tokenNames";
import { tokenLabel } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import { inBatch } from "./batch";
import { confirmScopeChanges } from "./confirmScopeChanges";
import { noteEdit } from "./noteEdit";
import type { Parts } from "./parts";
import { freshFor, readSeveralAgain } from "./recheck";
import { sendEdit, type SentEdit } from "./sendEdit";
import { serverNamesOf, targetKey, type SeveralTargets, type TokenTarget } from "./targets";
import { whatWentWrong } from "./whatWentWrong";

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
  readonly from: string;
  readonly to: string;
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
    const picked = await pickChanges(title, noteFor(several.leftOut, gone), mostCriticalFirst(changes));
    if (!picked || picked.length === 0 || !(await isConfirmed(parts, edit.field, picked))) return;
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
  const [names, servers] = [tokensInSentence(targets.map(({ token }) => token)), serverNamesOf(targets)];
  try {
    return await whileWaiting(vscode.l10n.t("Reading {0} on {1}", names, servers), (signal) =>
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
    const from = token[field];
    return [
      {
        target: { server, token },
        serverName: server.name,
        token,
        from,
        to,
        what: arrowOf(field, { from, to }),
        isWidening: field === "scope" && isWidening(from, to),
        ...conflict,
      },
    ];
  });
}

function isAsShown(shown: AccessToken, now: AccessToken | undefined): boolean {
  return now !== undefined && differencesOf(shown, now).length === 0;
}

async function isConfirmed(parts: Parts, field: EditedField, changes: readonly Change[]): Promise<boolean> {
  return field !== "scope" || confirmScopeChanges(parts, changes);
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
    ...(left.length > 1 && { all: { label: vscode.l10n.t("Retry the {0} that are left", countText(left.length)) } }),
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
  const notDone: Result = { label, state: "notDone", detail: arrowOf(field, change), act };
  if (sent === undefined || (sent.kind === "notSaved" && isCancelled(sent.error))) return notDone;
  if (sent.kind !== "saved") return { label, state: "failed", detail: whatWentWrong(sent, [field]), act };
  const others =
    sent.others.length === 0
      ? []
      : [vscode.l10n.t("changed otherwise at the same moment: {0}", differenceLines(sent.others).join("; "))];
  return { label, state: "done", detail: [arrowOf(field, change), ...others].join(" · ") };
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

function arrowOf(field: EditedField, { from, to }: Pick<Change, "from" | "to">): string {
  return `${quotedValue(field, from)} → ${quotedValue(field, to)}`;
}

function targetsOf(changes: readonly Change[]): readonly TokenTarget[] {
  return changes.map(({ target }) => target);
}
