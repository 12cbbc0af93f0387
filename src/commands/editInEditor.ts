import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { EditedSets } from "../documents/editedSets";
import type { Server } from "../servers/server";
import { isOffered } from "../tokens/tokenList";
import { CommandFailure } from "../ui/failure";
import { groupBy } from "../util/groupBy";
import { chooseShown, listFor } from "./listedTokens";
import type { Parts } from "./parts";
import { requireWritable, serverFor, severalRows, targetsToEdit } from "./targets";

/** Opens tokens of a server as one file, a line each: those that were selected, that the filter shows, or all. */
export async function editInEditor(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  const rows = severalRows(parts, argument, selected);
  if (rows) {
    for (const [server, targets] of groupBy(targetsToEdit(parts, rows).targets, ({ server }) => server)) {
      await open(
        parts,
        server,
        targets.map(({ token }) => token),
      );
    }
    return;
  }
  const server = await serverFor(parts, argument, vscode.l10n.t("Edit the tokens of which server?"));
  const list = server && (await listFor(parts, server));
  if (!list) return;
  requireWritable(server, list);
  const shown = await chooseShown(parts, server, list, {
    title: vscode.l10n.t("Edit tokens in editor"),
    placeholder: vscode.l10n.t("Choose what to edit of {0}", server.name),
  });
  if (!shown) return;
  const tokens = shown.filter((token) => isOffered(list, token));
  if (tokens.length === 0)
    throw new CommandFailure(vscode.l10n.t("There is no token on {0} that you may change", server.name));
  await open(parts, server, tokens);
}

async function open({ workspaceMemory }: Parts, server: Server, tokens: readonly AccessToken[]): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", await new EditedSets(workspaceMemory).fileFor(server, tokens), {
    preview: false,
  });
}
