import * as vscode from "vscode";
import { keyOf, type TokenKey } from "../awx/api";
import type { NewToken } from "../awx/awxClient";
import { AwxError, isCancelled, isOutcomeUnknown } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import type { Identity } from "../servers/connections";
import type { SignIn } from "../servers/credential";
import type { SecretStorageError } from "../servers/errors";
import type { Server } from "../servers/server";
import { lostToken } from "../tokens/newTokens";
import { listOf } from "../tokens/tokenStore";
import { confirm, confirmDangers } from "../ui/confirm";
import { quoted } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { relativeTime } from "../ui/format";
import { askSteps } from "../ui/steps";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import { formerToken, offerToRevoke } from "./formerToken";
import type { Parts } from "./parts";
import { emptySignIn, madeTokenName, signInSteps, type SignInDraft } from "./signInSteps";
import { storeSignIn } from "./storeSignIn";
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
  parts.view.reveal(draft.server.name);
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
  const values: NewToken = { description: madeTokenName(), scope };
  const known = new Set(listOf(parts.tokens.state(server.name))?.tokens.all().map(keyOf));
  try {
    return await whileWaiting(vscode.l10n.t("Making an access token on {0}", server.name), (signal) =>
      parts.connections.makeToken(server, identity, values, signal),
    );
  } catch (error) {
    if (error instanceof AwxError && error.problem.kind === "forbidden") {
      return (await confirmPassword(server, error.problem.reasons)) ? identity.signIn : undefined;
    }
    if (!isOutcomeUnknown(error)) throw notMade(parts, draft, error);
    await findMadeToken(parts, draft, identity, { values, known, error });
    return undefined;
  }
}

/** A token that was to be made, and whose making had no answer. */
interface Unanswered {
  readonly values: NewToken;
  /** What was there before, as far as it was listed. */
  readonly known: ReadonlySet<TokenKey>;
  readonly error: unknown;
}

/**
 * Asks the server what became of a token whose making had no answer. Says nothing when none was made because the person
 * gave up.
 * @throws {CommandFailure} says what there is
 */
async function findMadeToken(
  parts: Parts,
  draft: SignInDraft,
  identity: Identity,
  unanswered: Unanswered,
): Promise<void> {
  const { server } = draft;
  const { values, known, error } = unanswered;
  let token: AccessToken | undefined;
  try {
    const newest = await whileWaiting(vscode.l10n.t("Looking for the token on {0}", server.name), (signal) =>
      parts.connections.newestTokens(server, identity, signal),
    );
    token = lostToken(newest, values, known);
  } catch (failure) {
    const what = vscode.l10n.t(
      "You are not signed in to {0}. It cannot be told whether a token “{1}” was made there, and asking for it failed as well",
      server.name,
      values.description,
    );
    throw new CommandFailure(what, failure, {
      label: vscode.l10n.t("Check Again"),
      run: () => findMadeToken(parts, draft, identity, unanswered),
    });
  }
  if (!token) {
    if (isCancelled(error)) return;
    throw notMade(parts, draft, error);
  }
  throw mayBeIt(parts, server, identity, token, error);
}

function notMade(parts: Parts, draft: SignInDraft, error: unknown): CommandFailure {
  return new CommandFailure(
    vscode.l10n.t("You are not signed in to {0}: no access token was made", draft.server.name),
    error,
    { label: vscode.l10n.t("Try Again"), run: () => signInFrom(parts, draft) },
  );
}

/** Says that a token is there which nobody has the value of, and offers to revoke it with the password. */
function mayBeIt(
  parts: Parts,
  server: Server,
  { signIn: by }: Identity,
  token: AccessToken,
  error: unknown,
): CommandFailure {
  const what = vscode.l10n.t(
    "You are not signed in to {0}. {1}, which was made there {2}, may be the one that was to sign you in: nobody has its value",
    server.name,
    tokenInSentence(token),
    relativeTime(token.created, new Date()),
  );
  const revoke = async (): Promise<void> => {
    try {
      await whileWaiting(vscode.l10n.t("Revoking token {0} on {1}", token.id, server.name), (signal) =>
        parts.connections.revoke(server, by, token, signal),
      );
    } catch (failure) {
      if (isCancelled(failure)) return;
      throw new CommandFailure(vscode.l10n.t("Token {0} on {1} was not revoked", token.id, server.name), failure, {
        label: vscode.l10n.t("Try Again"),
        run: revoke,
      });
    }
    const done = vscode.l10n.t("{0} on {1} was revoked.", tokenInSentence(token), server.name);
    void vscode.window.showInformationMessage(inertMessage(done));
  };
  return new CommandFailure(what, error, { label: vscode.l10n.t("Revoke Token"), run: revoke });
}

function confirmPassword(server: Server, reasons: readonly string[]): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Keep your password for {0}?", server.name),
    reasons.length === 0
      ? vscode.l10n.t(
          "The server makes no access token for you. Your user name and password can be kept in VS Code's secret storage instead, and are then sent with every request. Whoever gets hold of them can do all that you can.",
        )
      : vscode.l10n.t(
          "The server makes no access token for you: {0}. Your user name and password can be kept in VS Code's secret storage instead, and are then sent with every request. Whoever gets hold of them can do all that you can.",
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
  const failure = await storeSignIn(parts, server, signIn);
  if (failure) throw await takenBack(parts, server, signIn, identity, failure);
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
