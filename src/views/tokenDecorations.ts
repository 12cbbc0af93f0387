import * as vscode from "vscode";
import { keyOf, type TokenRef, type TokenSource } from "../awx/api";
import { expiryOf, type Expiry } from "../tokens/expiry";
import { listOf, type TokenStore } from "../tokens/tokenStore";
import { expiringSoonDays } from "../ui/expiringSoon";
import type { Disposable } from "../util/event";

/** Of rows alone: nothing can be opened by it. */
const scheme = "awx-token-row";

/** What a row is marked for, where it is. */
type Mark = Exclude<Expiry, "later"> | undefined;

/** What a token's row is marked by. */
export function tokenRowUri(serverName: string, ref: TokenRef): vscode.Uri {
  // A name may hold any character, and only a query leaves each as it is.
  return vscode.Uri.from({ scheme, path: `/${keyOf(ref)}`, query: serverName });
}

/** Marks the rows of tokens that have expired or do soon. */
export class TokenDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #store: TokenStore;
  readonly #changed = new vscode.EventEmitter<vscode.Uri | vscode.Uri[]>();
  /** How each row is marked that VS Code has asked about. */
  readonly #marked = new Map<string, Mark>();
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

  /**
   * Marks the rows anew that are to be marked otherwise: time has passed, or what is soon has changed. No others, whose
   * marks would be gone for a moment.
   */
  redraw(): void {
    const changed = [...this.#marked].flatMap(([text, mark]) => {
      const uri = vscode.Uri.parse(text);
      return this.#markOf(uri) === mark ? [] : uri;
    });
    // Those that are still shown are asked about again.
    for (const uri of changed) this.#marked.delete(uri.toString());
    if (changed.length > 0) this.#changed.fire(changed);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const mark = this.#markOf(uri);
    this.#marked.set(uri.toString(), mark);
    switch (mark) {
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
      case undefined:
        return undefined;
    }
  }

  #markOf(uri: vscode.Uri): Mark {
    const [, source, id] = uri.path.split("/");
    const token = listOf(this.#store.state(uri.query))?.tokens.get({ source: source as TokenSource, id: Number(id) });
    const expiry = token && expiryOf(token, new Date(), expiringSoonDays());
    return expiry === "later" ? undefined : expiry;
  }

  dispose(): void {
    this.#changed.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}
