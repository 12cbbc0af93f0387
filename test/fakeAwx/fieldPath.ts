import { detail } from "./errors";
import type { Field, Table, Value } from "./fields";
import type { Model } from "./model";

export interface FieldPath {
  readonly field: Field;
  readonly name: string;
  /** Whether it leads over a relation to a column. */
  readonly isIndirect: boolean;
  /** The values at the end of the path; one null where a relation on the way leads nowhere. */
  readonly values: (row: unknown, model: Model) => readonly Value[];
}

/**
 * Follows `user__username` and the like (ansible_base/rest_filters/utils.py, get_fields_from_path).
 *
 * @throws ApiError 400 for an unknown field, a path through a plain column or a loop; 403 for a secret field
 */
export function resolvePath(table: Table, path: string): FieldPath {
  const visited: { name: string; field: Field }[] = [];
  let current: Table | undefined = table;
  for (const name of path.split("__")) {
    if (!current) throw detail(400, "No related model for field {name}.", { name });
    const field = fieldNamed(current, name);
    if (!field) throw detail(400, "{model} has no field named '{name}'", { model: current.name, name });
    if (field.secret) throw detail(403, "Filtering on {name} is not allowed.", { name });
    if (visited.some((step) => step.field === field)) {
      throw detail(400, "Loops not allowed in filters, detected on field {name}.", { name });
    }
    visited.push({ name, field });
    current = field.kind === "relation" ? field.to() : undefined;
  }
  const { name, field } = visited.at(-1) as { name: string; field: Field };
  const isIndirect = visited.length > 1;
  const fields = visited.map((step) => step.field);
  return {
    field,
    name,
    isIndirect,
    // A list of ten thousand rows asks for each of them.
    values:
      field.kind === "relation" || isIndirect
        ? (row, model) => valuesAlong(fields, row, model)
        : (row) => [field.value(row as never)],
  };
}

function fieldNamed(table: Table, name: string): Field | undefined {
  const { fields } = table;
  // Reverse relations are named without underscores and found with them, too.
  const joined = name.replaceAll("_", "");
  if (Object.hasOwn(fields, joined) && fields[joined]?.kind === "relation") return fields[joined];
  if (name === "pk") return fields["id"];
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function valuesAlong(fields: readonly Field[], row: unknown, model: Model): readonly Value[] {
  const [field, ...rest] = fields;
  if (!field) return [];
  if (field.kind !== "relation") return [field.value(row as never)];
  const related = field.rows(row as never, model);
  if (related.length === 0) return [null];
  return rest.length === 0
    ? related.map(({ id }) => id)
    : related.flatMap((each) => [...valuesAlong(rest, each, model)]);
}
