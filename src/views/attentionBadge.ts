import * as vscode from "vscode";
import { needsAttention } from "../tokens/attention";
import type { TokenList } from "../tokens/tokenList";
import { listOf, type TokenStore } from "../tokens/tokenStore";
import { expiringSoonDays } from "../ui/expiringSoon";
import { countText } from "../ui/format";
import type { Disposable } from "../util/event";

/** Says on the view's icon how many tokens of all servers need attention. */
export class AttentionBadge implements Disposable {
  readonly #serverNames: () => readonly string[];
  readonly #store: TokenStore;
  readonly #tree: Pick<vscode.TreeView<unknown>, "badge">;
  readonly #counts = new Map<string, number>();
  readonly #subscription: Disposable;

  constructor(serverNames: () => readonly string[], store: TokenStore, tree: Pick<vscode.TreeView<unknown>, "badge">) {
    this.#serverNames = serverNames;
    this.#store = store;
    this.#tree = tree;
    this.#subscription = store.onDidChange(({ serverName }) => {
      this.#count(serverName);
      this.#show();
    });
  }

  /** Counts all anew: time has passed, what is soon has changed, or which servers there are. */
  redraw(): void {
    for (const serverName of this.#serverNames()) this.#count(serverName);
    this.#show();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #count(serverName: string): void {
    const list = listOf(this.#store.state(serverName));
    // Not page by page: of very many that would take long, and be a number that is never true.
    this.#counts.set(serverName, list?.isComplete ? countOf(list) : 0);
  }

  #show(): void {
    const count = this.#serverNames().reduce((sum, name) => sum + (this.#counts.get(name) ?? 0), 0);
    if (count === (this.#tree.badge?.value ?? 0)) return;
    this.#tree.badge =
      count === 0
        ? undefined
        : {
            value: count,
            tooltip:
              count === 1
                ? vscode.l10n.t("1 token needs attention")
                : vscode.l10n.t("{0} tokens need attention", countText(count)),
          };
  }
}

function countOf(list: TokenList): number {
  const now = new Date();
  const days = expiringSoonDays();
  return list.tokens.all().filter((token) => needsAttention(token, list, now, days)).length;
}
