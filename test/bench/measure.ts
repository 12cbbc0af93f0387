import { setTimeout as delay } from "node:timers/promises";

/** The middle one of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** How long something takes, in milliseconds, without what others have left for the garbage collector. */
export async function timed(act: () => unknown): Promise<number> {
  // What was referred to weakly is held until the turn ends, and what never waits for anything has no end of a turn.
  await delay(0);
  globalThis.gc?.();
  const start = performance.now();
  await act();
  return performance.now() - start;
}

export interface Compared {
  readonly times: number;
  readonly ours: () => unknown;
  readonly floor: () => unknown;
  /** Ends what goes on after either. */
  readonly settle?: () => unknown;
}

/**
 * How many times as long as its floor something takes: both are done in turn, so that whatever else the machine does
 * slows down both, and each once before, untimed.
 */
export async function ratio({ times, ours, floor, settle = () => undefined }: Compared): Promise<number> {
  const [ofOurs, ofFloor]: [number[], number[]] = [[], []];
  for (let time = 0; time <= times; time++) {
    ofFloor.push(await timed(floor));
    await settle();
    ofOurs.push(await timed(ours));
    await settle();
  }
  return median(ofOurs.slice(1)) / median(ofFloor.slice(1));
}

/** The heap that is in use when all that nobody holds is gone, in megabytes. */
export async function heap(): Promise<number> {
  // What has just ended may be held a while by those who called it.
  for (let last = Infinity; ;) {
    await delay(50);
    globalThis.gc?.();
    const used = process.memoryUsage().heapUsed / 1e6;
    if (used > last - 0.1) return used;
    last = used;
  }
}

/** Notices for how long nothing else could run. */
export class BlockWatch {
  readonly #timer: NodeJS.Timeout;
  #last = now();
  #longest = 0;

  constructor() {
    this.#timer = setInterval(() => {
      this.#look();
    }, 1);
  }

  /** Ends it; gives the longest block, in milliseconds. */
  end(): number {
    this.#look();
    clearInterval(this.#timer);
    return this.#longest;
  }

  #look(): void {
    const present = now();
    // What the machine gave to others in that time was not spent by us.
    const block = Math.min(present.wall - this.#last.wall, present.processor - this.#last.processor);
    this.#longest = Math.max(this.#longest, block);
    this.#last = present;
  }
}

function now(): { readonly wall: number; readonly processor: number } {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}
