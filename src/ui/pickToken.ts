import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { expiryOf } from "../tokens/expiry";
import { byOwner } from "../tokens/owners";
import type { TokenList } from "../tokens/tokenList";
import { inertText } from "../util/visibleText";
import { expiringSoonDays } from "./expiringSoon";
import { pickMany } from "./pickMany";
import { pickOne } from "./pickOne";
import { tableName, tokenFacts, tokenIcon, tokenLabel } from "./tokenText";

export interface TokenChoice {
  readonly title: string;
  readonly serverName: string;
  readonly list: Promise<TokenList>;
  /** Which tokens there are to choose from: those that the person may change, or all. */
  readonly isOffered: (list: TokenList, token: AccessToken) => boolean;
}

/**
 * Asks for a token of a server, by its description, scopes, owner, application or id. Nothing when the person gives up.
 * @throws what `list` rejects with
 */
export async function pickToken(choice: TokenChoice): Promise<AccessToken | undefined> {
  const picked = await pickOne(inputFor(choice, vscode.l10n.t("Choose a token of {0}", choice.serverName)));
  return picked.kind === "accepted" ? picked.item.token : undefined;
}

/** Asks for several tokens in the same way, of which each can be ticked. Nothing when the person gives up. */
export async function pickTokens(choice: TokenChoice): Promise<readonly AccessToken[] | undefined> {
  const picked = await pickMany(inputFor(choice, vscode.l10n.t("Tick tokens of {0}", choice.serverName)));
  return picked?.map(({ token }) => token);
}

function inputFor({ title, serverName, list, isOffered }: TokenChoice, request: string) {
  let leftOut = 0;
  return {
    title,
    waiting: vscode.l10n.t("Reading the tokens of {0}…", serverName),
    items: async () => {
      const known = await list;
      const items = itemsOf(known, isOffered);
      leftOut = known.tokens.size - items.length;
      return items;
    },
    placeholder: (count: number) => {
      const text = count === 0 ? vscode.l10n.t("{0} has no tokens for this", serverName) : request;
      return leftOut === 0 ? text : vscode.l10n.t("{0} (not yours to change: {1})", text, leftOut);
    },
  };
}

function itemsOf(list: TokenList, isOffered: TokenChoice["isOffered"]) {
  return tokensInOrder(list)
    .filter((token) => isOffered(list, token))
    .map((token) => tokenItemOf(token, list));
}

/** As the view has them: one's own first, and then the others' by owner. */
export function tokensInOrder(list: TokenList): readonly AccessToken[] {
  const all = [...list.tokens.values()];
  const tables = list.sources.map((source) =>
    byOwner(
      list,
      all.filter((token) => token.source === source),
    ),
  );
  return [
    ...tables.flatMap(({ own }) => own),
    ...tables.flatMap(({ owners }) => owners.flatMap(({ tokens }) => tokens)),
  ];
}

/** A token as an item to choose. */
export function tokenItemOf(token: AccessToken, list: TokenList) {
  const now = new Date();
  const facts = [
    ...tokenFacts(token, list, now).shown,
    ...(list.sources.length > 1 ? [tableName(token.source)] : []),
    vscode.l10n.t("ID {0}", token.id),
  ];
  return {
    label: inertText(tokenLabel(token)),
    description: inertText(facts.join(" · ")),
    iconPath: tokenIcon(token, expiryOf(token, now, expiringSoonDays()) === "expired"),
    token,
  };
}
