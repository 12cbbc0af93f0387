type Compare<T> = (a: T, b: T) => number;

/**
 * The first `limit` rows in PostgreSQL's order, equal rows included: its sorts are not stable, and AWX adds no
 * tie-breaker to `order_by`. Follows src/include/lib/sort_template.h and src/backend/utils/sort/tuplesort.c
 * (recorded: filter-order-by-username, order-by-last-used).
 */
export function postgresSort<T>(rows: readonly T[], compare: Compare<T>, limit: number): T[] {
  if (limit > 0 && rows.length > limit * 2) return boundedHeapSort(rows, compare, limit);
  const sorted = [...rows];
  quickSort(sorted, 0, sorted.length, compare);
  return sorted.slice(0, limit);
}

function boundedHeapSort<T>(rows: readonly T[], compare: Compare<T>, limit: number): T[] {
  // The heap's top is the worst row kept, the one the next better row replaces.
  const worse: Compare<T> = (a, b) => compare(b, a);
  const heap: T[] = [];
  for (const row of rows) {
    if (heap.length < limit) {
      let hole = heap.length;
      while (hole > 0) {
        const parent = (hole - 1) >> 1;
        if (worse(row, at(heap, parent)) >= 0) break;
        heap[hole] = at(heap, parent);
        hole = parent;
      }
      heap[hole] = row;
    } else if (worse(row, at(heap, 0)) > 0) {
      replaceTop(heap, heap.length, row, worse);
    }
  }
  for (let size = heap.length - 1; size > 0; size -= 1) {
    const top = at(heap, 0);
    replaceTop(heap, size, at(heap, size), worse);
    heap[size] = top;
  }
  return heap;
}

function replaceTop<T>(heap: T[], size: number, row: T, compare: Compare<T>): void {
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && compare(at(heap, child), at(heap, child + 1)) > 0) child += 1;
    if (compare(row, at(heap, child)) <= 0) break;
    heap[hole] = at(heap, child);
    hole = child;
  }
  heap[hole] = row;
}

function quickSort<T>(rows: T[], start: number, count: number, compare: Compare<T>): void {
  const end = start + count;
  if (count < 7) {
    for (let next = start + 1; next < end; next += 1) {
      for (let place = next; place > start && compare(at(rows, place - 1), at(rows, place)) > 0; place -= 1) {
        swap(rows, place, place - 1);
      }
    }
    return;
  }
  if (isSorted(rows, start, end, compare)) return;

  swap(rows, start, pivotOf(rows, start, count, compare));
  // Bentley and McIlroy's partition: rows equal to the pivot gather at both ends and are swapped inwards afterwards.
  let equalBelow = start + 1;
  let low = start + 1;
  let high = end - 1;
  let equalAbove = end - 1;
  for (;;) {
    for (; low <= high; low += 1) {
      const order = compare(at(rows, low), at(rows, start));
      if (order > 0) break;
      if (order === 0) swap(rows, equalBelow++, low);
    }
    for (; low <= high; high -= 1) {
      const order = compare(at(rows, high), at(rows, start));
      if (order < 0) break;
      if (order === 0) swap(rows, high, equalAbove--);
    }
    if (low > high) break;
    swap(rows, low++, high--);
  }
  swapRuns(rows, start, low, Math.min(equalBelow - start, low - equalBelow));
  swapRuns(rows, low, end, Math.min(equalAbove - high, end - equalAbove - 1));
  quickSort(rows, start, low - equalBelow, compare);
  quickSort(rows, end - (equalAbove - high), equalAbove - high, compare);
}

function pivotOf<T>(rows: readonly T[], start: number, count: number, compare: Compare<T>): number {
  const median = (a: number, b: number, c: number): number => {
    const [first, second, third] = [at(rows, a), at(rows, b), at(rows, c)];
    if (compare(first, second) < 0) return compare(second, third) < 0 ? b : compare(first, third) < 0 ? c : a;
    return compare(second, third) > 0 ? b : compare(first, third) < 0 ? a : c;
  };
  const [low, middle, high] = [start, start + (count >> 1), start + count - 1];
  if (count === 7) return middle;
  if (count <= 40) return median(low, middle, high);
  const step = count >> 3;
  return median(
    median(low, low + step, low + 2 * step),
    median(middle - step, middle, middle + step),
    median(high - 2 * step, high - step, high),
  );
}

function isSorted<T>(rows: readonly T[], start: number, end: number, compare: Compare<T>): boolean {
  for (let next = start + 1; next < end; next += 1) {
    if (compare(at(rows, next - 1), at(rows, next)) > 0) return false;
  }
  return true;
}

function swapRuns(rows: unknown[], from: number, to: number, length: number): void {
  for (let offset = 0; offset < length; offset += 1) swap(rows, from + offset, to - length + offset);
}

function swap(rows: unknown[], a: number, b: number): void {
  const kept = at(rows, a);
  rows[a] = at(rows, b);
  rows[b] = kept;
}

function at<T>(rows: readonly T[], index: number): T {
  return rows[index] as T;
}
