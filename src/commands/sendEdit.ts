import type { AwxClient, TokenChanges, TokenValues } from "../awx/awxClient";
import { isOutcomeUnknown } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { differencesOf, isAsAsked, outcomeOf, type Difference } from "../tokens/edits";
import type { Parts } from "./parts";
import { clientOf, correctView, readAgain, takeOver } from "./recheck";
import type { TokenTarget } from "./targets";

/** What became of an edit that was sent, or asked for afterwards. The view shows what is true by then. */
export type SentEdit =
  /** With what else was changed at the same moment, and whether the answer did not come. */
  | {
      readonly kind: "saved";
      readonly token: AccessToken;
      readonly others: readonly Difference[];
      readonly isFoundOut: boolean;
    }
  /** The server answered with another value. */
  | { readonly kind: "unlike"; readonly token: AccessToken }
  | { readonly kind: "notSaved"; readonly error: unknown }
  | { readonly kind: "unclear"; readonly token: AccessToken; readonly error: unknown }
  /** Neither the answer came nor that to the question what became of it. */
  | { readonly kind: "unknown"; readonly error: unknown; readonly failure: unknown }
  | { readonly kind: "refused"; readonly error: unknown };

/** Runs something that may take a while, and can be given up. */
export type Waiting = <T>(act: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Sends an edit, once. When its answer does not come, the server is asked what became of it.
 * @param before the token as it was read last
 */
export async function sendEdit(
  parts: Parts,
  target: TokenTarget,
  before: AccessToken,
  changes: TokenChanges,
  waiting: Waiting,
): Promise<SentEdit> {
  return send(parts, target, before, changes, waiting, (client, signal) =>
    client.updateToken(before.id, changes, signal),
  );
}

/** The same for all of a token that can be changed, which is sent whole. */
export async function sendReplacement(
  parts: Parts,
  target: TokenTarget,
  before: AccessToken,
  values: TokenValues,
  waiting: Waiting,
): Promise<SentEdit> {
  return send(parts, target, before, values, waiting, (client, signal) =>
    client.replaceToken(before.id, values, signal),
  );
}

async function send(
  parts: Parts,
  target: TokenTarget,
  before: AccessToken,
  changes: TokenChanges,
  waiting: Waiting,
  request: (client: AwxClient, signal: AbortSignal) => Promise<AccessToken>,
): Promise<SentEdit> {
  const { moment } = parts.tokens;
  let token: AccessToken;
  try {
    token = await waiting(async (signal) => request(await clientOf(parts, target, signal), signal));
  } catch (error) {
    if (isOutcomeUnknown(error)) return findOutEdit(parts, target, before, changes, error, waiting);
    correctView(parts, target, error);
    return { kind: "refused", error };
  }
  takeOver(parts, target, token, moment);
  if (!isAsAsked(token, changes)) return { kind: "unlike", token };
  const others = differencesOf(before, token).filter(({ field }) => !(field in changes));
  return { kind: "saved", token, others, isFoundOut: false };
}

/** Asks the server what became of an edit whose answer did not come; sends nothing. */
export async function findOutEdit(
  parts: Parts,
  target: TokenTarget,
  before: AccessToken,
  changes: TokenChanges,
  error: unknown,
  waiting: Waiting,
): Promise<SentEdit> {
  let token: AccessToken;
  try {
    token = await waiting((signal) => readAgain(parts, target, signal));
  } catch (failure) {
    correctView(parts, target, failure);
    return { kind: "unknown", error, failure };
  }
  switch (outcomeOf(changes, before, token)) {
    case "saved":
      return { kind: "saved", token, others: [], isFoundOut: true };
    case "notSaved":
      return { kind: "notSaved", error };
    case "unclear":
      return { kind: "unclear", token, error };
  }
}
