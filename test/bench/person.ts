import type * as vscode from "vscode";
import { commandIds, type CommandName } from "../../src/contributions";
import { activate } from "../../src/extension";
import { CredentialStore } from "../../src/servers/credentialStore";
import type { Row } from "../../src/views/rows";
import { MemoryMemento, MemorySecrets } from "../unit/support/memory";
import { settings, shown, TreeItemCollapsibleState, type InputBox, type TreeDataProvider } from "./vscode";

/** A server to look at, and the value of a token of its administrator's. */
export interface BenchServer {
  readonly url: string;
  readonly secret: string;
}

/** How long VS Code waits after a change before it draws it, unless there was none for as long, in milliseconds. */
const patience = 200;

/** Somebody who opens the view of a server, sees it drawn as VS Code draws it, and acts on it. */
export class Person {
  readonly #context = {
    secrets: new MemorySecrets(),
    globalState: new MemoryMemento(),
    workspaceState: new MemoryMemento(),
    subscriptions: [],
  };
  #tree: TreeDataProvider | undefined;
  #commands = shown.commands;
  #hasSeenTokens = false;
  #timer: NodeJS.Timeout | undefined;
  /** Called with the first rows that are, or lead to, tokens. */
  onFirstRows: () => void = () => undefined;

  /** Signs in, before anything is timed. */
  static async before({ url, secret }: BenchServer): Promise<Person> {
    const person = new Person();
    const server = { name: "bench", url };
    settings.set("servers", [server]);
    const { secrets, globalState } = person.#context;
    const credentials = new CredentialStore(secrets, globalState);
    await credentials.write(server, {
      credential: { kind: "token", secret },
      canWrite: true,
      api: { url, family: "controller", tables: [{ source: "controller", root: "/api/v2/" }] },
    });
    credentials.dispose();
    return person;
  }

  /** Opens the view, until all tokens are there and drawn. */
  async opens(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      const subscription = shown.onDidEndProgress.event(() => {
        subscription.dispose();
        resolve();
      });
    });
    shown.commands = new Map();
    this.#commands = shown.commands;
    activate(this.#context as unknown as vscode.ExtensionContext);
    this.#tree = shown.tree;
    this.#tree?.onDidChangeTreeData(() => void this.#seesChange());
    await ended;
    await this.draw();
  }

  /** Runs a command on a row, as its menu does. */
  async runs(name: CommandName, row?: Row): Promise<void> {
    await this.#commands.get(commandIds[name])?.(row);
  }

  /** Gives what is asked for in the next box. */
  enters(text: string): void {
    const subscription = shown.onDidOpenBox.event((box: InputBox) => {
      subscription.dispose();
      box.type(text);
      box.accepted.fire(undefined);
    });
  }

  /** Asks for all that the view shows: the rows, and what is below those that are open, or below all. */
  async draw(isAllOpen = false, below?: Row): Promise<Row[]> {
    const rows: Row[] = [];
    for (const row of ((await this.#tree?.getChildren(below)) ?? []) as Row[]) {
      rows.push(row);
      const item = await this.#tree?.getTreeItem(row);
      const isOpen = isAllOpen || item?.collapsibleState === TreeItemCollapsibleState.Expanded;
      if (isOpen) rows.push(...(await this.draw(isAllOpen, row)));
    }
    return rows;
  }

  /** Sees at once what VS Code would draw by and by. */
  async catchesUp(): Promise<void> {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.draw();
  }

  /** Closes the window. */
  leaves(): void {
    clearTimeout(this.#timer);
    // What it held is not to be found in the next one's heap.
    shown.tree = undefined;
    shown.commands = new Map();
    for (const part of this.#context.subscriptions as { dispose(): void }[]) part.dispose();
  }

  async #seesChange(): Promise<void> {
    if (this.#hasSeenTokens) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.catchesUp(), patience);
    } else if ((await this.draw()).some(({ kind }) => isOfTokens.has(kind))) {
      this.#hasSeenTokens = true;
      this.onFirstRows();
    }
  }
}

const isOfTokens: ReadonlySet<Row["kind"]> = new Set(["token", "section", "branch"]);
