import { hour } from "../util/durations";
import type { Disposable } from "../util/event";
import { isUnauthenticated, type TokensState, type TokenStore } from "./tokenStore";

/** What the schedule needs of the store. */
export type RefreshableStore = Pick<TokenStore, "onDidChange" | "state" | "refresh">;

/** What decides whether lists are read again. */
export interface RefreshNeed {
  /** The servers there are, by name. */
  readonly serverNames: () => readonly string[];
  /** In milliseconds; nothing while nobody looks, or wants it. */
  readonly interval: () => number | undefined;
}

/** Where the time comes from, in milliseconds. */
export interface Clock {
  now(): number;
  /** Runs something once, later. */
  schedule(run: () => void, delay: number): Disposable;
}

/** How a server was read last. */
interface LastRead {
  readonly endedAt: number;
  /** How often in succession it failed when nobody but the schedule had asked for it. */
  readonly failures: number;
  /** What came of it, by which a change of the store is known to be another read. */
  readonly outcome: unknown;
}

/** When a server is due to be read again: after the interval, and twice as long after each failure, up to an hour. */
export function dueAt({ endedAt, failures }: Pick<LastRead, "endedAt" | "failures">, interval: number): number {
  return endedAt + Math.min(interval * 2 ** failures, Math.max(interval, hour));
}

/**
 * Has the lists that were read once read again by and by. It has one timer at most, and none while nothing is to be
 * read.
 */
export class RefreshSchedule implements Disposable {
  readonly #store: RefreshableStore;
  readonly #need: RefreshNeed;
  readonly #clock: Clock;
  readonly #subscription: Disposable;
  readonly #reads = new Map<string, LastRead>();
  /** The servers that are being read because this asked for it. */
  readonly #underWay = new Set<string>();
  #timer: Disposable | undefined;
  #isDisposed = false;

  constructor(store: RefreshableStore, need: RefreshNeed, clock: Clock) {
    this.#store = store;
    this.#need = need;
    this.#clock = clock;
    // What was read before counts as read now.
    for (const serverName of need.serverNames()) this.#note(serverName);
    this.#subscription = store.onDidChange(({ serverName, token }) => {
      if (token) return;
      this.#note(serverName);
      this.plan();
    });
  }

  /** Reads what is due, and sees to it that the rest is read in time. To be called when the need has changed. */
  plan(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const interval = this.#isDisposed ? undefined : this.#need.interval();
    if (interval === undefined) return;
    const now = this.#clock.now();
    let next = Infinity;
    for (const serverName of this.#need.serverNames()) {
      const last = this.#reads.get(serverName);
      if (!last || this.#underWay.has(serverName) || !isRefreshable(this.#store.state(serverName))) continue;
      const due = dueAt(last, interval);
      if (due <= now) void this.#refresh(serverName, last);
      else next = Math.min(next, due);
    }
    if (next < Infinity) {
      this.#timer = this.#clock.schedule(() => {
        this.plan();
      }, next - now);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.plan();
  }

  async #refresh(serverName: string, { failures }: LastRead): Promise<void> {
    this.#underWay.add(serverName);
    try {
      await this.#store.refresh(serverName, { isQuiet: true });
    } finally {
      this.#underWay.delete(serverName);
      const state = this.#store.state(serverName);
      this.#reads.set(serverName, {
        endedAt: this.#clock.now(),
        failures: state.kind === "failed" ? failures + 1 : 0,
        outcome: outcomeOf(state),
      });
      this.plan();
    }
  }

  /** Takes note of a read that somebody else asked for, after which the interval begins anew. */
  #note(serverName: string): void {
    const outcome = outcomeOf(this.#store.state(serverName));
    if (outcome === undefined || this.#underWay.has(serverName)) return;
    if (this.#reads.get(serverName)?.outcome === outcome) return;
    this.#reads.set(serverName, { endedAt: this.#clock.now(), failures: 0, outcome });
  }
}

/** Whether a list was read, and would be again with what it was read with. */
function isRefreshable(state: TokensState): boolean {
  switch (state.kind) {
    case "loaded":
      return true;
    case "failed":
      return state.list !== undefined && !isUnauthenticated(state);
    case "idle":
    case "signedOut":
    case "loading":
      return false;
  }
}

function outcomeOf(state: TokensState): unknown {
  switch (state.kind) {
    case "loaded":
      return state.list.readAt;
    case "failed":
      return state.error;
    case "idle":
    case "signedOut":
    case "loading":
      return undefined;
  }
}
