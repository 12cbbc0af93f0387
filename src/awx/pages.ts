import { AwxError } from "./errors";
import type { Page } from "./schemas";

/** The largest page that AWX and the gateway give (`awx/settings/defaults.py:369`). */
export const pageSize = 200;

/** How many pages are asked for at once. */
const atOnce = 4;

/** More pages than any AWX has, so that a list that never ends is noticed. */
const mostPages = 1000;

/** Which rows of a list to give: those with ids between two others, which are not among them. */
export interface Span {
  readonly after?: number;
  readonly before?: number;
}

/** A page of the rows of a span, the lowest ids first unless the newest are asked for. */
export interface PageRequest extends Span {
  readonly number?: number;
  readonly isNewestFirst?: boolean;
  /** 200 rows by default, which is the most there is. */
  readonly size?: number;
}

/** The request as a query; AWX adds no tie-breaker of its own, so what is not ordered by id may repeat and skip rows. */
export function queryOf({ after, before, number, isNewestFirst = false, size = pageSize }: PageRequest): string {
  return [
    `order_by=${isNewestFirst ? "-id" : "id"}`,
    `page_size=${String(size)}`,
    ...(after === undefined ? [] : [`id__gt=${String(after)}`]),
    ...(before === undefined ? [] : [`id__lt=${String(before)}`]),
    ...(number === undefined || number === 1 ? [] : [`page=${String(number)}`]),
  ].join("&");
}

/** Asks for a page. */
export type Ask<T> = (request: PageRequest) => Promise<Page<T>>;

interface Row {
  readonly id: number;
}

/**
 * Every row of a list, page by page in the order of their ids: the first page at once, and of the others at most four
 * at a time. Rows that go and rows that come meanwhile make it miss none of those that stay, and give none twice; the
 * ones that come may be missing, and of the ones that go some may be there.
 *
 * Numbers of pages cannot be trusted while rows go, for those behind them move up; `count` does not tell when as many
 * have come. So a page's number is used between two known ids alone, where no row can come, because a new one has a
 * higher id than all others: there the count changes with each row that goes.
 * @param endless says that the list has no end
 * @throws what `ask` and `endless` throw
 */
export async function* pagesOf<T extends Row>(
  ask: Ask<T>,
  endless: () => Error,
): AsyncGenerator<readonly T[], void, undefined> {
  const first = await ask({});
  yield first.results;
  if (isLast(first)) return;
  const start = lastIdOf(first, 0, endless);
  const left = first.count - first.results.length;
  if (left <= 2 * pageSize) {
    yield* oneByOne(ask, start, endless);
    return;
  }
  const [second, newest] = await Promise.all([ask({ after: start }), ask({ after: start, isNewestFirst: true })]);
  yield second.results;
  const top = newest.results.toReversed();
  if (isLast(second)) return;
  let last = lastIdOf(second, start, endless);
  for await (const page of between(ask, last, top[0]?.id ?? last, left - 2 * pageSize, endless)) {
    yield page;
    last = page.at(-1)?.id ?? last;
  }
  yield top.filter(({ id }) => id > last);
}

/** The pages after an id, each asked for by the last id of the one before. */
async function* oneByOne<T extends Row>(
  ask: Ask<T>,
  start: number,
  endless: () => Error,
): AsyncGenerator<readonly T[], void, undefined> {
  let after = start;
  for (let pages = 1; ; pages++) {
    if (pages >= mostPages) throw endless();
    const page = await ask({ after });
    yield page.results;
    if (isLast(page)) return;
    after = lastIdOf(page, after, endless);
  }
}

/**
 * The pages between two ids, several at a time. A page that does not fit to those before it is read anew, after them.
 * @param expected about how many rows there are
 */
async function* between<T extends Row>(
  ask: Ask<T>,
  start: number,
  before: number,
  expected: number,
  endless: () => Error,
): AsyncGenerator<readonly T[], void, undefined> {
  let asked = 0;
  let left = expected;
  for (let after = start, last = start; left > 0; after = last) {
    const waiting: Promise<Page<T> | undefined>[] = [];
    let count = left;
    for (let number = 1; number <= pagesFor(count); number++) {
      while (waiting.length < atOnce && number + waiting.length <= pagesFor(count)) {
        if (++asked >= mostPages) throw endless();
        const asking = numbered(ask, { after, before, number: number + waiting.length });
        // Awaited in its turn; until then a failure must not be left unhandled.
        asking.catch(() => undefined);
        waiting.push(asking);
      }
      const page = await waiting.shift();
      if (!page || (page.count !== count && number > 1)) break;
      count = page.count;
      yield page.results;
      left = count - number * pageSize;
      if (left > 0) last = lastIdOf(page, last, endless);
    }
    // What was asked for is of no use any more, but is not to be added to what is asked for next.
    await Promise.allSettled(waiting);
  }
}

/** Whether nothing comes after the first page of a span: both must say that something does. */
function isLast<T>({ next, count, results }: Page<T>): boolean {
  return next === null || count <= results.length;
}

function pagesFor(rows: number): number {
  return Math.ceil(rows / pageSize);
}

/** Nothing for a page past the end of the list: "Invalid page.". */
async function numbered<T>(ask: Ask<T>, request: PageRequest): Promise<Page<T> | undefined> {
  try {
    return await ask(request);
  } catch (error) {
    if (request.number !== 1 && error instanceof AwxError && error.problem.kind === "notFound") return undefined;
    throw error;
  }
}

function lastIdOf<T extends Row>(page: Page<T>, after: number, endless: () => Error): number {
  const last = page.results.at(-1)?.id;
  // There is more to come, it says, but nothing has.
  if (last === undefined || last <= after) throw endless();
  return last;
}
