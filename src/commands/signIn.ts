import * as vscode from "vscode";
import { AwxError, isOutcomeUnknown } from "../awx/errors";
import type { Identity } from "../servers/connections";
import type { SignIn } from "../servers/credential";
import { SecretStorageError } from "../servers/errors";
import type { Server } from "../servers/server";
import { confirm, confirmDangers } from "../ui/confirm";
import { explain, quoted } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { askSteps } from "../ui/steps";
import { whileWaiting } from "../ui/whileWaiting";
import { formerToken, offerToRevoke } from "./formerToken";
import type { Parts } from "./parts";
import { emptySignIn, madeTokenName, signInSteps, type SignInDraft } from "./signInSteps";
import { requireUnchanged, serverFor } from "./targets";

/** Signs in to a server with an access token, or with a password that makes one; gives whether the person did. */
export async function signIn(parts: Parts, argument: unknown): Promise<boolean> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Sign in to which server?"));
  if (!server || !(await confirmDangers(server))) return false;
  return signInFrom(parts, emptySignIn(server));
}

/** Asks what a draft lacks, and signs in with it; gives whether the person did. */
export async function signInFrom(parts: Parts, start: SignInDraft): Promise<boolean> {
  const draft = await askSteps(start, (answers) => signInSteps(parts, answers));
  if (!draft || !(await completeSignIn(parts, draft))) return false;
  await parts.view.reveal(draft.server.name);
  return true;
}

/**
 * Makes the token if there is one to make, and stores what signs in from now on; gives whether anything does.
 * @throws {CommandFailure} nothing is stored then; its message says so when a token may be left on the server
 */
export async function completeSignIn(parts: Parts, draft: SignInDraft): Promise<boolean> {
  const { server, identity } = draft;
  if (!identity) return false;
  if (identity.signIn.api.url !== server.url) throw new TypeError("a credential is for the server it was entered for");
  try {
    requireUnchanged(parts, server);
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("You are not signed in to {0}", server.name), error);
  }
  const signIn = draft.method === "password" ? await makeToken(parts, draft, identity) : identity.signIn;
  return signIn !== undefined && (await keepSignIn(parts, server, signIn, identity));
}

/**
 * Makes an access token with the password, or asks whether the password may be kept when the server makes none.
 * Nothing when the person does not want that.
 * @throws {CommandFailure}
 */
async function makeToken(parts: Parts, draft: SignInDraft, identity: Identity): Promise<SignIn | undefined> {
  const { server, scope } = draft;
  try {
    return await whileWaiting(vscode.l10n.t("Making an access token on {0}", server.name), (signal) =>
      parts.connections.makeToken(server, identity, { description: madeTokenName(), scope }, signal),
    );
  } catch (error) {
    if (error instanceof AwxError && error.problem.kind === "forbidden") {
      return (await confirmPassword(server, error.problem.reasons)) ? identity.signIn : undefined;
    }
    const what = isOutcomeUnknown(error)
      ? vscode.l10n.t(
          "You are not signed in to {0}, and it is not certain whether a token “{1}” was made there",
          server.name,
          madeTokenName(),
        )
      : vscode.l10n.t("You are not signed in to {0}: no access token was made", server.name);
    throw new CommandFailure(what, error, {
      label: vscode.l10n.t("Try Again"),
      run: () => signInFrom(parts, draft),
    });
  }
}

function confirmPassword(server: Server, reasons: readonly string[]): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Keep your password for {0}?", server.name),
    vscode.l10n.t(
      "The server makes no access token for you{0} Your user name and password can be kept in VS Code's secret storage instead, and are then sent with every request. Whoever gets hold of them can do all that you can.",
      quoted(reasons),
    ),
    vscode.l10n.t("Keep Password"),
  );
}

/**
 * Stores what signs in to a server, or keeps it in memory when there is no storage and the person agrees.
 * @param identity what made the token if one was made, and can revoke it
 * @throws {CommandFailure}
 */
async function keepSignIn(parts: Parts, server: Server, signIn: SignIn, identity: Identity): Promise<boolean> {
  const former = await formerToken(parts, server);
  try {
    await parts.credentials.write(server, signIn);
  } catch (error) {
    if (!(error instanceof SecretStorageError)) throw error;
    if (!(await confirmSession(server, error))) throw await takenBack(parts, server, signIn, identity, error);
    parts.credentials.keepForSession(server, signIn);
  }
  if (former) offerToRevoke(parts, server, former);
  return true;
}

/** What to say when a sign-in is not kept, once the token that was made for it is revoked: nobody has it. */
async function takenBack(
  parts: Parts,
  server: Server,
  signIn: SignIn,
  identity: Identity,
  error: SecretStorageError,
): Promise<CommandFailure> {
  try {
    await parts.connections.revokeMade(server, signIn, { by: identity.signIn.credential });
    return new CommandFailure(vscode.l10n.t("You are not signed in to {0}", server.name), error);
  } catch {
    return new CommandFailure(
      vscode.l10n.t(
        "You are not signed in to {0}, and the token “{1}” that was made there could not be revoked",
        server.name,
        madeTokenName(),
      ),
      error,
    );
  }
}

function confirmSession(server: Server, error: SecretStorageError): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Sign in to {0} for this session only?", server.name),
    vscode.l10n.t(
      "{0} What you signed in with can be kept in memory instead, until this window is closed or reloaded.",
      explain(error),
    ),
    vscode.l10n.t("This Session Only"),
  );
}
