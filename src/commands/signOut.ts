import * as vscode from "vscode";
import { AwxError, isCancelled } from "../awx/errors";
import type { SignIn } from "../servers/credential";
import type { Server } from "../servers/server";
import { choose, confirm } from "../ui/confirm";
import { CommandFailure } from "../ui/failure";
import { whileWaiting } from "../ui/whileWaiting";
import type { Parts } from "./parts";
import { serverFor } from "./targets";

/** What is to become of a credential: forgotten alone, or revoked on its server as well. */
export type Farewell = "forget" | "revoke";

/** Forgets the credential of a server, and revokes it if we made it and the person wants that. */
export async function signOut(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Sign out of which server?"));
  if (!server) return;
  const made = await ownToken(parts, server);
  const farewell = await askFarewell(
    {
      question: vscode.l10n.t("Sign out of {0}?", server.name),
      detail: vscode.l10n.t("What you signed in with is deleted from this computer."),
      action: vscode.l10n.t("Sign Out"),
      revokeAction: vscode.l10n.t("Sign Out and Revoke"),
    },
    made,
  );
  if (farewell === undefined) return;
  try {
    if (farewell === "revoke") await revokeOwnToken(parts, server);
    await parts.credentials.delete(server.name);
  } catch (error) {
    if (isCancelled(error)) return;
    throw new CommandFailure(vscode.l10n.t("You are still signed in to {0}", server.name), error);
  }
}

/** The words for a question about a credential. */
interface FarewellQuestion {
  readonly question: string;
  readonly detail: string;
  readonly action: string;
  readonly revokeAction: string;
}

/** What is known of the token that we made to sign in with. */
interface OwnToken {
  readonly id: number;
  /** A read-only token may not revoke itself. */
  readonly isRevocable: boolean;
}

/** Asks what is to become of a credential; nothing when the person gives up. */
export async function askFarewell(
  { question, detail, action, revokeAction }: FarewellQuestion,
  own: OwnToken | undefined,
): Promise<Farewell | undefined> {
  if (!own?.isRevocable) {
    const rest = own
      ? vscode.l10n.t(
          "Token {0}, which was made for this computer, is read-only and cannot revoke itself: it stays valid on the server until you revoke it there.",
          own.id,
        )
      : vscode.l10n.t("It stays valid on the server.");
    return (await confirm(question, `${detail} ${rest}`, action)) ? "forget" : undefined;
  }
  const rest = vscode.l10n.t(
    "Token {0} was made for this computer: revoke it, so that nobody can use it any more.",
    own.id,
  );
  switch (await choose(question, `${detail} ${rest}`, revokeAction, action)) {
    case revokeAction:
      return "revoke";
    case action:
      return "forget";
    default:
      return undefined;
  }
}

/** The token that we made to sign in to a server with, if that is what signs us in. */
export async function ownToken(parts: Parts, server: Server): Promise<OwnToken | undefined> {
  const signIn = await storedSignIn(parts, server);
  if (signIn?.credential.kind !== "token" || !signIn.credential.made) return undefined;
  return { id: signIn.credential.made.id, isRevocable: signIn.canWrite };
}

/**
 * Revokes the token that we made to sign in with. One that is not accepted any more is as good as revoked.
 * @throws {AwxError | CaFileError}
 */
export async function revokeOwnToken(parts: Parts, server: Server): Promise<void> {
  const signIn = await storedSignIn(parts, server);
  if (!signIn) return;
  try {
    await whileWaiting(vscode.l10n.t("Revoking what you signed in to {0} with", server.name), (signal) =>
      parts.connections.revokeMade(server, signIn, { signal }),
    );
  } catch (error) {
    const isGone = error instanceof AwxError && ["unauthenticated", "notFound"].includes(error.problem.kind);
    if (!isGone) throw error;
  }
}

async function storedSignIn(parts: Parts, server: Server): Promise<SignIn | undefined> {
  const stored = await parts.credentials.read(server);
  return stored.kind === "found" ? stored.signIn : undefined;
}
