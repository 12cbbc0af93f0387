import assert from "node:assert/strict";
import { AwxError } from "../../../src/awx/errors";
import { dueAt, RefreshSchedule, type RefreshableStore } from "../../../src/tokens/refreshSchedule";
import type { TokenList } from "../../../src/tokens/tokenList";
import type { TokensChange, TokensState } from "../../../src/tokens/tokenStore";
import { Emitter } from "../../../src/util/event";
import { HandClock } from "../../support/handClock";
import { aList } from "../support/aList";

const minute = 60_000;

const refusal = new AwxError({ kind: "unauthenticated", with: "token", reasons: [] }, "GET /api/v2/me/");

/** A store that a test answers for: a quiet read ends when the test says how. */
class AnsweredStore implements RefreshableStore {
  readonly #states = new Map<string, TokensState>();
  readonly #changed = new Emitter<TokensChange>();
  readonly #answers = new Map<string, () => void>();
  /** The servers that were asked to be read, in order, by nobody but the schedule. */
  readonly asked: string[] = [];

  readonly onDidChange = this.#changed.event;

  state(serverName: string): TokensState {
    return this.#states.get(serverName) ?? { kind: "idle" };
  }

  refresh(serverName: string, options?: { readonly isQuiet?: boolean }): Promise<void> {
    assert.deepEqual(options, { isQuiet: true });
    this.asked.push(serverName);
    return new Promise((resolve) => this.#answers.set(serverName, resolve));
  }

  become(serverName: string, state: TokensState): void {
    this.#states.set(serverName, state);
    this.#changed.fire({ serverName });
  }

  editToken(serverName: string): void {
    this.#changed.fire({ serverName, token: { source: "controller", id: 1 } });
  }

  /** Ends the read that is under way; without a state, as one ends that finds nothing changed. */
  async answer(serverName: string, state?: TokensState): Promise<void> {
    if (state) this.become(serverName, state);
    this.#answers.get(serverName)?.();
    this.#answers.delete(serverName);
    await Promise.resolve();
    await Promise.resolve();
  }
}

function loaded(): TokensState {
  return { kind: "loaded", list: aList({ readAt: new Date() }) };
}

function failed(list: TokenList | undefined = aList(), error: unknown = new Error("no answer")): TokensState {
  return { kind: "failed", error, list };
}

describe("RefreshSchedule", () => {
  let clock: HandClock;
  let store: AnsweredStore;
  let interval: number | undefined;
  let schedule: RefreshSchedule;

  beforeEach(() => {
    clock = new HandClock();
    store = new AnsweredStore();
    interval = 5 * minute;
    schedule = new RefreshSchedule(store, { serverNames: () => ["lab", "prod"], interval: () => interval }, clock);
  });

  /** Reads again until it was done so often, each time as late as it is due, and gives the waits in minutes. */
  async function waits(count: number, end: () => TokensState): Promise<number[]> {
    const result: number[] = [];
    while (result.length < count) {
      const [delay] = clock.delays;
      assert.ok(delay !== undefined, "nothing is scheduled");
      result.push(delay / minute);
      clock.pass(delay);
      await store.answer("lab", end());
    }
    return result;
  }

  it("reads a list again each time when the interval has passed since the last read, and no sooner", async () => {
    store.become("lab", loaded());
    clock.pass(5 * minute - 1);
    assert.deepEqual(store.asked, []);
    clock.pass(1);
    assert.deepEqual(store.asked, ["lab"]);
    clock.pass(minute);
    await store.answer("lab");
    assert.deepEqual(clock.delays, [5 * minute]);
    assert.deepEqual(await waits(3, loaded), [5, 5, 5]);
    assert.equal(store.asked.length, 4);
  });

  it("reads each server in its own time, with one timer", async () => {
    store.become("lab", loaded());
    clock.pass(2 * minute);
    store.become("prod", loaded());
    assert.deepEqual(clock.delays, [3 * minute]);
    clock.pass(3 * minute);
    assert.deepEqual(store.asked, ["lab"]);
    assert.deepEqual(clock.delays, [2 * minute]);
    clock.pass(2 * minute);
    assert.deepEqual(store.asked, ["lab", "prod"]);
    assert.deepEqual(clock.delays, []);
    await store.answer("prod");
    assert.deepEqual(clock.delays, [5 * minute]);
  });

  it("has no timer, and reads nothing, while there is no interval", () => {
    store.become("lab", loaded());
    interval = undefined;
    schedule.plan();
    assert.deepEqual(clock.delays, []);
    clock.pass(60 * minute);
    assert.deepEqual(store.asked, []);
  });

  it("reads at once what is overdue when there is an interval again, and once", () => {
    interval = undefined;
    store.become("lab", loaded());
    clock.pass(5 * minute);
    interval = 5 * minute;
    schedule.plan();
    schedule.plan();
    assert.deepEqual(store.asked, ["lab"]);
  });

  it("reads at once what became overdue while the computer slept, when it is told to plan", () => {
    store.become("lab", loaded());
    clock.sleep(600 * minute);
    assert.deepEqual(store.asked, []);
    schedule.plan();
    assert.deepEqual(store.asked, ["lab"]);
  });

  it("waits for the rest of the interval when not all of it has passed", () => {
    interval = undefined;
    store.become("lab", loaded());
    clock.pass(2 * minute);
    interval = 5 * minute;
    schedule.plan();
    assert.deepEqual(store.asked, []);
    assert.deepEqual(clock.delays, [3 * minute]);
  });

  it("goes by a shorter interval at once", () => {
    store.become("lab", loaded());
    clock.pass(2 * minute);
    interval = minute;
    schedule.plan();
    assert.deepEqual(store.asked, ["lab"]);
  });

  for (const [what, state, isRead] of [
    ["was not asked for", { kind: "idle" }, false],
    ["is signed out", { kind: "signedOut", reason: "none" }, false],
    ["is being read", { kind: "loading", list: aList() }, false],
    ["was never read because it failed", { ...failed(), list: undefined }, false],
    ["refuses our credential", failed(aList(), refusal), false],
    ["failed after it was read", failed(), true],
  ] as const) {
    it(`${isRead ? "reads" : "leaves alone"} a server that ${what}`, () => {
      store.become("lab", loaded());
      store.become("lab", state as TokensState);
      clock.pass(60 * minute);
      schedule.plan();
      assert.deepEqual(store.asked, isRead ? ["lab"] : []);
    });
  }

  it("takes what was read before it for read when it begins", () => {
    const earlier = new AnsweredStore();
    earlier.become("lab", loaded());
    const later = new RefreshSchedule(earlier, { serverNames: () => ["lab"], interval: () => interval }, clock);
    later.plan();
    assert.deepEqual(clock.delays, [5 * minute]);
    later.dispose();
  });

  it("leaves alone a server that is no longer there", () => {
    store.become("gone", loaded());
    assert.deepEqual(clock.delays, []);
  });

  it("waits twice as long after each failure, up to an hour, and as before after a success", async () => {
    store.become("lab", loaded());
    assert.deepEqual(await waits(6, failed), [5, 10, 20, 40, 60, 60]);
    assert.deepEqual(await waits(1, loaded), [60]);
    assert.deepEqual(await waits(2, failed), [5, 10]);
  });

  it("keeps an interval that is longer than an hour when it fails", async () => {
    interval = 90 * minute;
    store.become("lab", loaded());
    assert.deepEqual(await waits(3, failed), [90, 90, 90]);
  });

  for (const [end, read] of [
    ["succeeds", loaded],
    ["fails", failed],
  ] as const) {
    it(`begins anew with the interval when the person reads the tokens, which ${end}`, async () => {
      store.become("lab", loaded());
      assert.deepEqual(await waits(3, failed), [5, 10, 20]);
      assert.deepEqual(clock.delays, [40 * minute]);
      clock.pass(minute);
      store.become("lab", { kind: "loading", list: aList() });
      assert.deepEqual(clock.delays, []);
      store.become("lab", read());
      assert.deepEqual(clock.delays, [5 * minute]);
    });
  }

  it("does not take an edit for a read", () => {
    const state = loaded();
    store.become("lab", state);
    clock.pass(2 * minute);
    store.editToken("lab");
    store.become("lab", { ...state });
    assert.deepEqual(clock.delays, [3 * minute]);
  });

  it("leaves nothing behind, even when a read ends later", async () => {
    store.become("lab", loaded());
    store.become("prod", loaded());
    clock.pass(5 * minute);
    await store.answer("prod");
    assert.deepEqual(clock.delays, [5 * minute]);
    schedule.dispose();
    assert.deepEqual(clock.delays, []);
    await store.answer("lab", loaded());
    schedule.plan();
    assert.deepEqual(clock.delays, []);
  });
});

describe("when a list is due", () => {
  it("is never sooner than after the interval, and later after each failure", () => {
    const due = [0, 1, 2, 9, 1000, 5000].map((failures) => dueAt({ endedAt: 7, failures }, 1000));
    assert.deepEqual(due, [1007, 2007, 4007, 512_007, 3_600_007, 3_600_007]);
  });
});
