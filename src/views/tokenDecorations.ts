import * as vscode from "vscode";
import { keyOf, type TokenRef } from "../awx/api";
import { expiryOf } from "../tokens/expiry";
import { listOf, type TokenStore } from "../tokens/tokenStore";
import { expiringSoonDays } from "../ui/expiringSoon";
import type { Disposable } from "../util/event";

/** Of rows alone: nothing can be opened by it. */
const scheme = "awx-token-row";

/** What a token's row is marked by. */
export function tokenRowUri(serverName: string, ref: TokenRef): vscode.Uri {
  // A name may hold any character, and only a query leaves each as it is.
  return vscode.Uri.from({ scheme, path: `/${keyOf(ref)}`, query: serverName });
}

/** Marks the rows of tokens that have expired or do soon. */
export class TokenDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #store: TokenStore;
  readonly #changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly #subscriptions: readonly Disposable[];

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(store: TokenStore) {
    this.#store = store;
    this.#subscriptions = [
      vscode.window.registerFileDecorationProvider(this),
      store.onDidChange(({ serverName, token }) => {
        // While a list arrives, its rows are asked about as they are first drawn.
        if (token) this.#changed.fire(tokenRowUri(serverName, token));
        else if (store.state(serverName).kind !== "loading") this.redraw();
      }),
    ];
  }

  /** Marks every row again: time has passed, or what is soon has changed. */
  redraw(): void {
    this.#changed.fire(undefined);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const token = listOf(this.#store.state(uri.query))?.tokens.get(uri.path.slice(1) as ReturnType<typeof keyOf>);
    switch (token && expiryOf(token, new Date(), expiringSoonDays())) {
      case "expired":
        // As its icon: it is of no use any more, and where there are many, those that are about to end stand out.
        return new vscode.FileDecoration(
          "×",
          vscode.l10n.t("Expired"),
          new vscode.ThemeColor("list.deemphasizedForeground"),
        );
      case "soon":
        return new vscode.FileDecoration(
          "!",
          vscode.l10n.t("Expires soon"),
          new vscode.ThemeColor("list.warningForeground"),
        );
      case "later":
      case undefined:
        return undefined;
    }
  }

  dispose(): void {
    this.#changed.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}
