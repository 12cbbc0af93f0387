import type { Paging } from "../paging";

/** ansible_base/rest_pagination/default_paginator.py: sizes are left as asked for, the first page needs no number. */
export const gatewayPaging: Paging = {
  defaultSize: 50,
  linkQuery: (query, page) => (page === 1 ? query.without("page") : query.replace("page", String(page))),
};
