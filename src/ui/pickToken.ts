import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { parseFilter } from "../tokens/filter";
import { matchesOf } from "../tokens/filterMatches";
import { byOwner } from "../tokens/owners";
import type { TokenList } from "../tokens/tokenList";
import { inertText } from "../util/visibleText";
import { expiringSoonDays } from "./expiringSoon";
import type { LongList } from "./longList";
import { pickMany } from "./pickMany";
import { pickOne } from "./pickOne";
import { tableName, tokenFacts, tokenIcon, tokenLabel } from "./tokenText";

/** VS Code itself finds what is typed among so many. */
const mostAtOnce = 300;

interface TokenItem extends vscode.QuickPickItem {
  readonly token: AccessToken;
}

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
      const tokens = tokensInOrder(known).filter((token) => isOffered(known, token));
      leftOut = known.tokens.size - tokens.length;
      return tokens.length > mostAtOnce ? longListOf(tokens, known) : tokens.map((token) => tokenItemOf(token, known));
    },
    placeholder: (count: number) => {
      const text = count === 0 ? vscode.l10n.t("{0} has no tokens for this", serverName) : request;
      return leftOut === 0 ? text : vscode.l10n.t("{0} (not yours to change: {1})", text, leftOut);
    },
  };
}

/** Tokens of which those are shown that a filter asks for, as it is typed. */
function longListOf(tokens: readonly AccessToken[], list: TokenList): LongList<TokenItem> {
  const items = new Map<AccessToken, TokenItem>();
  const itemOf = (token: AccessToken): TokenItem => {
    const item = items.get(token) ?? { ...tokenItemOf(token, list), alwaysShow: true };
    items.set(token, item);
    return item;
  };
  return {
    length: tokens.length,
    search: (text, most) => {
      const context = { now: new Date(), soonDays: expiringSoonDays() };
      const matches = new Set(matchesOf(list, parseFilter(text), context));
      const found = tokens.filter((token) => matches.has(token));
      return { items: found.slice(0, most).map(itemOf), count: found.length };
    },
  };
}

/** As the view has them: one's own first, and then the others' by owner. */
export function tokensInOrder(list: TokenList): readonly AccessToken[] {
  const tables = list.sources.map((source) => byOwner(list, [...list.tokens.of(source).values()]));
  return [
    ...tables.flatMap(({ own }) => own),
    ...tables.flatMap(({ owners }) => owners.flatMap(({ tokens }) => tokens)),
  ];
}

/** A token as an item to choose. */
export function tokenItemOf(token: AccessToken, list: TokenList): TokenItem {
  const { shown, expiry } = tokenFacts(token, list, new Date());
  const facts = [
    shown,
    ...(list.sources.length > 1 ? [tableName(token.source)] : []),
    vscode.l10n.t("ID {0}", token.id),
  ];
  return {
    label: inertText(tokenLabel(token)),
    description: inertText(facts.join(" · ")),
    iconPath: tokenIcon(token, expiry === "expired"),
    token,
  };
}
