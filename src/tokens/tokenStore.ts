import { keyOf, type TokenKey, type TokenRef } from "../awx/api";
import { AwxError } from "../awx/errors";
import type { AccessToken } from "../awx/schemas";
import { Emitter, type Disposable } from "../util/event";
import type { Reader } from "./readTokens";
import { isAlike, isUsageKnown, stampOf, withEdits, withToken, type TokenEdit, type TokenList } from "./tokenList";
import { UsageReads } from "./usageReads";

/** What is known of one server's tokens. Replaced whole on each change. */
export type TokensState =
  /** Nobody has asked for them. */
  | { readonly kind: "idle" }
  | { readonly kind: "signedOut"; readonly reason: SignedOutReason }
  /** With the last good list, or what has arrived of the first. */
  | { readonly kind: "loading"; readonly list: TokenList | undefined }
  | { readonly kind: "loaded"; readonly list: TokenList }
  /** With the last good list, which is stale now. */
  | { readonly kind: "failed"; readonly error: unknown; readonly list: TokenList | undefined };

/** A state that does not change by itself. */
export type SettledState = Exclude<TokensState, { readonly kind: "idle" | "loading" }>;

/** Why there is nothing to read with: as `servers/credentialStore.ts` says it. */
export type SignedOutReason = "none" | "lost" | "elsewhere" | "unusable" | "otherTrust" | "unavailable";

/**
 * Gives what to read a server's tokens with.
 * @param isAnew where the tokens are is to be found out anew: they are not where they were
 */
export type Connect = (
  serverName: string,
  isAnew: boolean,
  signal: AbortSignal,
) => Promise<Reader | { readonly kind: SignedOutReason }>;

/** What changed: one token's row, or all that is known of a server. */
export interface TokensChange {
  readonly serverName: string;
  readonly token?: TokenRef;
}

/** How a server's tokens are to be read. */
interface LoadOptions {
  /** Asks for what changed alone, where there is a list to change. */
  readonly isChangesOnly?: boolean;
  /** Shows that it reads by nothing but what comes of it. */
  readonly isQuiet?: boolean;
}

interface Load extends LoadOptions {
  readonly abort: AbortController;
  /** Why the list of before is stale, where it is. */
  readonly failure: { readonly error: unknown } | undefined;
  /** What we changed while the list was on its way, which may have been read before that. */
  readonly edits: Map<TokenKey, TokenEdit>;
  /** What we made meanwhile, which the list need not have. */
  readonly added: Map<TokenKey, AccessToken>;
  done: Promise<void>;
}

/** The one place that knows the tokens of each server. Views draw it, commands change it. */
export class TokenStore implements Disposable {
  readonly #connect: Connect;
  readonly #states = new Map<string, TokensState>();
  readonly #loads = new Map<string, Load>();
  /** Counts what has come from servers. */
  #moment = 0;
  /** When a server's list, or one of its tokens, came last. */
  readonly #arrivals = new Map<string, number>();
  readonly #usageReads = new UsageReads();
  readonly #changed = new Emitter<TokensChange>();

  readonly onDidChange = this.#changed.event;

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  state(serverName: string): TokensState {
    return this.#states.get(serverName) ?? { kind: "idle" };
  }

  token(serverName: string, ref: TokenRef): AccessToken | undefined {
    return listOf(this.state(serverName))?.tokens.get(ref);
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

  /** Reads a server's tokens, unless that was done, for somebody who may not wait for them any more by and by. */
  async loadWhile(serverName: string, isWanted: () => boolean): Promise<void> {
    while (isWanted()) {
      const load = this.#loads.get(serverName);
      if (load) await load.done;
      else if (this.state(serverName).kind === "idle") await this.load(serverName);
      else return;
    }
  }

  /**
   * Reads a server's tokens. A read that is under way is given up, so that there is one at a time and the newest wins.
   * Never rejects: what went wrong is in the state.
   */
  async load(serverName: string): Promise<void> {
    await this.#begin(serverName, {});
  }

  /**
   * The same, but asks for no more than what changed since the tokens were read, where they were.
   * @param options.isQuiet for nobody in particular: shows no progress, and leaves a read alone that is under way
   */
  async refresh(serverName: string, { isQuiet = false } = {}): Promise<void> {
    const underWay = isQuiet ? this.#loads.get(serverName) : undefined;
    await (underWay?.done ?? this.#begin(serverName, { isChangesOnly: true, isQuiet }));
  }

  /**
   * Has the tokens known that were never used, of tables whose list does not say so, as of the present list.
   * @throws {AwxError} `cancelled` also when all is forgotten meanwhile
   */
  async ensureUsage(serverName: string): Promise<void> {
    const state = await this.ensureLoaded(serverName);
    const list = listOf(state);
    if (state.kind !== "loaded" || !list || isUsageKnown(list)) return;
    const usage = await this.#usageReads.of(serverName, list, async (signal) => {
      const connection = await this.#connect(serverName, false, signal);
      if (connection.kind === "signedIn") return connection;
      throw new AwxError({ kind: "cancelled" }, "");
    });
    const present = this.state(serverName);
    const shown = listOf(present);
    // Of a list that was read since, somebody else asks again.
    if (shown?.readAt !== list.readAt || shown.usage === usage) return;
    this.#set(serverName, { ...present, list: { ...shown, usage } } as TokensState);
  }

  /** Stops a read that is under way, because the person wants no more of it; says so where nothing else is known. */
  stop(serverName: string): void {
    if (!this.#loads.has(serverName)) return;
    if (this.#completeList(serverName)) this.giveUp(serverName);
    else this.fail(serverName, new AwxError({ kind: "cancelled" }, ""));
  }

  /** Gives up a read that is under way; what was known before it stays. */
  giveUp(serverName: string): void {
    const load = this.#loads.get(serverName);
    const list = this.#completeList(serverName);
    if (!load) return;
    if (!list) {
      this.forget(serverName);
      return;
    }
    load.abort.abort();
    this.#loads.delete(serverName);
    this.#set(serverName, load.failure ? { kind: "failed", ...load.failure, list } : { kind: "loaded", list });
  }

  /** The present moment: what is asked of a server from now on is newer than all that is known. */
  get moment(): number {
    return this.#moment;
  }

  /**
   * Takes over a token as a server gave it in answer to something that was asked at a moment. Where something else has
   * come since, the server's own stamps say which is newer; by themselves they need not, for a server may have several
   * clocks.
   */
  replaceToken(serverName: string, token: AccessToken, askedAt: number): void {
    const list = listOf(this.state(serverName));
    const arrived = [serverName, arrivalOf(serverName, token)].map((key) => this.#arrivals.get(key) ?? 0);
    const isNewest = Math.max(...arrived) <= askedAt;
    if (isNewest || !list || isStampedBefore(list, token)) this.#edit(serverName, token, token);
  }

  /** Takes over a token that was just made, as its server gave it. */
  addToken(serverName: string, token: AccessToken): void {
    this.#arrivals.set(arrivalOf(serverName, token), ++this.#moment);
    this.#loads.get(serverName)?.added.set(keyOf(token), token);
    const state = this.state(serverName);
    const list = listOf(state);
    if (!list) return;
    this.#set(serverName, { ...state, list: withToken(list, token) } as TokensState);
  }

  /** Drops a token that the server says does not exist. */
  removeToken(serverName: string, ref: TokenRef): void {
    this.#edit(serverName, ref, undefined);
  }

  /** Marks what is known as no longer vouched for, because the server refused us. */
  fail(serverName: string, error: unknown): void {
    this.#usageReads.giveUp(serverName);
    this.#loads.get(serverName)?.abort.abort();
    this.#loads.delete(serverName);
    this.#set(serverName, { kind: "failed", error, list: this.#completeList(serverName) });
  }

  /** Forgets all that is known of a server: its credential or its address changed, or it is gone. */
  forget(serverName: string): void {
    this.#usageReads.giveUp(serverName);
    this.#loads.get(serverName)?.abort.abort();
    this.#loads.delete(serverName);
    this.#states.delete(serverName);
    // Also when there was no more than a load under way: whoever waits for the tokens has to ask again.
    this.#changed.fire({ serverName });
  }

  dispose(): void {
    this.#usageReads.dispose();
    for (const load of this.#loads.values()) load.abort.abort();
    this.#loads.clear();
    this.#changed.dispose();
  }

  async #begin(serverName: string, options: LoadOptions): Promise<void> {
    const state = this.state(serverName);
    const other = this.#loads.get(serverName);
    other?.abort.abort();
    const load: Load = {
      ...options,
      failure: state.kind === "failed" ? { error: state.error } : other?.failure,
      abort: new AbortController(),
      edits: new Map(),
      added: new Map(),
      done: Promise.resolve(),
    };
    this.#loads.set(serverName, load);
    load.done = this.#run(serverName, load);
    await load.done;
  }

  async #run(serverName: string, load: Load): Promise<void> {
    let next: TokensState;
    try {
      next = await this.#read(serverName, load, false).catch((error: unknown) => {
        if (!isElsewhere(error)) throw error;
        return this.#read(serverName, load, true);
      });
    } catch (error) {
      next = { kind: "failed", error, list: this.#completeList(serverName) };
    }
    // A load that was given up has nothing to say, whatever it brought.
    if (this.#loads.get(serverName) !== load) return;
    this.#loads.delete(serverName);
    if (next.kind === "loaded") this.#arrivals.set(serverName, ++this.#moment);
    this.#set(serverName, next);
  }

  async #read(serverName: string, load: Load, isAnew: boolean): Promise<SettledState> {
    const connection = await this.#connect(serverName, isAnew, load.abort.signal);
    load.abort.signal.throwIfAborted();
    if (connection.kind !== "signedIn") return { kind: "signedOut", reason: connection.kind };
    const former = this.#completeList(serverName);
    if (!load.isQuiet) this.#set(serverName, { kind: "loading", list: former });
    // Loaded with the first list, because a start reads none.
    const { readTokens } = await import("./readTokens");
    const list = await readTokens(connection, {
      former,
      isChangesOnly: load.isChangesOnly === true && !isAnew,
      signal: load.abort.signal,
      onPage: (arrived) => {
        if (former || this.#loads.get(serverName) !== load) return;
        this.#set(serverName, { kind: "loading", list: edited(arrived, load) });
      },
    });
    return { kind: "loaded", list: edited(list, load) };
  }

  /** What is left to show when a read fails: what arrived of a first list is not a list of all there is. */
  #completeList(serverName: string): TokenList | undefined {
    const list = listOf(this.state(serverName));
    return list?.isComplete ? list : undefined;
  }

  #edit(serverName: string, ref: TokenRef, token: AccessToken | undefined): void {
    this.#arrivals.set(arrivalOf(serverName, ref), ++this.#moment);
    this.#loads.get(serverName)?.edits.set(keyOf(ref), { ref, token });
    const state = this.state(serverName);
    const list = listOf(state);
    if (!list) return;
    // Nothing new is not drawn again: the view would take the focus from a box that opens at that moment.
    if (token && isAlike(token, list.tokens.get(ref))) return;
    const isListed = list.tokens.has(ref);
    const tokens = !isListed ? list.tokens : token ? list.tokens.with(token) : list.tokens.without(ref);
    this.#states.set(serverName, { ...state, list: { ...list, tokens } } as TokensState);
    this.#changed.fire(token ? { serverName, token: { source: ref.source, id: ref.id } } : { serverName });
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

/** Whether a failed read means that the tokens are not where they were, as after an upgrade of the server. */
function isElsewhere(error: unknown): boolean {
  if (!(error instanceof AwxError)) return false;
  const { problem } = error;
  return problem.kind === "notFound" || (problem.kind === "unexpectedAnswer" && problem.status === 404);
}

function arrivalOf(serverName: string, ref: TokenRef): string {
  return JSON.stringify([serverName, keyOf(ref)]);
}

function isStampedBefore(list: TokenList, token: AccessToken): boolean {
  const listed = list.tokens.get(token);
  return !listed || stampOf(listed) <= stampOf(token);
}

function edited(list: TokenList, { edits, added }: Load): TokenList {
  const missing = [...added.values()].filter((token) => !list.tokens.has(token));
  const whole = missing.reduce(withToken, list);
  return { ...whole, tokens: withEdits(whole.tokens, edits.values()) };
}
