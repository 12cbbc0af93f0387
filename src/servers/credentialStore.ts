import type { Memento, SecretStorage } from "vscode";
import { Emitter, type Disposable } from "../util/event";
import { openSignIn, resealed, sealSignIn, type SignIn } from "./credential";
import { SecretStorageError } from "./errors";
import { isTrustedAlike, type Server } from "./server";

/** "Not signed in" and "the store failed" are different things to a person, so they are different results. */
export type StoredSignIn =
  | { readonly kind: "found"; readonly signIn: SignIn; readonly isSessionOnly: boolean }
  | { readonly kind: SignedOutReason };

/**
 * Why there is nothing to sign in with.
 * - `none`: nobody signed in.
 * - `lost`: somebody did, but the secret storage has forgotten it.
 * - `unusable`: what is stored was entered for another origin, or cannot be read.
 * - `otherTrust`: it was entered for a server that was believed on another word: its CA file or its checks changed.
 * - `unavailable`: the secret storage failed.
 */
export type SignedOutReason = "none" | "lost" | "unusable" | "otherTrust" | "unavailable";

const keyPrefix = "credential/";
const namesKey = "serversWithCredential";

/** The credentials, one SecretStorage entry per server, so that two windows never write the same one. */
export class CredentialStore implements Disposable {
  readonly #secrets: SecretStorage;
  readonly #state: Memento;
  /** Sealed like what is stored, so that it is bound to its origin too. */
  readonly #ofSession = new Map<string, string>();
  readonly #changed = new Emitter<string>();
  readonly #subscription: Disposable;

  /** A server's credential came or went, here or in another window; the value is the server's name. */
  readonly onDidChange = this.#changed.event;

  /** @param state remembers names, never secrets, of servers that have a credential: SecretStorage has no list */
  constructor(secrets: SecretStorage, state: Memento) {
    this.#secrets = secrets;
    this.#state = state;
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (key.startsWith(keyPrefix)) void this.#noticeChange(key.slice(keyPrefix.length));
    });
  }

  async read(server: Server): Promise<StoredSignIn> {
    const ofSession = this.#ofSession.get(server.name);
    if (ofSession !== undefined) return opened(ofSession, server, true);
    let stored: string | undefined;
    try {
      stored = await this.#secrets.get(keyPrefix + server.name);
    } catch {
      return { kind: "unavailable" };
    }
    if (stored === undefined) return { kind: this.#names.has(server.name) ? "lost" : "none" };
    return opened(stored, server, false);
  }

  /** @throws {SecretStorageError} then what there was is still there */
  async write(server: Server, signIn: SignIn): Promise<void> {
    const wasKnown = this.#names.has(server.name);
    // Before it is stored, so that one whose storing is cut off is known of, and can be deleted.
    await this.#remember(new Set([...this.#names, server.name]));
    try {
      await this.#attempt(() => this.#secrets.store(keyPrefix + server.name, sealSignIn(signIn, server)));
    } catch (error) {
      if (!wasKnown) await this.#forget(server.name);
      throw error;
    }
    if (this.#ofSession.delete(server.name)) this.#changed.fire(server.name);
  }

  /** Keeps a sign-in in memory alone, until this window is closed or reloaded. */
  keepForSession(server: Server, signIn: SignIn): void {
    this.#ofSession.set(server.name, sealSignIn(signIn, server));
    this.#changed.fire(server.name);
  }

  /**
   * Keeps a server signed in while it gets another name or another trust: what signs in is stored for what it becomes
   * before `change` is made, and deleted where it was after that. It is not taken to another origin.
   * @throws {SecretStorageError} before anything was changed
   * @throws what `change` throws; then all is as it was
   */
  async move(from: Server, to: Server, change: () => Promise<void>): Promise<void> {
    const isRenamed = from.name !== to.name;
    // What a server is believed on less than before needs no agreement.
    if (!isRenamed && (isTrustedAlike(from, to) || isTrustedAlike(to, {}))) return change();
    const ofSession = this.#ofSession.get(from.name);
    const stored = this.#names.has(from.name)
      ? await this.#attempt(() => this.#secrets.get(keyPrefix + from.name))
      : undefined;
    const put = async (server: Server, seal: (sealed: string) => string): Promise<void> => {
      if (ofSession !== undefined) this.#ofSession.set(server.name, seal(ofSession));
      if (stored === undefined) return;
      await this.#remember(new Set([...this.#names, server.name]));
      await this.#attempt(() => this.#secrets.store(keyPrefix + server.name, seal(stored)));
    };
    try {
      await put(to, (sealed) => resealed(sealed, from, to));
      await change();
    } catch (error) {
      await (isRenamed ? this.delete(to.name) : put(from, (sealed) => sealed)).catch(() => undefined);
      throw error;
    }
    // What stays behind under the former name is deleted when VS Code starts again.
    if (isRenamed) await this.delete(from.name).catch(() => undefined);
  }

  /** @throws {SecretStorageError} then what there was is still there */
  async delete(name: string): Promise<void> {
    try {
      await this.#attempt(() => this.#secrets.delete(keyPrefix + name));
    } catch (error) {
      // Storage that never took anything for a server has nothing to delete.
      if (this.#names.has(name)) throw error;
    }
    await this.#forget(name);
    if (this.#ofSession.delete(name)) this.#changed.fire(name);
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

  /** Takes note of what a window did, this one or another: what was deleted on purpose is not lost. */
  async #noticeChange(name: string): Promise<void> {
    try {
      if ((await this.#secrets.get(keyPrefix + name)) === undefined) await this.#forget(name);
    } catch {
      // Whoever reads the credential is told that the storage failed.
    }
    this.#changed.fire(name);
  }

  async #attempt<T>(act: () => Thenable<T>): Promise<T> {
    try {
      return await act();
    } catch {
      // What it threw may quote what it was given.
      throw new SecretStorageError();
    }
  }

  get #names(): ReadonlySet<string> {
    return new Set(this.#state.get<readonly string[]>(namesKey, []));
  }

  async #forget(name: string): Promise<void> {
    if (this.#names.has(name)) await this.#remember(new Set([...this.#names].filter((known) => known !== name)));
  }

  async #remember(names: ReadonlySet<string>): Promise<void> {
    await this.#state.update(namesKey, [...names]);
  }
}

function opened(stored: string, server: Server, isSessionOnly: boolean): StoredSignIn {
  const signIn = openSignIn(stored, server);
  return "refused" in signIn ? { kind: signIn.refused } : { kind: "found", signIn, isSessionOnly };
}
