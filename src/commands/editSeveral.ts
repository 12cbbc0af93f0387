import * as vscode from "vscode";
import { pickTokens } from "../ui/pickToken";
import { chooseAct } from "./chooseAct";
import type { Parts } from "./parts";
import { readTokens, serverFor } from "./targets";

/** Asks for several tokens of a server, and what to do with them: for whoever does not select them in the view. */
export async function editSeveral(parts: Parts, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Choose tokens");
  const server = await serverFor(parts, argument, title);
  if (!server) return;
  const tokens = await pickTokens({
    title,
    serverName: server.name,
    list: readTokens(parts, server),
    isOffered: () => true,
  });
  if (tokens && tokens.length > 0)
    await chooseAct(
      parts,
      tokens.map((token) => ({ server, token })),
    );
}
