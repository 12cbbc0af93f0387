import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { Server } from "../servers/server";
import { review, type ReviewedToken } from "../tokens/review";
import { isOffered, type TokenList } from "../tokens/tokenList";
import { listOf } from "../tokens/tokenStore";
import { expiringSoonDays } from "../ui/expiringSoon";
import { explain } from "../ui/explain";
import { findingFacts, findingHeading } from "../ui/findingText";
import { countText, tokenCount } from "../ui/format";
import { pickMany } from "../ui/pickMany";
import { tokenItemOf, tokensInOrder } from "../ui/pickToken";
import { tableName } from "../ui/tokenText";
import { setContextKey } from "../util/contextKeys";
import { inertMessage } from "../util/visibleText";
import { chooseAct } from "./chooseAct";
import { findUse } from "./findUse";
import type { Parts } from "./parts";
import { readTokens, serverFor } from "./targets";

/** A token to tick, or the heading of several. */
type Item = vscode.QuickPickItem & { readonly token?: AccessToken };

/** What was looked at, and in how many of its tokens there is something to see to. */
interface Seen {
  readonly list: TokenList;
  readonly count: number;
}

/** Shows what there is to see to about the tokens of a server, and has some of them seen to. */
export async function reviewTokens(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Review the tokens of which server?"));
  if (!server) return;
  let seen: Seen | undefined;
  const picked = await pickMany<Item>({
    title: vscode.l10n.t("Review the tokens of {0}", server.name),
    waiting: vscode.l10n.t("Reading the tokens of {0}…", server.name),
    items: async () => {
      const read = await readTokens(parts, server);
      warnOfUnread(server, read);
      await findUse(parts, server);
      const list = listOf(parts.tokens.state(server.name)) ?? read;
      const items = itemsOf(list);
      seen = { list, count: items.filter(({ token }) => token).length };
      return items;
    },
    placeholder: () => (seen ? placeholderFor(seen) : ""),
    closesWhenEmpty: true,
    staysOpen: true,
  });
  // Whoever did not wait for the tokens has seen nothing.
  if (!seen) return;
  setContextKey("hasReviewed", true);
  if (picked && seen.count === 0) {
    const message = vscode.l10n.t(
      "There is nothing to see to about the tokens of {0} ({1} looked at).",
      server.name,
      tokenCount(seen.list.tokens.size),
    );
    void vscode.window.showInformationMessage(inertMessage(message));
    return;
  }
  const targets = picked?.flatMap(({ token }) => (token ? [{ server, token }] : [])) ?? [];
  if (targets.length > 0) await chooseAct(parts, targets);
}

/** Says which tables are reviewed as they were earlier. */
function warnOfUnread(server: Server, { unread }: TokenList): void {
  for (const [source, error] of unread) {
    warn(
      vscode.l10n.t(
        "{0} on {1} could not be read, so what was found about them is of an earlier time. {2}",
        tableName(source),
        server.name,
        explain(error),
      ),
    );
  }
}

function warn(message: string): void {
  void vscode.window.showWarningMessage(inertMessage(message));
}

function itemsOf(list: TokenList): Item[] {
  const neverUsed = list.usage?.neverUsed ?? new Set();
  const found = review(tokensInOrder(list), { now: new Date(), soonDays: expiringSoonDays(), neverUsed });
  return [...found].flatMap(([finding, tokens]) => [
    { label: findingHeading(finding, tokens.length), kind: vscode.QuickPickItemKind.Separator },
    ...tokens.map((reviewed) => itemOf(reviewed, list)),
  ]);
}

function itemOf(reviewed: ReviewedToken, list: TokenList): Item {
  const { token } = reviewed;
  const isOthers = list.canWrite && !isOffered(list, token);
  const facts = [...findingFacts(reviewed), ...(isOthers ? [vscode.l10n.t("not yours to change")] : [])];
  return { ...tokenItemOf(token, list), detail: facts.join(" · ") };
}

/** Short, as what does not fit is cut off. */
function placeholderFor({ list: { canWrite, tokens }, count }: Seen): string {
  return canWrite
    ? vscode.l10n.t("Tick those to act on: {0} of {1} need attention", countText(count), countText(tokens.size))
    : vscode.l10n.t("Nothing can be changed: what you signed in with is read-only");
}
