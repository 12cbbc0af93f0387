import * as vscode from "vscode";
import type { Parts } from "../commands/parts";
import type { Disposable } from "../util/event";
import { once } from "../util/once";
import { inertText } from "../util/visibleText";
import { ApiError } from "./apiError";
import type { AwxTokensApi, AwxTokensExports } from "./awxTokensApi";
import { extensionIdOf } from "./extensionId";

/** What other extensions are given, which is told of what changes until it is disposed. */
export interface Exported extends Disposable {
  readonly exports: AwxTokensExports;
}

/** Makes what other extensions are given. What it does is loaded when one of them first asks for something. */
export function exportsOf(parts: Parts): Exported {
  const { servers, credentials, grants, log } = parts;
  const changed = new vscode.EventEmitter<void>();
  const calls = once(async () => new (await import("./calls")).Calls(parts));
  const takeBack = async (serverNames: readonly string[]): Promise<void> => {
    try {
      // What was allowed was allowed with another credential, or at another address.
      const given = await grants();
      for (const serverName of serverNames) await given.forget(serverName);
    } catch (error) {
      log.warn(`What extensions may do on a server could not be taken back: ${String(error)}`);
    }
    changed.fire();
  };
  // Shared by all who ask: nobody is to put something of theirs in the place of what others call.
  const exports: AwxTokensExports = Object.freeze({
    getApi(version: unknown, extension: unknown) {
      requireVersion(version);
      const extensionId = extensionIdOf(extension);
      return Object.freeze<AwxTokensApi>({
        version: 1,
        onDidChangeServers: changed.event,
        getServers: async () => (await calls()).getServers(),
        request: async (serverName, request, token) => {
          // As it is now: whoever asks may change it later, when the person has said what they think of it.
          const asked = { serverName, request: asJson(request), token };
          return (await calls()).request(extensionId, asked);
        },
        openToken: async (serverName, token) => (await calls()).openToken(serverName, token),
      });
    },
  });
  const subscription = vscode.Disposable.from(
    changed,
    servers.onDidChange(takeBack),
    credentials.onDidChange((serverName) => takeBack([serverName])),
  );
  return {
    exports,
    dispose: () => {
      subscription.dispose();
    },
  };
}

/** Nothing for what cannot be JSON; what is thrown of that may quote what was given. */
function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** @throws {ApiError} `unknownVersion` */
function requireVersion(version: unknown): void {
  if (version === 1) return;
  throw new ApiError(
    "unknownVersion",
    vscode.l10n.t(
      "AWX Access Tokens has no version {0} of its API for other extensions. It has version 1.",
      inertText(String(version), 20),
    ),
  );
}
