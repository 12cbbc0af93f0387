import type { AwxClient } from "../awx/awxClient";
import { AwxError } from "../awx/errors";
import type { AccessToken, Me } from "../awx/schemas";
import { Emitter, type Disposable } from "../util/event";

/** A list as it was read: true when it was read, and kept true to our own edits since. */
export interface TokenList {
  readonly me: Me;
  /** In the order of their ids. */
  readonly tokens: ReadonlyMap<number, AccessToken>;
  readonly readAt: Date;
  /** Not while the first pages of a first list are all there is. */
  readonly isComplete: boolean;
}

/** What is known of one server's tokens. Replaced whole on each change. */
export type TokensState =
  /** Nobody has asked for them. */
  | { readonly kind: "idle" }
  /** `none`: not signed in; `unusable`: the credential is for another origin; `unavailable`: the secret store failed. */
  | { readonly kind: "signedOut"; readonly reason: "none" | "unusable" | "unavailable" }
  /** With the last good list, or what has arrived of the first. */
  | { readonly kind: "loading"; readonly list: TokenList | undefined }
  | { readonly kind: "loaded"; readonly list: TokenList }
  /** With the last good list, which is stale now. */
  | { readonly kind: "failed"; readonly error: unknown; readonly list: TokenList | undefined };

/** A state that does not change by itself. */
export type SettledState = Exclude<TokensState, { readonly kind: "idle" | "loading" }>;

/** Gives what to read a server's tokens with. */
export type Connect = (
  serverName: string,
) => Promise<
  { readonly kind: "signedIn"; readonly client: AwxClient } | { readonly kind: "none" | "unusable" | "unavailable" }
>;

/** What changed: one token's row, or all that is known of a server. */
export interface TokensChange {
  readonly serverName: string;
  readonly tokenId?: number;
}

interface Load {
  readonly abort: AbortController;
  /** What we changed while the list was on its way, which may have been read before that. */
  readonly edits: Map<number, AccessToken | undefined>;
  done: Promise<void>;
}

/** The one place that knows the tokens of each server. Views draw it, commands change it. */
export class TokenStore implements Disposable {
  readonly #connect: Connect;
  readonly #states = new Map<string, TokensState>();
  readonly #loads = new Map<string, Load>();
  readonly #changed = new Emitter<TokensChange>();

  readonly onDidChange = this.#changed.event;

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  state(serverName: string): TokensState {
    return this.#states.get(serverName) ?? { kind: "idle" };
  }

  token(serverName: string, tokenId: number): AccessToken | undefined {
    return listOf(this.state(serverName))?.tokens.get(tokenId);
  }

  /** Reads a server's tokens unless that was done or is under way, and gives what came of it. */
  async ensureLoaded(serverName: string): Promise<SettledState> {
    // A load may be given up, for a newer one or because all was forgotten: then that is not the one to wait for.
    for (;;) {
      const load = this.#loads.get(serverName);
      const state = this.state(serverName);
      if (load) await load.done;
      else if (state.kind === "idle" || state.kind === "loading") await this.load(serverName);
      else return state;
    }
  }

  /**
   * Reads a server's tokens. A read that is under way is given up, so that there is one at a time and the newest wins.
   * Never rejects: what went wrong is in the state.
   */
  async load(serverName: string): Promise<void> {
    this.#loads.get(serverName)?.abort.abort();
    const load: Load = { abort: new AbortController(), edits: new Map(), done: Promise.resolve() };
    this.#loads.set(serverName, load);
    load.done = this.#run(serverName, load);
    await load.done;
  }

  /** Takes over a token as an edit's answer gave it. */
  replaceToken(serverName: string, token: AccessToken): void {
    this.#edit(serverName, token.id, token);
  }

  /** Drops a token that the server says does not exist. */
  removeToken(serverName: string, tokenId: number): void {
    this.#edit(serverName, tokenId, undefined);
  }

  /** Marks what is known as no longer vouched for, because the server refused us. */
  fail(serverName: string, error: unknown): void {
    this.#loads.get(serverName)?.abort.abort();
    this.#loads.delete(serverName);
    this.#set(serverName, { kind: "failed", error, list: this.#completeList(serverName) });
  }

  /** Forgets all that is known of a server: its credential or its address changed, or it is gone. */
  forget(serverName: string): void {
    this.#loads.get(serverName)?.abort.abort();
    this.#loads.delete(serverName);
    this.#states.delete(serverName);
    // Also when there was no more than a load under way: whoever waits for the tokens has to ask again.
    this.#changed.fire({ serverName });
  }

  dispose(): void {
    for (const load of this.#loads.values()) load.abort.abort();
    this.#loads.clear();
    this.#changed.dispose();
  }

  async #run(serverName: string, load: Load): Promise<void> {
    let next: TokensState;
    try {
      const connection = await this.#connect(serverName);
      load.abort.signal.throwIfAborted();
      if (connection.kind === "signedIn") {
        const former = this.#completeList(serverName);
        this.#set(serverName, { kind: "loading", list: former });
        next = { kind: "loaded", list: await this.#read(serverName, load, connection.client, former) };
      } else {
        next = { kind: "signedOut", reason: connection.kind };
      }
    } catch (error) {
      next = { kind: "failed", error, list: this.#completeList(serverName) };
    }
    // A load that was given up has nothing to say, whatever it brought.
    if (this.#loads.get(serverName) !== load) return;
    this.#loads.delete(serverName);
    this.#set(serverName, next);
  }

  async #read(serverName: string, load: Load, client: AwxClient, former: TokenList | undefined): Promise<TokenList> {
    const { signal } = load.abort;
    const readAt = new Date();
    const reading = client.me(signal);
    // Awaited below; until then a failed first page must not leave it unhandled.
    reading.catch(() => undefined);
    const read = new Map<number, AccessToken>();
    let me: Me | undefined;
    for await (const page of client.tokenPages(signal)) {
      for (const token of page) read.set(token.id, token);
      me = await reading;
      if (!former && this.#loads.get(serverName) === load) {
        const tokens = withEdits(read, load.edits);
        this.#set(serverName, { kind: "loading", list: { me, tokens, readAt, isComplete: false } });
      }
    }
    return { me: me ?? (await reading), tokens: withEdits(read, load.edits), readAt, isComplete: true };
  }

  /** What is left to show when a read fails: what arrived of a first list is not a list of all there is. */
  #completeList(serverName: string): TokenList | undefined {
    const list = listOf(this.state(serverName));
    return list?.isComplete ? list : undefined;
  }

  #edit(serverName: string, tokenId: number, token: AccessToken | undefined): void {
    const edit = new Map([[tokenId, token]]);
    this.#loads.get(serverName)?.edits.set(tokenId, token);
    const state = this.state(serverName);
    const list = listOf(state);
    if (!list) return;
    const edited = { ...list, tokens: withEdits(list.tokens, edit) };
    this.#states.set(serverName, { ...state, list: edited } as TokensState);
    this.#changed.fire(token ? { serverName, tokenId } : { serverName });
  }

  #set(serverName: string, state: TokensState): void {
    this.#states.set(serverName, state);
    this.#changed.fire({ serverName });
  }
}

/** The tokens to show for a state, if there are any to show. */
export function listOf(state: TokensState): TokenList | undefined {
  return "list" in state ? state.list : undefined;
}

/** Whether a state says that the server takes our credential no longer. */
export function isUnauthenticated(state: TokensState): boolean {
  return state.kind === "failed" && state.error instanceof AwxError && state.error.problem.kind === "unauthenticated";
}

function withEdits(
  tokens: ReadonlyMap<number, AccessToken>,
  edits: ReadonlyMap<number, AccessToken | undefined>,
): ReadonlyMap<number, AccessToken> {
  const result = new Map(tokens);
  for (const [id, token] of edits) {
    if (!token) result.delete(id);
    // What the list says of a token is newer when its stamp is: somebody edited it after us.
    const listed = result.get(id);
    if (token && listed && stampOf(listed) <= stampOf(token)) result.set(id, token);
  }
  return result;
}

/** `modified` in a form whose alphabetical order is the order in time: AWX leaves the fraction out when it is zero. */
function stampOf(token: AccessToken): string {
  return token.modified.replace(/(?:\.(\d+))?Z$/, (_, fraction: string | undefined) => (fraction ?? "").padEnd(6, "0"));
}
