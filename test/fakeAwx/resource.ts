import type { Context } from "./context";
import { HtmlError, noSuchObject, permissionDenied } from "./errors";
import type { Table } from "./fields";
import { listPage } from "./listing";
import type { View } from "./view";

/** One kind of object beside tokens: which there are, who sees them, how they look. */
export interface Resource<Row extends { readonly id: number }> {
  readonly table: Table;
  readonly listName: string;
  readonly detailName: string;
  readonly all: (context: Context) => readonly Row[];
  readonly canRead: (context: Context, row: Row) => boolean;
  readonly body: (context: Context, row: Row, isDetail: boolean) => unknown;
  readonly order?: string;
  readonly searchFields?: readonly string[];
  /** Whether the server allows changes, which the double doesn't make. */
  readonly isReadOnly?: boolean;
  /** Whether an object that one may not read seems not to exist, and is not merely refused. */
  readonly isHidden?: boolean;
  readonly authorize?: (context: Context) => void;
}

const notBuilt = (): never => {
  throw new HtmlError(500, "the double changes tokens only");
};

/** The list of all that the caller may read. */
export function listView<Row extends { readonly id: number }>(resource: Resource<Row>): View {
  return {
    name: resource.listName,
    ...(resource.authorize && { authorize: resource.authorize }),
    GET: (context) =>
      listPage(context, {
        table: resource.table,
        rows: resource.all(context).filter((row) => resource.canRead(context, row)),
        serialize: (row) => resource.body(context, row, false),
        ...(resource.order !== undefined && { order: resource.order }),
        ...(resource.searchFields && { searchFields: resource.searchFields }),
      }),
    ...(!resource.isReadOnly && { POST: notBuilt }),
  };
}

/** One of them. */
export function detailView<Row extends { readonly id: number }>(resource: Resource<Row>, id: number): View {
  return {
    name: resource.detailName,
    ...(resource.authorize && { authorize: resource.authorize }),
    GET: (context) => {
      const row = resource.all(context).find((each) => each.id === id);
      if (!row || (resource.isHidden && !resource.canRead(context, row))) throw noSuchObject(resource.table.name);
      if (!resource.canRead(context, row)) throw permissionDenied();
      return { status: 200, body: resource.body(context, row, true) };
    },
    ...(!resource.isReadOnly && { PUT: notBuilt, PATCH: notBuilt, DELETE: notBuilt }),
  };
}
