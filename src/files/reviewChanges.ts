import * as vscode from "vscode";
import type { TokenChanges } from "../awx/awxClient";
import type { AccessToken } from "../awx/schemas";
import type { Parts } from "../commands/parts";
import { clientOf } from "../commands/recheck";
import type { TokenTarget } from "../commands/targets";
import type { Server } from "../servers/server";
import { isWidening } from "../tokens/scopes";
import { tokensJson, type ListedToken } from "../tokens/tokenJson";
import { pickChanges, type PlannedChange } from "../ui/pickChanges";
import { tokensInSentence } from "../ui/tokenNames";
import { inertText } from "../util/visibleText";

/** What a token of a file is to become. */
export interface FileChange {
  readonly key: string;
  readonly target: TokenTarget;
  readonly changes: TokenChanges;
  /** What is said of the token behind its line. */
  readonly comment: string;
  /** What was made of it since it was opened. */
  readonly conflict: string | undefined;
}

/**
 * Shows what would become of tokens: their lines before and after side by side, and over them the requests one by one,
 * those first that were changed meanwhile or would be widened. Asks which to send; nothing when the person gives up.
 * @throws {AwxError | CaFileError | CommandFailure | Reason}
 */
export async function reviewChanges(
  parts: Parts,
  server: Server,
  key: string,
  changes: readonly FileChange[],
): Promise<readonly FileChange[] | undefined> {
  const planned = await Promise.all(changes.map((change) => plannedOf(parts, change)));
  const sorted = [...planned].sort((a, b) => rankOf(a) - rankOf(b));
  const title = vscode.l10n.t(
    "Change {0} on {1}",
    tokensInSentence(changes.map(({ target }) => target.token)),
    inertText(server.name),
  );
  const review = await parts.documents.compare(title, key, {
    before: tokensJson(
      [],
      sorted.map(({ change }) => lineOf(change, change.target.token)),
    ),
    after: tokensJson(
      [],
      sorted.map(({ change }) => lineOf(change, { ...change.target.token, ...change.changes })),
    ),
    language: "jsonc",
  });
  try {
    return (await pickChanges(title, undefined, sorted))?.map(({ change }) => change);
  } finally {
    review.dispose();
  }
}

interface Planned extends PlannedChange {
  readonly change: FileChange;
}

async function plannedOf(parts: Parts, change: FileChange): Promise<Planned> {
  const { target, changes, conflict } = change;
  const client = await clientOf(parts, target, new AbortController().signal);
  return {
    change,
    serverName: target.server.name,
    token: target.token,
    what: inertText(`PATCH ${client.tokenPath(target.token.id)} ${JSON.stringify(changes)}`, 300),
    isWidening: changes.scope !== undefined && isWidening(target.token.scope, changes.scope),
    ...(conflict !== undefined && { conflict }),
  };
}

function rankOf({ conflict, isWidening: widens }: Planned): number {
  return widens ? 0 : conflict === undefined ? 2 : 1;
}

function lineOf({ key, comment }: FileChange, values: Pick<AccessToken, "description" | "scope">): ListedToken {
  return { key, comment, values };
}
