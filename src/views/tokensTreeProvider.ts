import * as vscode from "vscode";
import { keyOf, type TokenRef } from "../awx/api";
import type { Server, UnusableEntry } from "../servers/server";
import { ArrangedList } from "../tokens/arrangedList";
import { usualArrangement } from "../tokens/arrangement";
import { listOf, type TokenStore } from "../tokens/tokenStore";
import { expiringSoonDays } from "../ui/expiringSoon";
import type { Disposable } from "../util/event";
import type { Arrangements } from "./arrangements";
import { branchItem } from "./branchItem";
import { filterItem } from "./filterItem";
import { groupItem } from "./groupItem";
import { Layout } from "./layout";
import { idOf, refOf, type Row } from "./rows";
import { sectionItem } from "./sectionItem";
import { serverItem } from "./serverItem";
import { statusItem } from "./statusItem";
import { tokenItem, tokenTooltip } from "./tokenItem";
import { unusableItem } from "./unusableItem";

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

  getChildren(row?: Row): Row[] {
    return this.#children(row).map((child) => this.#row(child));
  }

  getParent(row: Row): Row | undefined {
    const parent = this.#parent(row);
    return parent && this.#row(parent);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = this.#item(row);
    item.id = idOf(row);
    return item;
  }

  /** Adds what is shown when somebody points at a token: most of the work of a row, for one that nobody may look at. */
  resolveTreeItem(item: vscode.TreeItem, row: Row): vscode.TreeItem {
    if (row.kind !== "token") return item;
    const list = listOf(this.#store.state(row.serverName));
    const token = this.#store.token(row.serverName, refOf(row));
    if (list && token) item.tooltip = tokenTooltip(token, list);
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** Whether a token has a row. */
  isShown(serverName: string, ref: TokenRef): boolean {
    const shown = this.shown(serverName);
    const token = shown?.list.tokens.get(keyOf(ref));
    return token !== undefined && (shown?.isFiltered !== true || shown.tokens.includes(token));
  }

  /** A server's tokens as they are shown; none where nothing is known of them. */
  shown(serverName: string): ArrangedList | undefined {
    const list = listOf(this.#store.state(serverName));
    const known = this.#shown.get(serverName);
    if (!list || known?.list === list) return list && known;
    const { sort, grouping } = this.#arrangements;
    const filter = this.#arrangements.filterOf(serverName);
    const shown = new ArrangedList(list, { filter, sort, grouping, now: new Date(), soonDays: expiringSoonDays() });
    this.#shown.set(serverName, shown);
    return shown;
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
    return row.kind === "unusable" ? [] : this.#layout(row.serverName).below(row);
  }

  #parent(row: Row): Row | undefined {
    return row.kind === "unusable" ? undefined : this.#layout(row.serverName).above(row);
  }

  #layout(serverName: string): Layout {
    return new Layout(serverName, this.#store.state(serverName), this.shown(serverName));
  }

  #item(row: Row): vscode.TreeItem {
    if (row.kind === "unusable") return unusableItem(row.entry);
    const { serverName } = row;
    const state = this.#store.state(serverName);
    switch (row.kind) {
      case "server":
        return serverItem(
          this.#servers.servers.find(({ name }) => name === serverName) ?? { name: serverName, url: "" },
          state,
          this.shown(serverName),
        );
      case "status":
        return statusItem(row, state);
      case "filter":
        return filterItem(row, this.shown(serverName), this.#arrangements.filterOf(serverName));
      case "group":
        return groupItem(row, this.shown(serverName));
      case "branch":
        return branchItem(row, this.shown(serverName));
      case "section":
        return sectionItem(row, this.shown(serverName));
      case "token":
        return tokenItem(row, this.#store.token(serverName, refOf(row)), listOf(state));
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
