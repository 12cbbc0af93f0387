import * as vscode from "vscode";
import type { Server, UnusableEntry } from "../servers/server";
import { listOf, type TokenStore } from "../tokens/tokenStore";
import type { Disposable } from "../util/event";
import { idOf, type Row } from "./rows";
import { serverItem, statusItem, statusOf, tokenItem, unusableItem } from "./treeItems";

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
  readonly #subscription: Disposable;
  // VS Code recognizes a row by the object it was given, so there is one for each.
  readonly #rows = new Map<string, Row>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(servers: Servers, store: TokenStore) {
    this.#servers = servers;
    this.#store = store;
    this.#subscription = store.onDidChange(({ serverName, tokenId }) => {
      this.#changed.fire(
        this.#row(tokenId === undefined ? { kind: "server", serverName } : { kind: "token", serverName, tokenId }),
      );
    });
  }

  /** Draws everything again: the list of servers changed. */
  redraw(): void {
    this.#changed.fire(undefined);
  }

  /** The row of a server, as `TreeView.reveal` takes it. */
  serverRow(serverName: string): Row {
    return this.#row({ kind: "server", serverName });
  }

  getChildren(row?: Row): Row[] {
    if (!row) {
      return [
        ...this.#servers.servers.map(({ name }) => this.serverRow(name)),
        ...this.#servers.unusable.map((entry) => this.#row({ kind: "unusable", entry })),
      ];
    }
    if (row.kind !== "server") return [];
    const { serverName } = row;
    const state = this.#store.state(serverName);
    const tokens = [...(listOf(state)?.tokens.keys() ?? [])];
    return [
      ...(statusOf(state) ? [this.#row({ kind: "status", serverName })] : []),
      ...tokens.map((tokenId) => this.#row({ kind: "token", serverName, tokenId })),
    ];
  }

  getParent(row: Row): Row | undefined {
    return row.kind === "status" || row.kind === "token" ? this.serverRow(row.serverName) : undefined;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    if (row.kind === "unusable") return withId(row, unusableItem(row.entry));
    const state = this.#store.state(row.serverName);
    switch (row.kind) {
      case "server": {
        const server = this.#servers.servers.find(({ name }) => name === row.serverName);
        return withId(row, serverItem(server ?? { name: row.serverName, url: "" }, state));
      }
      case "status":
        return withId(row, statusItem(state));
      case "token":
        return withId(row, tokenItem(row, listOf(state)));
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #row(row: Row): Row {
    const id = idOf(row);
    const known = this.#rows.get(id);
    if (known) return known;
    this.#rows.set(id, row);
    return row;
  }
}

function withId(row: Row, item: vscode.TreeItem): vscode.TreeItem {
  item.id = idOf(row);
  return item;
}
