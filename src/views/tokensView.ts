import * as vscode from "vscode";
import type { TokenRef } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import { tokensViewId } from "../contributions";
import type { ServerStore } from "../servers/serverStore";
import type { TokenStore } from "../tokens/tokenStore";
import { moveFocus } from "../ui/boxes";
import { watchExpiringSoonDays } from "../ui/expiringSoon";
import { prepareFormats } from "../ui/format";
import { hour } from "../util/durations";
import type { Disposable } from "../util/event";
import type { Arrangements } from "./arrangements";
import { AttentionBadge } from "./attentionBadge";
import { autoRefresh } from "./autoRefresh";
import { idOf, type Row } from "./rows";
import { TokenDecorations } from "./tokenDecorations";
import { TokensTreeProvider } from "./tokensTreeProvider";
import { usageWhereShown } from "./usageWhereShown";

/** After so many milliseconds a request is on its way, and its answer seldom there yet. */
const requestSent = 10;

/** The view "Access Tokens": shows the tree, and has what is missing read while somebody looks at it. */
export class TokensView implements vscode.Disposable {
  readonly #servers: ServerStore;
  readonly #store: TokenStore;
  readonly #provider: TokensTreeProvider;
  readonly #tree: vscode.TreeView<Row>;
  readonly #badge: AttentionBadge;
  readonly #decorations: TokenDecorations;
  readonly #subscriptions: readonly Disposable[];
  /** The servers whose tokens this view is having read. */
  readonly #begun = new Set<string>();
  #progressEnds: (() => void) | undefined;
  /** What was shown last as the outcome of something that was done. */
  #outcome: Row | undefined;

  constructor(servers: ServerStore, store: TokenStore, arrangements: Arrangements) {
    this.#servers = servers;
    this.#store = store;
    this.#provider = new TokensTreeProvider(servers, store, arrangements);
    this.#tree = vscode.window.createTreeView(tokensViewId, {
      treeDataProvider: this.#provider,
      showCollapseAll: true,
      canSelectMany: true,
    });
    const serverNames = (): string[] => servers.servers.map(({ name }) => name);
    this.#badge = new AttentionBadge(serverNames, store, this.#tree);
    this.#decorations = new TokenDecorations(store);
    this.#subscriptions = [
      this.#tree,
      this.#provider,
      this.#badge,
      this.#decorations,
      autoRefresh(serverNames, store, { tree: this.#tree, window: vscode.window }),
      this.#tree.onDidChangeVisibility(() => {
        this.#loadMissing();
        this.#giveUpUnseen();
      }),
      servers.onDidChange(() => {
        this.#redraw();
        this.#loadMissing();
      }),
      watchExpiringSoonDays(() => {
        this.#redraw();
      }),
      everyHour(() => {
        this.#redraw();
      }),
      store.onDidChange(() => {
        this.#showProgress();
        this.#loadMissing();
      }),
      usageWhereShown(serverNames, store, arrangements),
    ];
    this.#loadMissing();
  }

  /** The rows that are selected. */
  get selection(): readonly Row[] {
    return this.#tree.selection;
  }

  /** The tokens of a server that its filter shows; nothing where there is no filter, or no list. */
  filtered(serverName: string): readonly AccessToken[] | undefined {
    const shown = this.#provider.shown(serverName);
    return shown?.isFiltered === true ? shown.tokens : undefined;
  }

  /** Brings the view to the front unless it is there, and leaves the focus alone if it is. */
  async show(): Promise<void> {
    if (!this.#tree.visible) await vscode.commands.executeCommand(`${tokensViewId}.focus`);
  }

  /** Shows a server and its tokens. Nobody waits for it: a view takes its time until it has drawn what changed. */
  reveal(serverName: string, { focus = false } = {}): void {
    this.#outcome = this.#provider.serverRow(serverName);
    void this.#show(this.#outcome, { expand: true, focus, select: false });
  }

  /**
   * Waits until the view, if it is visible, has drawn what changed of a server: VS Code moves the focus into a tree that
   * has drawn, from a box that has just opened as well.
   */
  async drawn(serverName: string): Promise<void> {
    if (this.#tree.visible) await this.#show(this.#provider.serverRow(serverName), { focus: false, select: false });
  }

  /** Shows a token and selects it, or its server where the token is not shown. */
  revealToken(serverName: string, ref: TokenRef): void {
    if (this.#provider.isShown(serverName, ref)) {
      this.#outcome = this.#provider.tokenRow(serverName, ref);
      void this.#show(this.#outcome, { focus: false, select: true });
    } else {
      this.reveal(serverName);
    }
  }

  /**
   * Notes where a row is before something is done to it, and gives what to do after it: when the row is gone, VS Code
   * leaves the focus at the top of the view, so it goes to the row that took its place, or to the next.
   */
  goingOnAt(row: Row): () => Promise<void> {
    const [, ...nearby] = this.#provider.placeOf(row);
    // What is called from a message has another one, and the focus is elsewhere then.
    const isInTree = this.#provider.isOwn(row);
    let isInEditor = false;
    const watch = vscode.window.onDidChangeTextEditorSelection(() => (isInEditor = true));
    this.#outcome = undefined;
    return async () => {
      watch.dispose();
      const next = this.#provider.firstThere([row, ...(this.#outcome ? [this.#outcome] : []), ...nearby]);
      // Whoever writes or looks at something else by now is left alone.
      if (!isInTree || isInEditor || !this.#tree.visible || !next || idOf(next) === idOf(row)) return;
      await moveFocus(() => this.#show(next, { focus: true, select: false }));
    };
  }

  dispose(): void {
    this.#progressEnds?.();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** Draws everything again: the servers have changed, what is soon has, or the time. */
  #redraw(): void {
    this.#provider.redraw();
    this.#badge.redraw();
    this.#decorations.redraw();
  }

  async #show(row: Row, options: Parameters<vscode.TreeView<Row>["reveal"]>[1]): Promise<void> {
    try {
      await this.#tree.reveal(row, options);
    } catch {
      // The row may go while the tree looks for it; then there is nothing to show.
    }
  }

  #loadMissing(): void {
    if (!this.#tree.visible) return;
    for (const { name } of this.#servers.servers) {
      if (this.#begun.has(name) || this.#store.state(name).kind !== "idle") continue;
      this.#begun.add(name);
      void this.#store.loadWhile(name, () => this.#tree.visible).finally(() => this.#begun.delete(name));
      setTimeout(() => void prepareFormats(), requestSent);
    }
  }

  /** Stops reading what this view began to read, once nobody looks at it any more. */
  #giveUpUnseen(): void {
    if (this.#tree.visible) return;
    for (const name of this.#begun) this.#store.giveUp(name);
  }

  #showProgress(): void {
    const isLoading = this.#servers.servers.some(({ name }) => this.#store.state(name).kind === "loading");
    if (!isLoading) {
      this.#progressEnds?.();
      this.#progressEnds = undefined;
    } else {
      this.#progressEnds ??= startProgress();
    }
  }
}

/** Shows the progress bar of the view until the function it gives is called. */
function startProgress(): () => void {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  void vscode.window.withProgress({ location: { viewId: tokensViewId } }, () => ended);
  return end;
}

function everyHour(run: () => void): Disposable {
  const timer = setInterval(run, hour);
  return {
    dispose: () => {
      clearInterval(timer);
    },
  };
}
