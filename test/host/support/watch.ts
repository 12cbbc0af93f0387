import { setTimeout as delay } from "node:timers/promises";

/**
 * Waits until something holds, looking again and again.
 * @throws what `look` threw last, when it has not held for so long, in milliseconds
 */
export async function until<T>(look: () => T | Promise<T>, longest = 10_000): Promise<Awaited<T>> {
  const end = Date.now() + longest;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(5);
    }
  }
}
