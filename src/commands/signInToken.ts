import { keyOf, type TokenKey } from "../awx/api";
import type { Server } from "../servers/server";
import type { Parts } from "./parts";
import { readTokens } from "./targets";

/** The token that signs us in to a server, and whether that is certain. */
export interface SignInTokenGuess {
  readonly key: TokenKey;
  readonly isCertain: boolean;
}

/**
 * Which of a server's tokens signs us in. One that was pasted is looked for by what the server reveals: asking for it is
 * using it, so it is the one of its owner that was used last. Nothing when a password signs in.
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
