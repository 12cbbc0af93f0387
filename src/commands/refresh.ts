import * as vscode from "vscode";
import { whileWaiting } from "../ui/whileWaiting";
import type { Parts } from "./parts";

/** Reads the tokens again: of the server whose row it was called on, or of all. What fails is shown in the view. */
export async function refresh({ servers, tokens, view }: Parts, argument: unknown): Promise<void> {
  const isOne = typeof argument === "object" && argument !== null && "serverName" in argument;
  const names = servers.servers.map(({ name }) => name).filter((name) => !isOne || name === argument.serverName);
  await view.show();
  await whileWaiting(vscode.l10n.t("Reading the tokens of {0}", names.join(", ")), async (signal) => {
    signal.addEventListener("abort", () => {
      for (const name of names) tokens.giveUp(name);
    });
    await Promise.all(names.map((name) => tokens.load(name)));
  });
}
