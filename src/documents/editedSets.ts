import * as vscode from "vscode";
import { keyOf, type TokenRef } from "../awx/api";
import type { AccessToken } from "../awx/schemas";
import type { Server } from "../servers/server";
import { isInTab } from "./tabs";
import { uriOfTokens } from "./tokenUris";

/** Tokens that are edited together in a file, and of which state its text is. No more of a token is remembered. */
export interface EditedSet {
  /** Of their server. */
  readonly url: string;
  readonly tokens: readonly (TokenRef & { readonly modified: string })[];
  /** When the file's text was made, in milliseconds: VS Code tells by it whether an unsaved text is of this state. */
  readonly madeAt: number;
}

/** Where it is remembered, so that a file with unsaved edits survives a reload of the window. */
const memoryKey = "editedSets";

/** Which tokens each open file of several is about. */
export class EditedSets {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  find(uri: vscode.Uri): EditedSet | undefined {
    const sets = this.#all();
    return Object.hasOwn(sets, uri.toString()) ? sets[uri.toString()] : undefined;
  }

  /** The file for some tokens of a server: the one that is open for them, or a new one. */
  async fileFor({ name, url }: Server, tokens: readonly AccessToken[]): Promise<vscode.Uri> {
    const sets = Object.fromEntries(Object.entries(this.#all()).filter(([uri]) => isOpen(uri)));
    const asked = keysOf(tokens);
    for (let number = 1; ; number++) {
      const uri = uriOfTokens(name, number);
      const set = sets[uri.toString()];
      if (set?.url === url && keysOf(set.tokens) === asked) return uri;
      if (set) continue;
      sets[uri.toString()] = { url, tokens: stampsOf(tokens), madeAt: Date.now() };
      await this.#memory.update(memoryKey, sets);
      return uri;
    }
  }

  /** Takes note that a file's text was made of these tokens. */
  update(uri: vscode.Uri, tokens: readonly AccessToken[], madeAt: number): void {
    const set = this.find(uri);
    if (!set) return;
    // Known at once; when it is written to the disk does not matter.
    void this.#memory.update(memoryKey, {
      ...this.#all(),
      [uri.toString()]: { ...set, tokens: stampsOf(tokens), madeAt },
    });
  }

  #all(): Readonly<Record<string, EditedSet>> {
    return this.#memory.get<Readonly<Record<string, EditedSet>>>(memoryKey) ?? {};
  }
}

function stampsOf(tokens: readonly AccessToken[]): EditedSet["tokens"] {
  return tokens.map(({ source, id, modified }) => ({ source, id, modified }));
}

function keysOf(tokens: readonly TokenRef[]): string {
  return tokens.map(keyOf).sort().join();
}

function isOpen(uri: string): boolean {
  if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri)) return true;
  return isInTab(uri);
}
