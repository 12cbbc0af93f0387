import * as vscode from "vscode";
import type { CreatedToken } from "../awx/awxClient";
import { AwxError, isCancelled } from "../awx/errors";
import type { Api } from "../servers/credential";
import type { Server } from "../servers/server";
import { listOf } from "../tokens/tokenStore";
import { CommandFailure, Reason } from "../ui/failure";
import { whileWaiting } from "../ui/whileWaiting";
import { formerToken, offerToRevoke } from "./formerToken";
import type { Parts } from "./parts";
import { storeSignIn } from "./storeSignIn";
import { requireUnchanged } from "./targets";

/**
 * Has a token that was just made sign in to its server from now on. The server is asked first whether it does, so that
 * what signed in before is lost for no other that works.
 * @returns whether it does; not when the person gives up
 * @throws {CommandFailure} then what signed in before still does
 */
export async function signInWith(parts: Parts, server: Server, { token, secret }: CreatedToken): Promise<boolean> {
  const made = { source: token.source, id: token.id };
  const what = vscode.l10n.t(
    "Token {0} does not sign you in to {1}: what did before still does",
    token.id,
    server.name,
  );
  try {
    requireUnchanged(parts, server);
    const { signIn } = await whileWaiting(
      vscode.l10n.t("Signing in to {0} with token {1}", server.name, token.id),
      async (signal) => {
        const api = await apiOf(parts, server, signal);
        return parts.connections.identify(server, { kind: "token", secret, made }, api, signal);
      },
    );
    requireUnchanged(parts, server);
    const failure = await storeSignIn(parts, server, signIn);
    if (failure) throw failure;
    return true;
  } catch (error) {
    if (isCancelled(error)) return false;
    throw new CommandFailure(what, error);
  }
}

/**
 * What has a token sign in here that was just made, and offers to revoke the one whose place it takes, if we made that
 * too. None for a token of a table that is not the server's first, which would not sign in to that one.
 */
export function useHere(parts: Parts, server: Server, created: CreatedToken): (() => Promise<boolean>) | undefined {
  const list = listOf(parts.tokens.state(server.name));
  if (list?.sources[0] !== created.token.source) return undefined;
  return async () => {
    const former = await formerToken(parts, server);
    const isUsed = await signInWith(parts, server, created);
    if (isUsed && former) offerToRevoke(parts, server, former);
    return isUsed;
  };
}

/** Where the server's tokens are: all of them, for another credential may be accepted elsewhere than the present one. */
async function apiOf(parts: Parts, server: Server, signal: AbortSignal): Promise<Api> {
  const { family, tables, baseUrl } = await parts.connections.discover(server, signal);
  if (family === "withoutTokens") throw new AwxError({ kind: "withoutTokens" }, "GET /api/");
  if (baseUrl !== server.url) throw new Reason(vscode.l10n.t("AWX is at {0}; correct the server's address.", baseUrl));
  return { url: server.url, family, tables };
}
