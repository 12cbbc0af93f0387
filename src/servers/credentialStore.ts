import type { Memento, SecretStorage } from "vscode";
import { Emitter, type Disposable } from "../util/event";
import { openCredential, sealCredential } from "./credential";
import { SecretStorageError } from "./errors";
import type { Server } from "./server";

/** "Not signed in" and "the store failed" are different things to a person, so they are different results. */
export type StoredCredential =
  | { readonly kind: "found"; readonly token: string }
  | { readonly kind: "none" }
  /** What is stored was entered for another origin, or cannot be read. */
  | { readonly kind: "unusable" }
  | { readonly kind: "unavailable" };

const keyPrefix = "credential/";
const namesKey = "serversWithCredential";

/** The credentials, one SecretStorage entry per server, so that two windows never write the same one. */
export class CredentialStore implements Disposable {
  readonly #secrets: SecretStorage;
  readonly #state: Memento;
  readonly #changed = new Emitter<string>();
  readonly #subscription: Disposable;

  /** A server's credential came or went, here or in another window; the value is the server's name. */
  readonly onDidChange = this.#changed.event;

  /** @param state remembers names, never secrets, of servers that have a credential: SecretStorage has no list */
  constructor(secrets: SecretStorage, state: Memento) {
    this.#secrets = secrets;
    this.#state = state;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(keyPrefix)) this.#changed.fire(key.slice(keyPrefix.length));
    });
  }

  async read(server: Server): Promise<StoredCredential> {
    let stored: string | undefined;
    try {
      stored = await this.#secrets.get(keyPrefix + server.name);
    } catch {
      return { kind: "unavailable" };
    }
    if (stored === undefined) return { kind: "none" };
    const token = openCredential(stored, new URL(server.url).origin);
    return token === undefined ? { kind: "unusable" } : { kind: "found", token };
  }

  /** @throws {SecretStorageError} */
  async write(server: Server, token: string): Promise<void> {
    await this.#remember(new Set([...this.#names, server.name]));
    const sealed = sealCredential(token, new URL(server.url).origin);
    await this.#attempt(() => this.#secrets.store(keyPrefix + server.name, sealed));
  }

  /** @throws {SecretStorageError} */
  async delete(name: string): Promise<void> {
    await this.#attempt(() => this.#secrets.delete(keyPrefix + name));
    await this.#remember(new Set([...this.#names].filter((known) => known !== name)));
  }

  /**
   * Deletes the credentials of servers that were taken out of the settings by hand. Not called while somebody may be
   * typing there: a credential that is gone cannot be read from the server again.
   */
  async deleteOthersThan(configured: ReadonlySet<string>): Promise<void> {
    for (const name of this.#names) if (!configured.has(name)) await this.delete(name);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #attempt(act: () => Thenable<void>): Promise<void> {
    try {
      await act();
    } catch {
      // What it threw may quote what it was given.
      throw new SecretStorageError();
    }
  }

  get #names(): ReadonlySet<string> {
    return new Set(this.#state.get<readonly string[]>(namesKey, []));
  }

  async #remember(names: ReadonlySet<string>): Promise<void> {
    await this.#state.update(namesKey, [...names]);
  }
}
