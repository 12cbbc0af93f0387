import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import type { SignIn } from "../servers/credential";
import type { Server } from "../servers/server";
import { isUnauthenticated } from "../tokens/tokenStore";
import { explain } from "../ui/explain";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import type { Parts } from "./parts";

/** A token that we made and that signs in until another credential takes its place. */
export interface FormerToken {
  readonly id: number;
  readonly signIn: SignIn;
}

/** The token that we made to sign in to a server with, if it still works and may revoke itself. */
export async function formerToken(parts: Parts, server: Server): Promise<FormerToken | undefined> {
  const stored = await parts.credentials.read(server);
  if (stored.kind !== "found" || isUnauthenticated(parts.tokens.state(server.name))) return undefined;
  const { credential, canWrite } = stored.signIn;
  if (credential.kind !== "token" || !credential.made || !canWrite) return undefined;
  return { id: credential.made.id, signIn: stored.signIn };
}

/** Offers to revoke a token whose place was taken: nobody has its value any more, but it is valid. */
export function offerToRevoke(parts: Parts, server: Server, { id, signIn }: FormerToken): void {
  const message = vscode.l10n.t(
    "Token {0}, which was made to sign in to {1} before, is still valid there.",
    id,
    server.name,
  );
  const action = vscode.l10n.t("Revoke Token");
  const revoke = async (): Promise<void> => {
    try {
      await whileWaiting(vscode.l10n.t("Revoking token {0} on {1}", id, server.name), (signal) =>
        parts.connections.revokeMade(server, signIn, { signal }),
      );
      await parts.tokens.load(server.name);
    } catch (error) {
      if (isCancelled(error)) return;
      const failure = vscode.l10n.t("Token {0} on {1} was not revoked. {2}", id, server.name, explain(error));
      void vscode.window.showErrorMessage(inertMessage(failure));
    }
  };
  // Not awaited: the person is signed in, and the message may stay for as long as they like.
  void vscode.window.showInformationMessage(inertMessage(message), action).then((chosen) => {
    if (chosen === action) void revoke();
  });
}
