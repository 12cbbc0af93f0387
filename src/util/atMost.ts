/**
 * Does something with each of some items, at most so many at a time, beginning in their order.
 * @param signal keeps what has not begun from beginning
 * @throws what `act` throws first; what has begun goes on
 */
export async function forEachAtMost<T>(
  most: number,
  items: Iterable<T>,
  act: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done && !signal?.aborted; next = waiting.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: most }, work));
}
