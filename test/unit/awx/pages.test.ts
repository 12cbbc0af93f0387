import assert from "node:assert/strict";
import fc from "fast-check";
import { AwxError } from "../../../src/awx/errors";
import { pageSize, pagesOf, queryOf, type Ask } from "../../../src/awx/pages";

interface Row {
  readonly id: number;
}

/** A table of a server: it answers each request with what is in it by then, whenever that is. */
class Table {
  readonly ids: number[];
  asked = 0;
  atOnce = 0;
  most = 0;
  #next: number;

  /** @param meanwhile changes the table before each request is answered */
  constructor(
    count: number,
    readonly meanwhile: (table: Table) => Promise<void> | void = () => undefined,
  ) {
    this.ids = Array.from({ length: count }, (_, index) => 3 * index + 1);
    this.#next = 3 * count + 1;
  }

  make(): void {
    this.ids.push(this.#next++);
  }

  /** @param place from 0 to 1 */
  remove(place: number): void {
    this.ids.splice(Math.floor(place * this.ids.length), 1);
  }

  readonly ask: Ask<Row> = async ({ after = 0, before = Infinity, number = 1, isNewestFirst = false }) => {
    this.asked++;
    this.most = Math.max(this.most, ++this.atOnce);
    await this.meanwhile(this);
    this.atOnce--;
    const rows = this.ids.filter((id) => id > after && id < before).map((id) => ({ id }));
    if (isNewestFirst) rows.reverse();
    const results = rows.slice((number - 1) * pageSize, number * pageSize);
    if (number > 1 && results.length === 0) throw new AwxError({ kind: "notFound" }, "GET /");
    return { count: rows.length, next: number * pageSize < rows.length ? "/?page" : null, results };
  };
}

async function idsOf(table: Pick<Table, "ask">): Promise<number[]> {
  const found: number[] = [];
  for await (const page of pagesOf(table.ask, endless)) found.push(...page.map(({ id }) => id));
  return found;
}

function endless(): Error {
  return new Error("endless");
}

describe("the pages of a list", () => {
  for (const [count, pages] of [
    [0, 1],
    [1, 1],
    [200, 1],
    [201, 2],
    [400, 2],
    [600, 3],
    [601, 4],
    [1000, 5],
    [1001, 6],
    [10_000, 50],
  ] as const) {
    it(`are ${String(pages)} for ${String(count)} rows, at most four at a time`, async () => {
      const table = new Table(count, () => new Promise(setImmediate));
      assert.deepEqual(await idsOf(table), table.ids);
      assert.equal(table.asked, pages);
      assert.ok(table.most <= 4, String(table.most));
      if (count === 10_000) assert.equal(table.most, 4);
    });
  }

  it("have every row that is there all the time, once and in order, whatever comes and goes meanwhile", async () => {
    const change = fc.oneof(
      fc.constant("make" as const),
      fc.constant("rotate" as const),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.constant(undefined),
      fc.constant(undefined),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3000 }),
        fc.array(change, { maxLength: 40 }),
        fc.scheduler(),
        async (count, changes, scheduler) => {
          const left = [...changes];
          const table = new Table(count, async (changed) => {
            await scheduler.schedule(Promise.resolve());
            const next = left.shift();
            if (next === "make") changed.make();
            else if (next === "rotate") {
              changed.remove(0.01);
              changed.make();
            } else if (next !== undefined) changed.remove(next);
          });
          const before = new Set(table.ids);
          const found = await scheduler.waitFor(idsOf(table));
          const stayed = table.ids.filter((id) => before.has(id));
          const seen = new Set(found);
          assert.deepEqual(
            stayed.filter((id) => !seen.has(id)),
            [],
          );
          assert.deepEqual(
            found,
            [...seen].sort((a, b) => a - b),
          );
          assert.ok(table.most <= 4, String(table.most));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("are read in the order of ids, of which the first is there before any other is asked for", async () => {
    const table = new Table(2000);
    const pages = pagesOf(table.ask, endless);
    assert.equal((await pages.next()).value?.[0]?.id, 1);
    assert.equal(table.asked, 1);
  });

  for (const [title, ask] of [
    ["always has another page with nothing in it", () => ({ count: 5000, next: "/", results: [] })],
    ["always has the same page", () => ({ count: 5000, next: "/", results: [{ id: 7 }] })],
    [
      "never has less to come",
      ({ after = 0, number = 1 }) => ({ count: 1e6, next: "/", results: [{ id: after + number }] }),
    ],
    [
      "says another count with each page",
      ({ after = 0, number = 1 }) => ({
        count: 1e5 * Math.random() + 1e5,
        next: "/",
        results: [{ id: after + number }],
      }),
    ],
  ] as readonly (readonly [string, (request: Parameters<Ask<Row>>[0]) => Awaited<ReturnType<Ask<Row>>>])[]) {
    it(`end although the list ${title}`, async () => {
      let asked = 0;
      const table: Pick<Table, "ask"> = {
        ask: (request) => {
          assert.ok(++asked < 1010, "it does not end");
          return Promise.resolve(ask(request));
        },
      };
      await assert.rejects(idsOf(table), /^Error: endless$/);
    });
  }

  it("fail with what a page fails with", async () => {
    const table = new Table(5000, ({ asked }) => {
      if (asked === 9) throw new Error("refused");
    });
    await assert.rejects(idsOf(table), /^Error: refused$/);
  });
});

describe("queryOf", () => {
  it("always orders by id, and never asks for more than the server gives", () => {
    assert.equal(queryOf({}), "order_by=id&page_size=200");
    assert.equal(queryOf({ after: 3, before: 9, number: 2 }), "order_by=id&page_size=200&id__gt=3&id__lt=9&page=2");
    assert.equal(queryOf({ isNewestFirst: true, size: 1 }), "order_by=-id&page_size=1");
  });
});
