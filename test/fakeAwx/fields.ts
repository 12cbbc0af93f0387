import type { Model } from "./model";

/** What a column can hold once read for a comparison; dates count in milliseconds. */
export type Value = string | number | boolean | null;

interface Column {
  readonly kind: "integer" | "text" | "datetime" | "boolean";
  readonly value: (row: never) => Value;
}

interface Relation {
  readonly kind: "relation";
  readonly to: () => Table;
  /** The related rows: none, one, or for a reverse relation several. */
  readonly rows: (row: never, model: Model) => readonly { readonly id: number }[];
}

export type Field = (Column | Relation) & { readonly secret?: boolean };

/** A Django model as far as filters and sorting can reach it: all its fields, shown in answers or not. */
export interface Table {
  readonly name: string;
  readonly type: string;
  /** Its order where a request names none, and of rows that are sorted by their relation to it. */
  readonly order: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export function integer(value: (row: never) => number | null): Field {
  return { kind: "integer", value };
}

export function text(value: (row: never) => string): Field {
  return { kind: "text", value };
}

export function datetime(value: (row: never) => Date | null): Field {
  return { kind: "datetime", value: (row) => value(row)?.getTime() ?? null };
}

export function boolean(value: (row: never) => boolean): Field {
  return { kind: "boolean", value };
}

/** Excluded from filters and sorting by `prevent_search` (awx/main/models/__init__.py). */
export const secret: Field = { kind: "text", value: () => "", secret: true };

export function relation(to: () => Table, rows: Relation["rows"]): Field {
  return { kind: "relation", to, rows };
}

export function found<T>(row: T | null | undefined): T[] {
  return row === null || row === undefined ? [] : [row];
}

export const byId = (row: { readonly id: number }): number => row.id;
