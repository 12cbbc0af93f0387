import * as vscode from "vscode";
import type { TokenRef } from "../awx/api";
import type { Server, UnusableEntry } from "../servers/server";
import type { ArrangedList } from "../tokens/arrangedList";
import { usualArrangement } from "../tokens/arrangement";
import { listOf, type TokenStore } from "../tokens/tokenStore";
import { expiringSoonDays } from "../ui/expiringSoon";
import type { Disposable } from "../util/event";
import type { Arrangements } from "./arrangements";
import { hasStatus } from "./hasStatus";
import type * as listRows from "./listRows";
import { idOf, type Row, type StatusRow, type UnusableRow } from "./rows";
import { serverItem } from "./serverItem";

/** The servers in the settings, and what there is no server. */
interface Servers {
  readonly servers: readonly Server[];
  readonly unusable: readonly UnusableEntry[];
}

/** Draws the servers and what the store knows of their tokens. It never asks a server for anything. */
export class TokensTreeProvider implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #servers: Servers;
  readonly #store: TokenStore;
  readonly #changed = new vscode.EventEmitter<Row | undefined>();
  readonly #arrangements: Arrangements;
  readonly #subscriptions: readonly Disposable[];
  /** Loaded with the first list, because a start has none to show. */
  #drawing: typeof listRows | undefined;
  /** Each server's list as it was shown last, for as long as neither changes. */
  readonly #shown = new Map<string, ArrangedList>();
  // VS Code recognizes a row by the object it was given, so there is one for each.
  readonly #rows = new Map<string, Row>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(servers: Servers, store: TokenStore, arrangements: Arrangements) {
    this.#servers = servers;
    this.#store = store;
    this.#arrangements = arrangements;
    this.#subscriptions = [
      store.onDidChange(({ serverName, token }) => {
        this.#changed.fire(
          token && this.#isUsual(serverName)
            ? this.#row({ kind: "token", serverName, source: token.source, tokenId: token.id })
            : this.serverRow(serverName),
        );
      }),
      arrangements.onDidChange(({ serverName }) => {
        if (serverName === undefined) this.redraw();
        else this.#rearrange(serverName);
      }),
    ];
  }

  /** Draws everything again: the list of servers changed, or what is shown of each token. */
  redraw(): void {
    this.#shown.clear();
    this.#changed.fire(undefined);
  }

  /** The row of a server, as `TreeView.reveal` takes it. */
  serverRow(serverName: string): Row {
    return this.#row({ kind: "server", serverName });
  }

  /** The row of a token, in the same way. */
  tokenRow(serverName: string, { source, id }: TokenRef): Row {
    return this.#row({ kind: "token", serverName, source, tokenId: id });
  }

  /** Whether it is the very row that the tree has of this provider. */
  isOwn(row: Row): boolean {
    return this.#rows.get(idOf(row)) === row;
  }

  /** A row, and from near to far those that somebody can go on at when it is gone. */
  placeOf(row: Row): readonly Row[] {
    const above = this.#parent(row);
    const siblings = this.#children(above);
    const place = siblings.findIndex((sibling) => idOf(sibling) === idOf(row));
    return [
      row,
      ...siblings.slice(place + 1),
      ...siblings.slice(0, Math.max(place, 0)).reverse(),
      ...(above ? this.placeOf(above) : []),
    ];
  }

  /** The first of some rows that is there. */
  firstThere(rows: readonly Row[]): Row | undefined {
    const found = rows.find((row) => this.#children(this.#parent(row)).some((child) => idOf(child) === idOf(row)));
    return found && this.#row(found);
  }

  getChildren(row?: Row): vscode.ProviderResult<Row[]> {
    return this.#onceReady(() => this.#children(row).map((child) => this.#row(child)));
  }

  getParent(row: Row): Row | undefined {
    const parent = this.#parent(row);
    return parent && this.#row(parent);
  }

  getTreeItem(row: Row): vscode.TreeItem | Promise<vscode.TreeItem> {
    // Loaded when there is one: a start that goes well shows neither.
    if (row.kind === "unusable") return import("./unusableItem").then(({ unusableItem }) => unusableItem(row));
    if (row.kind === "status") {
      return import("./statusItem").then(({ statusItem }) => statusItem(row, this.#store.state(row.serverName)));
    }
    // A function made for each of ten thousand rows would be a part of their time.
    return this.#drawing ? this.#item(row) : this.#onceReady(() => this.#item(row));
  }

  /** Adds what is shown when somebody points at a token: most of the work of a row, for one that nobody may look at. */
  resolveTreeItem(item: vscode.TreeItem, row: Row): vscode.TreeItem {
    if (row.kind !== "token") return item;
    const shown = this.shown(row.serverName);
    if (shown) item.tooltip = this.#drawing?.tooltipOf(row, shown);
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** Whether a token has a row. */
  isShown(serverName: string, ref: TokenRef): boolean {
    const shown = this.shown(serverName);
    const token = shown?.list.tokens.get(ref);
    return token !== undefined && (shown?.isFiltered !== true || shown.tokens.includes(token));
  }

  /** A server's tokens as they are shown; none where nothing is known of them. */
  shown(serverName: string): ArrangedList | undefined {
    const list = listOf(this.#store.state(serverName));
    const known = this.#shown.get(serverName);
    if (!list || !this.#drawing || known?.list === list) return list && known;
    const { sort, grouping } = this.#arrangements;
    const filter = this.#arrangements.filterOf(serverName);
    const shown = this.#drawing.arrange(list, {
      filter,
      sort,
      grouping,
      now: new Date(),
      soonDays: expiringSoonDays(),
    });
    this.#shown.set(serverName, shown);
    return shown;
  }

  #onceReady<T>(draw: () => T): T | Promise<T> {
    if (this.#drawing || !this.#servers.servers.some(({ name }) => listOf(this.#store.state(name)))) return draw();
    return import("./listRows").then((loaded) => {
      this.#drawing = loaded;
      return draw();
    });
  }

  #rearrange(serverName: string): void {
    this.#shown.delete(serverName);
    this.#changed.fire(this.serverRow(serverName));
  }

  /** Whether a token stays where it is, whatever becomes of it. */
  #isUsual(serverName: string): boolean {
    const { sort, grouping } = this.#arrangements;
    const usual = usualArrangement;
    return this.#arrangements.filterOf(serverName) === "" && sort.by === usual.sort.by && grouping === usual.grouping;
  }

  #children(row: Row | undefined): readonly Row[] {
    if (row === undefined) {
      return [
        ...this.#servers.servers.map(({ name }): Row => ({ kind: "server", serverName: name })),
        ...this.#servers.unusable.map((entry): Row => ({ kind: "unusable", entry })),
      ];
    }
    if (row.kind === "unusable") return [];
    const { serverName } = row;
    const state = this.#store.state(serverName);
    if (this.#drawing) return this.#drawing.layoutOf(serverName, state, this.shown(serverName)).below(row);
    return row.kind === "server" && hasStatus(state) ? [{ kind: "status", serverName }] : [];
  }

  #parent(row: Row): Row | undefined {
    if (row.kind === "unusable" || row.kind === "server") return undefined;
    const { serverName } = row;
    const layout = this.#drawing?.layoutOf(serverName, this.#store.state(serverName), this.shown(serverName));
    return layout ? layout.above(row) : { kind: "server", serverName };
  }

  #item(row: Exclude<Row, UnusableRow | StatusRow>): vscode.TreeItem {
    const item = this.#itemOf(row);
    item.id = idOf(row);
    return item;
  }

  #itemOf(row: Exclude<Row, UnusableRow | StatusRow>): vscode.TreeItem {
    const { serverName } = row;
    const state = this.#store.state(serverName);
    switch (row.kind) {
      case "server":
        return serverItem(
          this.#servers.servers.find(({ name }) => name === serverName) ?? { name: serverName, url: "" },
          state,
          this.shown(serverName),
        );
      default:
        return this.#drawing?.listItem(row, this.shown(serverName)) ?? new vscode.TreeItem("");
    }
  }

  #row(row: Row): Row {
    const id = idOf(row);
    const known = this.#rows.get(id);
    if (known) return known;
    this.#rows.set(id, row);
    return row;
  }
}
