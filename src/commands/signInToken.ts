import * as vscode from "vscode";
import { keyOf, type TokenKey } from "../awx/api";
import { isCancelled } from "../awx/errors";
import type { Server } from "../servers/server";
import { isOwn } from "../tokens/tokenList";
import { listOf } from "../tokens/tokenStore";
import { isDefect } from "../ui/explain";
import { tokenInSentence } from "../ui/tokenText";
import { whileWaiting } from "../ui/whileWaiting";
import type { Parts } from "./parts";
import { readTokens, type TokenTarget } from "./targets";

/** The token that signs us in to a server, and whether that is certain. */
export interface SignInTokenGuess {
  readonly key: TokenKey;
  readonly isCertain: boolean;
}

/**
 * Which of a server's tokens signs us in. One that was pasted is looked for by what the server reveals: when something
 * was asked with it a moment ago, it is the one of its owner that was used last. Nothing when a password signs in.
 * @throws {AwxError | CaFileError | CommandFailure}
 */
export async function findSignInToken(
  parts: Parts,
  server: Server,
  signal: AbortSignal,
): Promise<SignInTokenGuess | undefined> {
  const connection = await parts.connections.open(server, { signal });
  if (connection.kind !== "signedIn" || connection.signInToken.kind === "none") return undefined;
  if (connection.signInToken.kind === "made") return { key: keyOf(connection.signInToken.ref), isCertain: true };
  // The platform's token signs in to the controller as well, but is in the platform's table.
  const [client] = connection.clients;
  const userId = client && (await readTokens(parts, server)).users.get(client.source)?.id;
  if (userId === undefined) return undefined;
  const token = await client?.lastUsedToken(userId, signal);
  return token && { key: keyOf(token), isCertain: false };
}

/**
 * What to warn of before tokens are narrowed to reading: that one of them signs us in, and could not be widened again
 * from here. Nothing at all when the person gives up waiting for the answer.
 */
export async function narrowingWarnings(
  parts: Parts,
  targets: readonly TokenTarget[],
): Promise<readonly string[] | undefined> {
  const guesses = await findSignInTokens(parts, targets);
  return (
    guesses &&
    targets.flatMap((target) => {
      const guess = guesses.get(target.server);
      if (guess?.key !== keyOf(target.token)) return [];
      const name = tokenInSentence(target.token);
      return guess.isCertain
        ? vscode.l10n.t(
            "{0} is what you are signed in to {1} with: with reading alone you can change nothing there any more, nor widen it again.",
            name,
            target.server.name,
          )
        : vscode.l10n.t(
            "{0} may be what you are signed in to {1} with: with reading alone you could change nothing there any more, nor widen it again.",
            name,
            target.server.name,
          );
    })
  );
}

/** What signs us in, by server. */
export type SignInTokens = ReadonlyMap<Server, SignInTokenGuess>;

/**
 * What signs us in to the servers of tokens that were read a moment ago, as far as it can be found out; not looked for where it can be none of them,
 * because they are others'. Nothing when the person gives up waiting.
 */
export async function findSignInTokens(
  parts: Parts,
  targets: readonly TokenTarget[],
): Promise<SignInTokens | undefined> {
  const guesses = new Map<Server, SignInTokenGuess>();
  const own = targets.filter(({ server, token }) => {
    const list = listOf(parts.tokens.state(server.name));
    return list !== undefined && isOwn(list, token);
  });
  for (const server of new Set(own.map((target) => target.server))) {
    try {
      const title = vscode.l10n.t("Looking for what you are signed in to {0} with", server.name);
      const guess = await whileWaiting(title, (signal) => findSignInToken(parts, server, signal));
      if (guess) guesses.set(server, guess);
    } catch (error) {
      if (isCancelled(error)) return undefined;
      // What is wrong with the server shows with what is done next.
      if (isDefect(error)) throw error;
    }
  }
  return guesses;
}
