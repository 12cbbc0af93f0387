import * as vscode from "vscode";
import type { TokenChanges } from "../awx/awxClient";
import { AwxError, isOutcomeUnknown } from "../awx/errors";
import { tokensViewId } from "../contributions";
import { CommandFailure, type Remedy } from "../ui/failure";
import type { Parts } from "./parts";
import { notSignedIn, signInRemedy, type TokenTarget } from "./targets";

/**
 * Sends an edit and has its answer shown; after a refusal, leaves shown what is true.
 * @param what says what failed if it does
 * @param again edits once more, with what the person chose
 * @throws {CommandFailure}
 */
export async function changeToken(
  parts: Parts,
  { server, token }: TokenTarget,
  changes: TokenChanges,
  what: string,
  again: () => Promise<void>,
): Promise<void> {
  const connection = await parts.connections.open(server);
  if (connection.kind !== "signedIn") throw notSignedIn(server, connection.kind);
  try {
    const changed = await vscode.window.withProgress({ location: { viewId: tokensViewId } }, () =>
      connection.client.updateToken(token.id, changes),
    );
    parts.tokens.replaceToken(server.name, changed);
  } catch (error) {
    throw new CommandFailure(
      isOutcomeUnknown(error) ? vscode.l10n.t("{0}, or perhaps it was: the list is being read again", what) : what,
      error,
      remedyAfter(parts, { server, token }, error, again),
    );
  }
}

function remedyAfter(
  parts: Parts,
  { server, token }: TokenTarget,
  error: unknown,
  again: () => Promise<void>,
): Remedy | undefined {
  if (isOutcomeUnknown(error)) void parts.tokens.load(server.name);
  if (!(error instanceof AwxError)) return undefined;
  switch (error.problem.kind) {
    case "unauthenticated": {
      parts.tokens.fail(server.name, error);
      const { label, run } = signInRemedy(server);
      return {
        label,
        run: async () => {
          if (await run()) await again();
        },
      };
    }
    case "notFound":
      parts.tokens.removeToken(server.name, token.id);
      return undefined;
    default:
      return { label: vscode.l10n.t("Edit Again"), run: again };
  }
}
