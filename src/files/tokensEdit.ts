import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { inBatch } from "../commands/batch";
import { confirmScopeChanges } from "../commands/confirmScopeChanges";
import { noteEdit } from "../commands/noteEdit";
import type { Parts } from "../commands/parts";
import { correctServer, readSeveralAgain } from "../commands/recheck";
import { sendEdit, type SentEdit } from "../commands/sendEdit";
import type { Server } from "../servers/server";
import { changesBetween, differencesOf, fieldsOf } from "../tokens/edits";
import { differenceLines } from "../ui/editText";
import { tokensInSentence } from "../ui/tokenNames";
import { whileWaiting } from "../ui/whileWaiting";
import { valuesIn, type Edited } from "./heldTokens";
import { refusal, refusalOf, type Refusal } from "./refusal";
import { reviewChanges, type FileChange } from "./reviewChanges";
import { tokenComment } from "./tokenComment";

/** What became of an edit of several tokens, or what is to: each under what the token is called in its file. */
export interface Outcome {
  /** Those that are as they were to be, by now. */
  readonly done: ReadonlyMap<string, AccessToken>;
  readonly refused: ReadonlyMap<string, Refusal>;
}

/** What is to be sent for an edit, and what needs nothing sent. */
export interface EditPlan extends Outcome {
  readonly changes: readonly FileChange[];
}

/**
 * Finds out what an edit has to send, by what the server has now, which is one request for each hundred tokens.
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function planEdit(parts: Parts, server: Server, edited: readonly Edited[]): Promise<EditPlan> {
  const done = new Map<string, AccessToken>();
  const refused = new Map<string, Refusal>();
  const places = edited.map(({ held: { token } }) => ({ server, token }));
  const title = vscode.l10n.t("Reading {0} on {1}", tokensInSentence(places.map(({ token }) => token)), server.name);
  const present = await whileWaiting(title, (signal) => readSeveralAgain(parts, places, signal)).catch(
    (error: unknown) => {
      correctServer(parts, server, error);
      throw error;
    },
  );
  const changes = edited.flatMap(({ key, held, entry }, index): FileChange[] => {
    const token = present[index];
    const wanted = changesBetween(held.token, entry.values);
    if (!token) {
      const reason = vscode.l10n.t("It does not exist any more, or is no longer yours to see. Take this entry out.");
      refused.set(key, refusal(entry.values, fieldsOf(wanted), reason));
      return [];
    }
    // What somebody else made the same meanwhile needs nothing sent.
    const left = changesBetween(token, { ...valuesIn(token), ...wanted });
    if (fieldsOf(left).length === 0) {
      done.set(key, token);
      return [];
    }
    const conflict = conflictOf(held.isOther, held.token, token);
    return [{ key, target: { server, token }, changes: left, comment: tokenComment(token), conflict }];
  });
  return { changes, done, refused };
}

function conflictOf(isOther: boolean, shown: AccessToken, present: AccessToken): string | undefined {
  if (isOther) return vscode.l10n.t("changed since you opened it");
  const differences = differencesOf(shown, present);
  if (differences.length === 0) return undefined;
  return vscode.l10n.t("changed meanwhile: {0}", differenceLines(differences).join("; "));
}

/**
 * Those of some changes that the person agrees to; nothing when they give up.
 * @param key what tells the file from others
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function agreedChanges(
  parts: Parts,
  server: Server,
  key: string,
  changes: readonly FileChange[],
): Promise<readonly FileChange[] | undefined> {
  if (changes.length === 0) return changes;
  const picked = await reviewChanges(parts, server, key, changes);
  if (!picked || picked.length === 0) return undefined;
  const scopes = picked.flatMap(({ target, changes: { scope } }) =>
    scope === undefined ? [] : [{ target, from: target.token.scope, to: scope }],
  );
  return (await confirmScopeChanges(parts, scopes)) ? picked : undefined;
}

/** Sends changes, each once, and finds out what became of them. Those that were not begun are in neither list. */
export async function sendChanges(parts: Parts, server: Server, changes: readonly FileChange[]): Promise<Outcome> {
  const done = new Map<string, AccessToken>();
  const refused = new Map<string, Refusal>();
  if (changes.length === 0) return { done, refused };
  const names = tokensInSentence(changes.map(({ target }) => target.token));
  const sent = await inBatch(
    vscode.l10n.t("Changing {0} on {1}", names, server.name),
    changes,
    ({ target, changes: wanted }, signal) =>
      sendEdit(parts, target, target.token, wanted, (act) =>
        // Whoever gives up wants to know what became of it all the same.
        act(signal.aborted ? new AbortController().signal : signal),
      ),
  );
  for (const [index, { key, target, changes: wanted }] of changes.entries()) {
    const outcome = sent[index];
    if (outcome?.kind === "saved") done.set(key, outcome.token);
    else if (outcome && !(outcome.kind === "notSaved" && isCancelled(outcome.error)))
      refused.set(key, refusalOf({ ...valuesIn(target.token), ...wanted }, wanted, outcome));
  }
  noteChanges(parts, server, changes, sent);
  return { done, refused };
}

/** Remembers what was changed, so that it can be undone. */
function noteChanges(
  parts: Parts,
  server: Server,
  changes: readonly FileChange[],
  sent: readonly (SentEdit | undefined)[],
): void {
  for (const field of ["description", "scope"] as const) {
    const tokens = changes.flatMap(({ target: { token }, changes: wanted }, index) => {
      const outcome = sent[index];
      return outcome?.kind === "saved" && wanted[field] !== undefined
        ? [{ token, from: token[field], to: outcome.token[field] }]
        : [];
    });
    noteEdit(parts, server, field, tokens);
  }
}
