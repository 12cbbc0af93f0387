import * as vscode from "vscode";
import type { TokenChanges } from "../awx/awxClient";
import { AwxError, isOutcomeUnknown } from "../awx/errors";
import { tokensViewId } from "../contributions";
import { clientFor } from "../servers/connections";
import { CommandFailure, Reason, type Remedy } from "../ui/failure";
import type { Parts } from "./parts";
import { signInAgainRemedy } from "./remedies";
import { notSignedIn, type TokenTarget } from "./targets";

/** An edit, and the words for what may become of it. */
export interface Edit {
  readonly changes: TokenChanges;
  /** Says that the server did not make it. */
  readonly refused: string;
  /** Says that nobody knows whether the server made it. */
  readonly uncertain: string;
  /** Edits once more, beginning with what the person chose. */
  readonly again: () => Promise<void>;
}

/**
 * Sends an edit and has its answer shown; when there is none, leaves shown what is true.
 * @throws {CommandFailure}
 */
export async function changeToken(parts: Parts, target: TokenTarget, edit: Edit): Promise<void> {
  const { server, token } = target;
  const connection = await parts.connections.open(server).catch((error: unknown) => {
    throw new CommandFailure(edit.refused, error);
  });
  if (connection.kind !== "signedIn") throw notSignedIn(server, connection.kind);
  const client = clientFor(connection, token.source);
  if (!client)
    throw new CommandFailure(edit.refused, new Reason(vscode.l10n.t("You are not signed in there any more.")));
  try {
    const changed = await vscode.window.withProgress({ location: { viewId: tokensViewId } }, () =>
      client.updateToken(token.id, edit.changes),
    );
    parts.tokens.replaceToken(server.name, changed);
  } catch (error) {
    correctView(parts, target, error);
    const what = isOutcomeUnknown(error) ? edit.uncertain : edit.refused;
    throw new CommandFailure(what, error, remedyAfter(target, error, edit.again));
  }
}

function correctView(parts: Parts, { server, token }: TokenTarget, error: unknown): void {
  if (isOutcomeUnknown(error)) void parts.tokens.load(server.name);
  if (isProblem(error, "unauthenticated")) parts.tokens.fail(server.name, error);
  if (isProblem(error, "notFound")) parts.tokens.removeToken(server.name, token);
}

function remedyAfter({ server }: TokenTarget, error: unknown, again: () => Promise<void>): Remedy | undefined {
  if (isProblem(error, "notFound")) return undefined;
  if (!isProblem(error, "unauthenticated")) return { label: vscode.l10n.t("Edit Again"), run: again };
  const { label, run } = signInAgainRemedy(server);
  return {
    label,
    run: async () => {
      if (await run()) await again();
    },
  };
}

function isProblem(error: unknown, kind: AwxError["problem"]["kind"]): boolean {
  return error instanceof AwxError && error.problem.kind === kind;
}
