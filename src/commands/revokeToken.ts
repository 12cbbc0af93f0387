import * as vscode from "vscode";
import { keyOf } from "../awx/api";
import { AwxError, isCancelled, isOutcomeUnknown } from "../awx/errors";
import { isSameServer, type Server } from "../servers/server";
import { choose } from "../ui/confirm";
import { explain } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { countText } from "../ui/format";
import { pickResult } from "../ui/pickResult";
import { tokenNames, tokensInSentence } from "../ui/tokenNames";
import { tokenInSentence, tokenLabel } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import { inertMessage } from "../util/visibleText";
import { inBatch } from "./batch";
import type { Parts } from "./parts";
import { clientOf, correctView, isNotFound, readAgain, readSeveralAgain } from "./recheck";
import { signInAgainRemedy } from "./remedies";
import { findSignInTokens, type SignInTokens } from "./signInToken";
import {
  serverNamesOf,
  severalRows,
  targetsToEdit,
  tokenToEdit,
  type SeveralTargets,
  type TokenTarget,
} from "./targets";

/** Revokes a token, or those that are selected, after a question that names them. */
export async function revokeToken(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  const rows = severalRows(parts, argument, selected);
  if (rows) {
    await revokeTokens(parts, targetsToEdit(parts, rows));
    return;
  }
  const target = await tokenToEdit(parts, argument, vscode.l10n.t("Revoke which token?"));
  if (target) await revokeTokens(parts, { targets: [target], leftOut: 0 });
}

/** What became of the revocation of a token. */
export type Revoked = { readonly kind: "revoked" } | { readonly kind: "failed"; readonly error: unknown };

/**
 * Revokes tokens, after a question that names them and says what is lost with them.
 * @throws {CommandFailure} for a single one; of several a list tells what became of each
 */
export async function revokeTokens(parts: Parts, { targets, leftOut }: SeveralTargets): Promise<void> {
  const there = await readPresent(parts, targets);
  if (!there) return;
  if (there.length === 0) {
    void vscode.window.showInformationMessage(
      inertMessage(
        vscode.l10n.t(
          "{0} on {1}: gone already.",
          tokensInSentence(targets.map(({ token }) => token)),
          serverNamesOf(targets),
        ),
      ),
    );
    return;
  }
  const guesses = await findSignInTokens(parts, there);
  if (!guesses) return;
  const own = there.filter((target) => isSignInToken(target, guesses));
  const gone = targets.length - there.length;
  const action =
    there.length === 1 ? vscode.l10n.t("Revoke Token") : vscode.l10n.t("Revoke {0} Tokens", countText(there.length));
  if ((await choose(question(there), detail(there, own, guesses, leftOut, gone), action)) !== action) return;
  // The one that signs us in comes last: without it nothing else can be revoked.
  await revokeInTurn(parts, [...there.filter((target) => !own.includes(target)), ...own], guesses);
}

/** The tokens that there still are, as they are now, so that the question names what is revoked. Nothing when given up. */
async function readPresent(parts: Parts, targets: readonly TokenTarget[]): Promise<readonly TokenTarget[] | undefined> {
  const [names, servers] = [tokensInSentence(targets.map(({ token }) => token)), serverNamesOf(targets)];
  try {
    const present = await whileWaiting(vscode.l10n.t("Reading {0} on {1}", names, servers), (signal) =>
      readSeveralAgain(parts, targets, signal),
    );
    return targets.flatMap(({ server }, index) => {
      const token = present[index];
      return token ? [{ server, token }] : [];
    });
  } catch (error) {
    if (isCancelled(error)) return undefined;
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(vscode.l10n.t("{0} on {1}: nothing was revoked", names, servers), error);
  }
}

async function revokeInTurn(parts: Parts, targets: readonly TokenTarget[], guesses: SignInTokens): Promise<void> {
  const others = targets.filter((target) => !isSignInToken(target, guesses));
  const own = targets.filter((target) => isSignInToken(target, guesses));
  const [only, ...more] = targets;
  if (!only) return;
  if (more.length === 0) {
    await revokeOne(parts, only, guesses);
    return;
  }
  const title = vscode.l10n.t("Revoking {0} tokens on {1}", countText(targets.length), serverNamesOf(targets));
  const act = (target: TokenTarget, signal: AbortSignal): Promise<Revoked> => revoke(parts, target, guesses, signal);
  const ofOthers = await inBatch(title, others, act);
  const isGivenUp = ofOthers.includes(undefined);
  const ofOwn = isGivenUp ? own.map(() => undefined) : await inBatch(title, own, act);
  await tellResults(parts, [...others, ...own], [...ofOthers, ...ofOwn], guesses);
}

async function revokeOne(parts: Parts, target: TokenTarget, guesses: SignInTokens): Promise<void> {
  const { server, token } = target;
  const name = tokenInSentence(token);
  const revoked = await whileWaiting(vscode.l10n.t("Revoking {0} on {1}", name, server.name), (signal) =>
    revoke(parts, target, guesses, signal),
  );
  if (revoked.kind === "revoked") {
    void vscode.window.showInformationMessage(
      inertMessage(vscode.l10n.t("{0} on {1} was revoked.", name, server.name)),
    );
    return;
  }
  if (isCancelled(revoked.error)) return;
  const remedy =
    revoked.error instanceof AwxError && revoked.error.problem.kind === "unauthenticated"
      ? signInAgainRemedy(server)
      : { label: vscode.l10n.t("Try Again"), run: () => revokeInTurn(parts, [target], guesses) };
  throw new CommandFailure(vscode.l10n.t("{0} on {1} was not revoked", name, server.name), revoked.error, remedy);
}

/** Revokes a token whose place another has taken, after the person said so, and has the view show it. */
export function revokeReplaced(parts: Parts, target: TokenTarget, signal: AbortSignal): Promise<Revoked> {
  return revoke(parts, target, new Map(), signal);
}

/**
 * Revokes one token, and has the view show it. One that is gone already is as good as revoked; whether one is whose
 * answer did not come, the server is asked.
 */
async function revoke(parts: Parts, target: TokenTarget, guesses: SignInTokens, signal: AbortSignal): Promise<Revoked> {
  const error = await sendRevocation(parts, target, signal).catch((failure: unknown) => failure);
  if (error !== undefined && !isNotFound(error)) {
    correctView(parts, target, error);
    return { kind: "failed", error };
  }
  if (isSameServer(parts.servers.find(target.server.name), target.server)) {
    parts.tokens.removeToken(target.server.name, target.token);
    const guess = guesses.get(target.server);
    if (guess?.isCertain && guess.key === keyOf(target.token)) await parts.credentials.delete(target.server.name);
  }
  return { kind: "revoked" };
}

async function sendRevocation(parts: Parts, target: TokenTarget, signal: AbortSignal): Promise<undefined> {
  const client = await clientOf(parts, target, signal);
  try {
    await client.revokeToken(target.token.id, signal);
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    // Not with the signal: whoever gives up wants to know all the same.
    const failure: unknown = await readAgain(parts, target, new AbortController().signal).then(
      () => error,
      (reason: unknown) => reason,
    );
    if (!isNotFound(failure)) throw error;
  }
  return undefined;
}

async function tellResults(
  parts: Parts,
  targets: readonly TokenTarget[],
  outcomes: readonly (Revoked | undefined)[],
  guesses: SignInTokens,
): Promise<void> {
  const done = outcomes.filter((outcome) => outcome?.kind === "revoked").length;
  const servers = serverNamesOf(targets);
  if (done === targets.length) {
    const message = vscode.l10n.t("{0} tokens on {1} were revoked.", countText(done), servers);
    void vscode.window.showInformationMessage(inertMessage(message));
    return;
  }
  const left = targets.filter((_, index) => outcomes[index]?.kind !== "revoked");
  const chosen = await pickResult({
    title: vscode.l10n.t("{0} of {1} tokens on {2} were revoked", countText(done), countText(targets.length), servers),
    placeholder: vscode.l10n.t("Choose a token to try again, or press Escape"),
    results: targets.map(({ token }, index) => {
      const outcome = outcomes[index];
      const label = tokenLabel(token);
      const act = vscode.l10n.t("Retry");
      if (outcome?.kind === "revoked") return { label, state: "done", detail: vscode.l10n.t("Revoked") };
      if (!outcome || isCancelled(outcome.error))
        return { label, state: "notDone", detail: vscode.l10n.t("Still valid"), act };
      return { label, state: "failed", detail: explain(outcome.error), act };
    }),
    ...(left.length > 1 && { all: { label: vscode.l10n.t("Retry the {0} that are left", countText(left.length)) } }),
  });
  if (chosen === "all") await revokeInTurn(parts, left, guesses);
  else if (chosen !== undefined) await revokeInTurn(parts, targets.slice(chosen, chosen + 1), guesses);
}

function question(targets: readonly TokenTarget[]): string {
  const [first] = targets;
  return targets.length === 1 && first
    ? vscode.l10n.t("Revoke {0} on {1}?", tokenInSentence(first.token), first.server.name)
    : vscode.l10n.t("Revoke {0} tokens on {1}?", countText(targets.length), serverNamesOf(targets));
}

function detail(
  targets: readonly TokenTarget[],
  own: readonly TokenTarget[],
  guesses: SignInTokens,
  leftOut: number,
  gone: number,
): string {
  return [
    ...(targets.length === 1 ? [] : tokenNames(targets.map(({ token }) => token))),
    vscode.l10n.t("Whatever uses a revoked token stops working at once, and it cannot be brought back."),
    ...(leftOut === 0 ? [] : [vscode.l10n.t("Not yours to revoke, and left alone: {0}.", leftOut)]),
    ...(gone === 0 ? [] : [vscode.l10n.t("Gone already: {0}.", gone)]),
    ...own.map(({ server, token }) => ownWarning(server, tokenInSentence(token), guesses)),
  ].join("\n");
}

function ownWarning(server: Server, name: string, guesses: SignInTokens): string {
  return guesses.get(server)?.isCertain
    ? vscode.l10n.t("{0} is what you are signed in to {1} with: you will be signed out.", name, server.name)
    : vscode.l10n.t("{0} may be what you are signed in to {1} with: you would be signed out.", name, server.name);
}

function isSignInToken({ server, token }: TokenTarget, guesses: SignInTokens): boolean {
  return guesses.get(server)?.key === keyOf(token);
}
