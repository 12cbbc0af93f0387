import { HtmlError } from "../errors";
import type { Paging } from "../paging";
import { maxPageSize } from "../paging";
import { parseInteger } from "../python";
import type { Query } from "../query";

/** awx/api/pagination.py and awx/settings/defaults.py; `uncounted` is its DisabledPaginator. */
export const controllerPaging: Paging = {
  defaultSize: 25,
  uncounted: 200,
  linkQuery: (query, page) => capPageSize(query).replace("page", String(page)),
};

/** awx/api/pagination.py, cap_page_size: the one place that does not expect nonsense. */
function capPageSize(query: Query): Query {
  const text = query.get("page_size");
  const size = text === undefined ? 0 : parseInteger(text);
  if (size === undefined) throw new HtmlError(500, `invalid literal for int(): ${String(text)}`);
  return size > maxPageSize ? query.replace("page_size", String(maxPageSize)) : query;
}
