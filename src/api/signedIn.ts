import type { Parts } from "../commands/parts";
import type { SignIn } from "../servers/credential";
import type { Server } from "../servers/server";
import { whySignedOut } from "../ui/signedOut";
import { ApiError } from "./apiError";

/**
 * What signs in to a server.
 * @throws {ApiError} `notSignedIn`
 */
export async function signedIn({ credentials }: Pick<Parts, "credentials">, server: Server): Promise<SignIn> {
  const stored = await credentials.read(server);
  if (stored.kind !== "found") throw new ApiError("notSignedIn", whySignedOut(stored.kind));
  return stored.signIn;
}
