import * as vscode from "vscode";
import type { Grant } from "../servers/accessGrants";
import { extensionName } from "../ui/extensionName";
import { pickMany } from "../ui/pickMany";
import { inertText } from "../util/visibleText";
import type { Parts } from "./parts";

/** Shows what other extensions may do with what the person is signed in with, and takes back what they tick. */
export async function manageAccess(parts: Parts): Promise<void> {
  const grants = await parts.grants();
  if (grants.all.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("No other extension uses your servers: none has asked, or you have taken it back."),
    );
    return;
  }
  const picked = await pickMany({
    title: vscode.l10n.t("What other extensions may do on your servers"),
    waiting: vscode.l10n.t("Reading what was allowed…"),
    items: () => Promise.resolve(grants.all.map(itemOf)),
    placeholder: () => vscode.l10n.t("Tick what to take back. An extension that needs it asks again."),
  });
  if (picked) await grants.takeBack(picked.map(({ grant }) => grant));
}

function itemOf(grant: Grant): vscode.QuickPickItem & { readonly grant: Grant } {
  return {
    label: extensionName(grant.extensionId),
    description: inertText(grant.extensionId),
    detail: wordsFor(grant),
    grant,
  };
}

function wordsFor({ access, answer, ...grant }: Grant): string {
  const [server, url] = [inertText(grant.serverName, 60), inertText(grant.url, 100)];
  const isRead = access === "read";
  switch (answer) {
    case "allowed":
      return isRead
        ? vscode.l10n.t("May read from {0} ({1})", server, url)
        : vscode.l10n.t("May read and make changes on {0} ({1})", server, url);
    case "allowedForSession":
      return isRead
        ? vscode.l10n.t("May read from {0} ({1}) until this window is closed or reloaded", server, url)
        : vscode.l10n.t("May read and make changes on {0} ({1}) until this window is closed or reloaded", server, url);
    case "denied":
      return isRead
        ? vscode.l10n.t("May not read from {0} ({1}) until this window is closed or reloaded", server, url)
        : vscode.l10n.t("May not make changes on {0} ({1}) until this window is closed or reloaded", server, url);
  }
}
