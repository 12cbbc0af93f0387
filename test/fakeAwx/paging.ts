import type { Context } from "./context";
import type { Query } from "./query";

/** What the families do not share of paging (awx/api/pagination.py, ansible_base/rest_pagination). */
export interface Paging {
  readonly defaultSize: number;
  /** What a list that was told not to count claims to hold, if it really doesn't count; it has but one page then. */
  readonly uncounted?: number;
  /**
   * The query of a link to another page.
   *
   * @throws HtmlError 500 for a query that can't be read
   */
  readonly linkQuery: (query: Query, page: number) => Query;
}

export const maxPageSize = 200;

/** The link to another page of the list that was asked for, relative to the host. */
export function pageLink({ query, path, link, paging }: Context, page: number): string {
  const { text } = paging.linkQuery(query, page);
  return link(path) + (text === "" ? "" : `?${text}`);
}
