import { parseInteger } from "./python";
import type { JsonValue } from "./pythonJson";
import { JsonNumber } from "./pythonJson";

/** Python's `int(value)` of a JSON value, undefined where that raises an exception. */
export function primaryKey(value: JsonValue): number | undefined {
  if (value instanceof JsonNumber) {
    const number = Math.trunc(Number(value.text));
    return Number.isFinite(number) ? number : undefined;
  }
  return typeof value === "string" ? parseInteger(value) : undefined;
}

type Problem = readonly [text: string, values: Readonly<Record<string, string>>];

/**
 * The id of an object that a field refers to (rest_framework/relations.py, PrimaryKeyRelatedField), or what is wrong
 * with it. Python's name of an object depends on who has read the JSON.
 */
export function referredId(
  value: JsonValue,
  exists: (id: number) => boolean,
  objectName: "OrderedDict" | "dict",
): number | Problem {
  const id = primaryKey(value);
  if (id === undefined) {
    return ["Incorrect type. Expected pk value, received {type}.", { type: typeName(value, objectName) }];
  }
  if (exists(id)) return id;
  const pk = value instanceof JsonNumber ? value.text : String(id);
  return ['Invalid pk "{pk}" - object does not exist.', { pk }];
}

/** Python's name of the type of a JSON value. */
export function typeName(value: JsonValue, objectName = "dict"): string {
  if (value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (value instanceof JsonNumber) return value.isInteger ? "int" : "float";
  return Array.isArray(value) ? "list" : objectName;
}
