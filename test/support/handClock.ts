import type { Clock } from "../../src/tokens/refreshSchedule";

/** A clock that a test moves by hand. */
export class HandClock implements Clock {
  #now = Date.UTC(2026, 0, 2);
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  schedule(run: () => void, delay: number): { dispose(): void } {
    const timer = { at: this.#now + delay, run };
    this.#timers.add(timer);
    return {
      dispose: () => {
        this.#timers.delete(timer);
      },
    };
  }

  /** After how many milliseconds each of what is scheduled runs, the soonest first. */
  get delays(): number[] {
    return [...this.#timers].map(({ at }) => at - this.#now).sort((a, b) => a - b);
  }

  /** Lets time pass, and runs what was scheduled for it. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.run();
    }
  }

  /** Lets time pass in which nothing runs, as while the computer sleeps. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
