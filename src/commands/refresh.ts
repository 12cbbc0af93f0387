import * as vscode from "vscode";
import { whileWaiting } from "../ui/whileWaiting";
import type { Parts } from "./parts";
import { serverNamesFor } from "./targets";

/**
 * Asks what changed of the tokens since they were read, and reads them where they were not: of the server whose row it
 * was called on, or of all. What fails is shown in the view.
 */
export async function refresh(parts: Parts, argument: unknown): Promise<void> {
  await readServers(parts, argument, (serverName) => parts.tokens.refresh(serverName));
}

/** Reads every token again, with the names and rights that a refresh takes for granted, in the same way. */
export async function readAll(parts: Parts, argument: unknown): Promise<void> {
  await readServers(parts, argument, (serverName) => parts.tokens.load(serverName));
}

async function readServers(
  parts: Parts,
  argument: unknown,
  read: (serverName: string) => Promise<void>,
): Promise<void> {
  const { tokens, view } = parts;
  const names = serverNamesFor(parts, argument);
  await view.show();
  await whileWaiting(vscode.l10n.t("Reading the tokens of {0}", names.join(", ")), async (signal) => {
    signal.addEventListener("abort", () => {
      for (const name of names) tokens.stop(name);
    });
    await Promise.all(names.map(read));
  });
}
