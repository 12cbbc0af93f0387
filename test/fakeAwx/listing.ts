import type { Context, Reply } from "./context";
import { detail, HtmlError } from "./errors";
import { resolvePath } from "./fieldPath";
import type { Table, Value } from "./fields";
import { fieldFilter, typeCondition, wordCondition } from "./filters";
import { maxPageSize, pageLink } from "./paging";
import { postgresSort } from "./postgresSort";
import { parseInteger } from "./python";

interface Listing<Row extends { readonly id: number }> {
  readonly table: Table;
  /** The rows the caller may see, as they lie in the database. */
  readonly rows: readonly Row[];
  readonly serialize: (row: Row) => unknown;
  /** The view's own order, which also decides between rows the requested order finds equal. */
  readonly order?: string;
  /** Fields of `?search=`, if not those the table's columns suggest. */
  readonly searchFields?: readonly string[];
}

/**
 * One page of a list, filtered, searched and ordered as the query string says, in that order of checks.
 *
 * @throws ApiError 400, 403 or 404 (`Invalid page.`)
 * @throws HtmlError 500 for an empty `order_by` and for an unreadable `page_size` as soon as there is another page
 */
export function listPage<Row extends { readonly id: number }>(context: Context, listing: Listing<Row>): Reply {
  const { query, model } = context;
  const fields = fieldFilter(listing.table, query);
  const conditions = [
    typeCondition(listing.table, query),
    fields.condition,
    wordCondition(listing.table, query, listing.searchFields),
  ];
  const order = ordering(context, listing.table, listing.order, fields.isDistinct);
  const rows = listing.rows.filter((row) => conditions.every((condition) => condition(row, model)));
  return onePage(context, rows, order, listing.serialize);
}

/**
 * One page of a list that takes no filters and no order.
 *
 * @throws ApiError 404 (`Invalid page.`)
 */
export function unfilteredPage<Row extends { readonly id: number }>(
  context: Context,
  rows: readonly Row[],
  serialize: (row: Row) => unknown,
): Reply {
  return onePage(context, rows, { compare: (a, b) => (a as Row).id - (b as Row).id, isTotal: true }, serialize);
}

function onePage<Row>(context: Context, rows: readonly Row[], order: Order, serialize: (row: Row) => unknown): Reply {
  const { query, paging } = context;
  const countDisabled = query.has("count_disabled");
  const claimed = countDisabled ? paging.uncounted : undefined;
  const count = claimed ?? rows.length;
  const size = pageSize(query.get("page_size"), paging.defaultSize);
  const pages = claimed === undefined ? Math.max(1, Math.ceil(count / size)) : 1;
  const page = pageNumber(query.get("page"), pages);
  const end = Math.min(page * size, count);
  const results = sorted(rows, order, end)
    .slice((page - 1) * size)
    .map(serialize);
  if (countDisabled) return { status: 200, body: { results } };
  return {
    status: 200,
    body: {
      count,
      next: page < pages ? pageLink(context, page + 1) : null,
      previous: page > 1 ? pageLink(context, page - 1) : null,
      results,
    },
  };
}

type Compare = (a: unknown, b: unknown) => number;

interface Order {
  readonly compare: Compare;
  /** Whether it finds no two rows equal, so that how they are sorted is not to be seen. */
  readonly isTotal: boolean;
}

function sorted<Row>(rows: readonly Row[], { compare, isTotal }: Order, limit: number): readonly Row[] {
  return isTotal ? [...rows].sort(compare).slice(0, limit) : postgresSort(rows, compare, limit);
}

/** ansible_base/rest_filters/rest_framework/order_backend.py; NULL counts as larger than any value. */
function ordering({ query, model }: Context, table: Table, viewOrder: string | undefined, isDistinct: boolean): Order {
  const requested = [...query.lists()]
    .filter(([key]) => key === "order" || key === "order_by")
    .at(-1)?.[1]
    .at(-1);
  const named = [requested, viewOrder].filter((names) => names !== undefined);
  const paths = (named.length > 0 ? named : [table.order])
    .flatMap((names) => names.split(","))
    .flatMap((name) => orderPaths(table, name));
  if (isDistinct) paths.push({ path: "id", isDescending: false });
  const compares = paths.map(({ path, isDescending }): Compare => {
    const { values } = resolvePath(table, path);
    const compare: Compare = (a, b) => compareValues(values(a, model)[0] ?? null, values(b, model)[0] ?? null);
    return isDescending ? (a, b) => compare(b, a) : compare;
  });
  return {
    compare: (a, b) => {
      for (const compare of compares) {
        const order = compare(a, b);
        if (order !== 0) return order;
      }
      return 0;
    },
    isTotal: paths.some(({ path }) => path === "id"),
  };
}

interface OrderPath {
  readonly path: string;
  readonly isDescending: boolean;
}

/** The columns a name stands for: a relation sorts as its own table does, `type` not at all. */
function orderPaths(table: Table, name: string): readonly OrderPath[] {
  if (name === "") throw new HtmlError(500, "order_by: string index out of range");
  const isDescending = name.startsWith("-");
  const path = isDescending ? name.slice(1) : name;
  const { field } = path === "type" ? { field: undefined } : resolvePath(table, path);
  if (!field) return [];
  if (field.kind !== "relation") return [{ path, isDescending }];
  return field
    .to()
    .order.split(",")
    .map((column) => ({ path: `${path}__${column}`, isDescending }));
}

function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

/** rest_framework/pagination.py, _positive_int: nonsense and zero mean the default, too much means the maximum. */
function pageSize(text: string | undefined, defaultSize: number): number {
  const size = parseInteger(text ?? "") ?? 0;
  return size > 0 ? Math.min(size, maxPageSize) : defaultSize;
}

function pageNumber(text: string | undefined, pages: number): number {
  if (text === "last") return pages;
  const page = text === undefined || text === "" ? 1 : (parseInteger(text) ?? 0);
  if (page < 1 || page > pages) throw detail(404, "Invalid page.");
  return page;
}
