import * as vscode from "vscode";
import { needsAttention } from "../tokens/attention";
import type { FilterState } from "../tokens/filter";
import { expiringSoonDays } from "../ui/expiringSoon";
import { setContextKey } from "../util/contextKeys";
import { inertMessage } from "../util/visibleText";
import type { Parts } from "./parts";
import { readTokens, serverFor } from "./targets";

/** Shows those of a server's tokens alone that need attention, if there are any. */
export async function showNeedsAttention(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Show tokens of which server?"));
  if (!server) return;
  const list = await readTokens(parts, server);
  setContextKey("hasReviewed", true);
  const [now, soonDays] = [new Date(), expiringSoonDays()];
  if (!list.tokens.all().some((token) => needsAttention(token, list, now, soonDays))) {
    const message = vscode.l10n.t(
      "No token on {0} needs attention: none of yours to change has expired or does soon.",
      server.name,
    );
    void vscode.window.showInformationMessage(inertMessage(message));
    return;
  }
  parts.arrangements.setFilter(server.name, "needs-attention" satisfies FilterState);
  parts.view.reveal(server.name);
}
