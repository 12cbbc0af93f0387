import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { Parts } from "../commands/parts";
import { showDetails } from "../commands/showDetails";
import { readTokens, rowOfToken } from "../commands/targets";
import type { Server } from "../servers/server";
import type { TokenList } from "../tokens/tokenList";
import { ApiError } from "./apiError";
import type { AwxTokenRef } from "./awxTokensApi";
import { findServer } from "./findServer";
import { signedIn } from "./signedIn";
import { toldError } from "./toldError";

/**
 * Shows a token to the person: its row, and its details.
 * @throws {ApiError}
 */
export async function openToken(parts: Parts, serverName: string, ref: AwxTokenRef): Promise<void> {
  const server = findServer(parts, serverName);
  try {
    await signedIn(parts, server);
    const token = await find(parts, server, ref);
    parts.view.revealToken(server.name, token);
    await showDetails(parts, rowOfToken({ server, token })).catch((error: unknown) => {
      // What is gone is found out when it is read, and is not in the list any more.
      throw parts.tokens.token(server.name, token) ? error : unknownToken(server, ref);
    });
  } catch (error) {
    throw toldError(error, { isChange: false });
  }
}

/** @throws {CommandFailure | ApiError} */
async function find(parts: Parts, server: Server, ref: AwxTokenRef): Promise<AccessToken> {
  const listed = tokenIn(await readTokens(parts, server), ref);
  if (listed) return listed;
  // It may have been made a moment ago.
  await parts.tokens.refresh(server.name, { isQuiet: true });
  const found = tokenIn(await readTokens(parts, server), ref);
  if (!found) throw unknownToken(server, ref);
  return found;
}

function tokenIn({ sources, tokens }: TokenList, { id, source }: AwxTokenRef): AccessToken | undefined {
  const candidates = source === undefined ? sources : [source];
  return candidates.map((each) => tokens.get({ source: each, id })).find((token) => token !== undefined);
}

function unknownToken({ name }: Server, { id }: AwxTokenRef): ApiError {
  return new ApiError("unknownToken", vscode.l10n.t("Token {0} is not listed on {1}.", id, name));
}
