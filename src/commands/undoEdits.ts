import * as vscode from "vscode";
import type { Server } from "../servers/server";
import { changesTo, isAsAsked } from "../tokens/edits";
import { canBeUndone, type EditedToken, type RecentEdit } from "../tokens/recentEdits";
import { editTitle, quotedValue } from "../ui/editText";
import { CommandFailure, Reason } from "../ui/failure";
import { relativeTime } from "../ui/format";
import { pickOne } from "../ui/pickOne";
import { inertMessage, inertText } from "../util/visibleText";
import { changeSeveral } from "./changeSeveral";
import { changeToken } from "./changeToken";
import { confirmScopes } from "./editScopes";
import type { Parts } from "./parts";
import { Recheck } from "./recheck";
import { readTokens, targetKey, type TokenTarget } from "./targets";

/** Puts back what the newest edit of this window changed that was not put back yet. */
export async function undoLastEdit(parts: Parts): Promise<void> {
  const edit = parts.edits.last;
  if (edit) await undo(parts, edit);
  else void vscode.window.showInformationMessage(vscode.l10n.t("There is no edit of this window to undo."));
}

/** Lists the edits of this window, of which each can be undone. */
export async function showRecentEdits(parts: Parts): Promise<void> {
  const now = new Date();
  const answer = await pickOne({
    title: vscode.l10n.t("Recent edits in this window"),
    waiting: "",
    items: () => Promise.resolve(parts.edits.all.map((edit) => itemOf(edit, now))),
    placeholder: (count) =>
      count === 0 ? vscode.l10n.t("Nothing was edited yet") : vscode.l10n.t("Choose an edit to undo it"),
  });
  if (answer.kind !== "accepted") return;
  const { edit } = answer.item;
  if (canBeUndone(edit)) await undo(parts, edit);
  else void vscode.window.showInformationMessage(vscode.l10n.t("This edit was undone already."));
}

/**
 * Puts back what an edit changed. A token that has another value than the edit gave it is asked about.
 * @throws {CommandFailure}
 */
async function undo(parts: Parts, edit: RecentEdit): Promise<void> {
  const server = serverOf(parts, edit);
  const left = edit.tokens.filter(({ isUndone }) => !isUndone);
  const { tokens } = await readTokens(parts, server);
  const known = left.flatMap((edited) => {
    const token = tokens.get(edited.token);
    // As our edit left it: what is different by now is somebody's who came after us.
    return token ? [{ edited, target: { server, token: { ...token, [edit.field]: edited.to } } }] : [];
  });
  const [only] = known;
  if (!only) {
    throw new CommandFailure(
      notUndone(edit),
      new Reason(vscode.l10n.t("Its tokens are no longer listed on {0}.", server.name)),
    );
  }
  if (edit.tokens.length === 1) await undoOne(parts, edit, only.edited, only.target);
  else await undoSeveral(parts, edit, known);
}

async function undoOne(parts: Parts, edit: RecentEdit, edited: EditedToken, target: TokenTarget): Promise<void> {
  const { server } = target;
  await changeToken(parts, target, new Recheck(parts, target), {
    field: edit.field,
    to: edited.from,
    confirm: async (present) => edit.field !== "scope" || confirmScopes(parts, { server, token: present }, edited.from),
    onSaved: () => {
      parts.edits.markUndone(edit, new Set([edited]));
      tellUndone(edit);
    },
    again: () => undo(parts, edit),
  });
}

async function undoSeveral(
  parts: Parts,
  edit: RecentEdit,
  known: readonly { readonly edited: EditedToken; readonly target: TokenTarget }[],
): Promise<void> {
  const byTarget = new Map(known.map(({ edited, target }) => [targetKey(target), edited]));
  await changeSeveral(
    parts,
    { targets: known.map(({ target }) => target), leftOut: 0 },
    {
      field: edit.field,
      valueFor: (target) => {
        const from = byTarget.get(targetKey(target))?.from;
        return from === undefined || isAsAsked(target.token, changesTo(edit.field, from)) ? undefined : from;
      },
      onSaved: (targets) => {
        const undone = targets.flatMap((target) => byTarget.get(targetKey(target)) ?? []);
        parts.edits.markUndone(edit, new Set(undone));
        if (undone.length === known.length) tellUndone(edit);
      },
    },
  );
}

/** @throws {CommandFailure} when the server is not there any more, or another one has its name */
function serverOf(parts: Parts, edit: RecentEdit): Server {
  const server = parts.servers.find(edit.serverName);
  if (server?.url === edit.serverUrl) return server;
  throw new CommandFailure(
    notUndone(edit),
    new Reason(vscode.l10n.t("{0} at {1} is no longer configured.", edit.serverName, edit.serverUrl)),
  );
}

function itemOf(edit: RecentEdit, now: Date) {
  const [only, ...more] = edit.tokens;
  const undone = edit.tokens.filter(({ isUndone }) => isUndone).length;
  const facts = [
    inertText(edit.serverName),
    ...(edit.userName === undefined ? [] : [inertText(edit.userName, 60)]),
    relativeTime(edit.at, now),
    ...(undone === 0
      ? []
      : [undone === edit.tokens.length ? vscode.l10n.t("undone") : vscode.l10n.t("{0} undone", undone)]),
  ];
  return {
    label: titleOf(edit),
    description: facts.join(" · "),
    iconPath: new vscode.ThemeIcon(canBeUndone(edit) ? "discard" : "circle-slash"),
    ...(only && more.length === 0
      ? { detail: `${quotedValue(edit.field, only.from)} → ${quotedValue(edit.field, only.to)}` }
      : {}),
    edit,
  };
}

function titleOf({ field, tokens }: RecentEdit): string {
  return editTitle(
    field,
    tokens.map(({ token }) => token),
  );
}

function notUndone(edit: RecentEdit): string {
  return vscode.l10n.t("The edit on {0} was not undone: {1}", edit.serverName, titleOf(edit));
}

function tellUndone(edit: RecentEdit): void {
  const message = vscode.l10n.t("The edit on {0} was undone: {1}.", edit.serverName, titleOf(edit));
  void vscode.window.showInformationMessage(inertMessage(message));
}
