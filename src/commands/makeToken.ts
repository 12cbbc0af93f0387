import * as vscode from "vscode";
import { keyOf, type TokenKey, type TokenSource } from "../awx/api";
import type { CreatedToken, NewToken } from "../awx/awxClient";
import { AwxError, isOutcomeUnknown } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { isSameServer, type Server } from "../servers/server";
import { lostToken } from "../tokens/newTokens";
import type { TokenList } from "../tokens/tokenList";
import { quoted } from "../ui/explain";
import { Reason } from "../ui/failure";
import type { Parts } from "./parts";
import { correctServer, tableClient } from "./recheck";
import { readTokens, requireUnchanged } from "./targets";

/** A token to be made for the user who is signed in. */
export interface TokenRequest {
  readonly server: Server;
  readonly source: TokenSource;
  readonly userId: number;
  readonly values: NewToken;
  /** The tokens that were there before; those that are made are added. */
  readonly known: Set<TokenKey>;
}

/** What became of a request to make a token. Whatever is there now is in the view. */
export type MadeToken =
  | { readonly kind: "made"; readonly created: CreatedToken }
  /** None was made. */
  | { readonly kind: "refused"; readonly error: unknown }
  /** The answer did not come. */
  | { readonly kind: "unanswered"; readonly error: unknown };

/** What the server has to say of a token whose making had no answer. */
export type FoundToken =
  | { readonly kind: "notMade"; readonly error: unknown }
  /** It was made, but its value was in the answer that did not come. */
  | { readonly kind: "lost"; readonly token: AccessToken; readonly error: unknown }
  /** Asking for it failed as well. */
  | { readonly kind: "unknown"; readonly error: unknown; readonly failure: unknown };

/** A request for a token of a table, as its list is now. */
export function tokenRequest(server: Server, list: TokenList, source: TokenSource, values: NewToken): TokenRequest {
  const userId = list.users.get(source)?.id;
  if (userId === undefined) throw new TypeError("a token is made in a table that accepts the credential");
  return { server, source, userId, values, known: new Set(list.tokens.all().map(keyOf)) };
}

/** Has a token made, with one request that is never repeated. */
export async function sendNewToken(parts: Parts, request: TokenRequest, signal: AbortSignal): Promise<MadeToken> {
  const { server, source, userId, values, known } = request;
  try {
    requireUnchanged(parts, server);
    // Whoever signs in meanwhile as somebody else would get a token of theirs.
    if ((await readTokens(parts, server)).users.get(source)?.id !== userId) {
      throw new Reason(vscode.l10n.t("Somebody else is signed in to {0} by now. Begin again.", server.name));
    }
    const client = await tableClient(parts, server, source, signal);
    const created = await client.createToken(userId, values, signal);
    known.add(keyOf(created.token));
    show(parts, server, created.token);
    return { kind: "made", created };
  } catch (error) {
    if (isOutcomeUnknown(error)) return { kind: "unanswered", error };
    correctServer(parts, server, error);
    return { kind: "refused", error: explained(error) };
  }
}

/**
 * Asks the server whether a token was made whose making had no answer; makes none.
 * @param error why there was no answer
 */
export async function findNewToken(
  parts: Parts,
  { server, source, userId, values, known }: TokenRequest,
  error: unknown,
  signal: AbortSignal,
): Promise<FoundToken> {
  try {
    const client = await tableClient(parts, server, source, signal);
    const token = lostToken(await client.newestTokens(userId, values.applicationId ?? null, signal), values, known);
    if (!token) return { kind: "notMade", error };
    known.add(keyOf(token));
    show(parts, server, token);
    return { kind: "lost", token, error };
  } catch (failure) {
    correctServer(parts, server, failure);
    return { kind: "unknown", error, failure };
  }
}

function show(parts: Parts, server: Server, token: AccessToken): void {
  if (isSameServer(parts.servers.find(server.name), server)) parts.tokens.addToken(server.name, token);
}

/** A refusal, with what can be done about one that AWX gives to users who sign in elsewhere (`awx/main/models/oauth.py:140-150`). */
function explained(error: unknown): unknown {
  if (!(error instanceof AwxError) || error.problem.kind !== "forbidden") return error;
  const { reasons } = error.problem;
  if (!reasons.some((reason) => reason.startsWith("(access_denied)"))) return error;
  return new Reason(
    vscode.l10n.t(
      "The server makes no access tokens for users who sign in with an account from elsewhere: {0}. Its administrator can allow it with the setting “Allow External Users to Create OAuth2 Tokens”.",
      quoted(reasons),
    ),
  );
}
