import type { Memento, SecretStorage } from "vscode";
import { Emitter, type Disposable } from "../util/event";
import { openSignIn, resealed, sealSignIn, stamped, storedSince, type SignIn } from "./credential";
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
 * - `elsewhere`: somebody did in another window, and the secret storage gives it to this one when it is reloaded.
 * - `unusable`: what is stored was entered for another origin, or cannot be read.
 * - `otherTrust`: it was entered for a server that was believed on another word: its CA file or its checks changed.
 * - `unavailable`: the secret storage failed.
 */
export type SignedOutReason = "none" | "lost" | "elsewhere" | "unusable" | "otherTrust" | "unavailable";

const keyPrefix = "credential/";
const namesKey = "serversWithCredential";
const sinceKey = "credentialsSince";

/**
 * The credentials, one SecretStorage entry per server, so that two windows never write the same one.
 *
 * A browser's page reads the secrets once: it neither sees what another one stores and deletes, nor keeps from storing
 * that again. So each entry says when it was stored, and the state, which all windows see, since when it may be used.
 */
export class CredentialStore implements Disposable {
  readonly #secrets: SecretStorage;
  readonly #state: Memento;
  /** Sealed like what is stored, so that it is bound to its origin too. */
  readonly #ofSession = new Map<string, string>();
  /** What is told once it is gone, and at once: the storage tells it later, or not at all of what it had lost. */
  readonly #deleting = new Set<string>();
  readonly #changed = new Emitter<string>();
  readonly #subscription: Disposable;
  /** Since when the secrets may be used that this window has, by server. */
  readonly #own: Map<string, number>;
  /** The same as it was when this window looked last, whoever stored them. */
  #seen: ReadonlyMap<string, number>;

  /** A server's credential came or went, here or in another window; the value is the server's name. */
  readonly onDidChange = this.#changed.event;

  /**
   * @param state remembers names, never secrets, of servers that have a credential, as SecretStorage has no list, and
   *   since when
   */
  constructor(secrets: SecretStorage, state: Memento) {
    this.#secrets = secrets;
    this.#state = state;
    this.#seen = this.#since;
    this.#own = new Map(this.#seen);
    this.#subscription = secrets.onDidChange(({ key }) => {
      if (!key.startsWith(keyPrefix)) return;
      const name = key.slice(keyPrefix.length);
      if (!this.#deleting.has(name)) void this.#noticeChange(name);
    });
  }

  /** Whether somebody signed in to a server of that name, as far as can be told without the secret storage. */
  has(name: string): boolean {
    return this.#ofSession.has(name) || this.#names.has(name);
  }

  async read(server: Server): Promise<StoredSignIn> {
    this.noticeOtherWindows();
    const ofSession = this.#ofSession.get(server.name);
    if (ofSession !== undefined && this.#isValid(server.name, ofSession)) return opened(ofSession, server, true);
    let stored: string | undefined;
    try {
      stored = await this.#secrets.get(keyPrefix + server.name);
    } catch {
      return { kind: "unavailable" };
    }
    if (stored !== undefined && this.#isValid(server.name, stored)) return opened(stored, server, false);
    if (!this.#names.has(server.name)) return { kind: "none" };
    return { kind: this.#since.get(server.name) === this.#own.get(server.name) ? "lost" : "elsewhere" };
  }

  /** Looks what other windows did that the secret storage did not tell this one, as in a browser. */
  noticeOtherWindows(): void {
    const before = this.#seen;
    this.#seen = this.#since;
    for (const [name, since] of this.#seen) if (since !== before.get(name)) this.#changed.fire(name);
  }

  /** @throws {SecretStorageError} then what there was is still there */
  async write(server: Server, signIn: SignIn): Promise<void> {
    const wasKnown = this.#names.has(server.name);
    // Before it is stored, so that one whose storing is cut off is known of, and can be deleted.
    await this.#remember(new Set([...this.#names, server.name]));
    try {
      await this.#store(server.name, sealSignIn(signIn, server));
    } catch (error) {
      if (!wasKnown) await this.#forget(server.name);
      throw error;
    }
    if (this.#ofSession.delete(server.name)) this.#changed.fire(server.name);
  }

  /** Keeps a sign-in in memory alone, until this window is closed or reloaded. */
  keepForSession(server: Server, signIn: SignIn): void {
    this.#keep(server.name, sealSignIn(signIn, server));
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
    const found = await this.#attempt(() => this.#secrets.get(keyPrefix + from.name)).catch((error: unknown) => {
      // Storage that never took anything for a server has nothing to move.
      if (this.#names.has(from.name)) throw error;
      return undefined;
    });
    // What was signed out or replaced in another window is not to be used again.
    const stored = found !== undefined && this.#isValid(from.name, found) ? found : undefined;
    const put = async (server: Server, seal: (sealed: string) => string): Promise<void> => {
      if (ofSession !== undefined) this.#keep(server.name, seal(ofSession));
      if (stored === undefined) return;
      await this.#remember(new Set([...this.#names, server.name]));
      await this.#store(server.name, seal(stored));
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
    const wasKnown = this.#names.has(name);
    this.#deleting.add(name);
    try {
      await this.#attempt(async () => {
        await this.#deleteSignedOut();
        await this.#secrets.delete(keyPrefix + name);
      });
    } catch (error) {
      // Storage that never took anything for a server has nothing to delete.
      if (wasKnown) throw error;
    } finally {
      this.#deleting.delete(name);
    }
    await Promise.all([this.#forget(name), this.#outdate(name, this.#now(name))]);
    this.#ofSession.delete(name);
    this.#changed.fire(name);
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

  /** @throws {SecretStorageError} then what there was is still there, and valid */
  async #store(name: string, sealed: string): Promise<void> {
    const now = this.#now(name);
    await this.#attempt(async () => {
      await this.#deleteSignedOut();
      await this.#secrets.store(keyPrefix + name, stamped(sealed, now));
    });
    await this.#outdate(name, now);
  }

  /** Keeps a browser's page, which stores all that it has with each secret, from storing what others deleted. */
  async #deleteSignedOut(): Promise<void> {
    for (const name of this.#since.keys()) {
      if (this.#names.has(name)) continue;
      const stored = await this.#secrets.get(keyPrefix + name);
      // What is newer is another profile's, whose state is not this one's.
      if (stored !== undefined && !this.#isValid(name, stored)) await this.#secrets.delete(keyPrefix + name);
    }
  }

  #keep(name: string, sealed: string): void {
    this.#ofSession.set(name, stamped(sealed, this.#now(name)));
  }

  /** A time that is later than that of anything stored for a server, whatever was done to the clock. */
  #now(name: string): number {
    return Math.max(Date.now(), (this.#since.get(name) ?? 0) + 1);
  }

  /** Has no window use any more what was stored for a server before. */
  async #outdate(name: string, since: number): Promise<void> {
    this.#own.set(name, since);
    this.#seen = new Map([...this.#seen, [name, since]]);
    await this.#state.update(sinceKey, [...new Map([...this.#since, [name, since]])]);
  }

  #isValid(name: string, stored: string): boolean {
    return (storedSince(stored) ?? Infinity) >= (this.#since.get(name) ?? 0);
  }

  get #since(): ReadonlyMap<string, number> {
    return new Map(this.#state.get<readonly (readonly [name: string, since: number])[]>(sinceKey, []));
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
