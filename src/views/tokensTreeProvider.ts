import * as vscode from "vscode";
import type { TokenRef } from "../awx/api";
import type { Server, UnusableEntry } from "../servers/server";
import { listOf, type TokenStore } from "../tokens/tokenStore";
import type { Disposable } from "../util/event";
import { groupItem } from "./groupItem";
import {
  parentOfGroup,
  parentOfOwner,
  parentOfStatus,
  parentOfToken,
  rowsOfGroup,
  rowsOfOwner,
  rowsOfServer,
} from "./layout";
import { ownerItem } from "./ownerItem";
import { idOf, refOf, type Row } from "./rows";
import { serverItem } from "./serverItem";
import { statusItem } from "./statusItem";
import { tokenItem } from "./tokenItem";
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
  readonly #subscription: Disposable;
  // VS Code recognizes a row by the object it was given, so there is one for each.
  readonly #rows = new Map<string, Row>();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(servers: Servers, store: TokenStore) {
    this.#servers = servers;
    this.#store = store;
    this.#subscription = store.onDidChange(({ serverName, token }) => {
      this.#changed.fire(
        this.#row(
          token
            ? { kind: "token", serverName, source: token.source, tokenId: token.id }
            : { kind: "server", serverName },
        ),
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

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #children(row: Row | undefined): readonly Row[] {
    switch (row?.kind) {
      case undefined:
        return [
          ...this.#servers.servers.map(({ name }): Row => ({ kind: "server", serverName: name })),
          ...this.#servers.unusable.map((entry): Row => ({ kind: "unusable", entry })),
        ];
      case "server":
        return rowsOfServer(row, this.#store.state(row.serverName));
      case "group":
        return rowsOfGroup(row, this.#store.state(row.serverName));
      case "owner":
        return rowsOfOwner(row, this.#store.state(row.serverName));
      case "status":
      case "token":
      case "unusable":
        return [];
    }
  }

  #parent(row: Row): Row | undefined {
    switch (row.kind) {
      case "server":
      case "unusable":
        return undefined;
      case "status":
        return parentOfStatus(row, this.#store.state(row.serverName));
      case "group":
        return parentOfGroup(row, this.#store.state(row.serverName));
      case "owner":
        return parentOfOwner(row, this.#store.state(row.serverName));
      case "token":
        return parentOfToken(row, this.#store.token(row.serverName, refOf(row)), this.#store.state(row.serverName));
    }
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
        );
      case "status":
        return statusItem(row, state);
      case "group":
        return groupItem(row, listOf(state));
      case "owner":
        return ownerItem(row, listOf(state));
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
