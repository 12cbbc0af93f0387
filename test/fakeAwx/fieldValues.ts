import { ApiError, detail } from "./errors";
import type { FieldPath } from "./fieldPath";
import type { Value } from "./fields";
import { translate } from "./messages";
import { parseInteger } from "./python";

/**
 * The value a filter compares with, read as the field's type (`value_to_python_for_field` of
 * ansible_base/rest_filters and Django's `Field.to_python`).
 *
 * @throws ApiError 400 if the text is no such value
 */
export function parseValue({ field, name }: FieldPath, text: string): Value {
  switch (field.kind) {
    case "relation":
      return parseId(name, text);
    case "boolean":
      return parseBoolean(text);
    case "integer":
      return parseInteger(text) ?? invalid("“{value}” value must be an integer.", text);
    case "datetime":
      return parseDatetime(text);
    case "text":
      return text;
  }
}

/** @throws ApiError 400, recorded: filter-app-isnull-bad */
export function parseBoolean(text: string): boolean {
  if (["true", "1", "t"].includes(text.toLowerCase())) return true;
  if (["false", "0", "f"].includes(text.toLowerCase())) return false;
  throw detail(400, 'Unable to convert "{value}" to boolean', { value: text });
}

function parseId(name: string, text: string): number | null {
  if (["none", "null"].includes(text.toLowerCase())) return null;
  const id = parseInteger(text);
  if (id === undefined) throw detail(400, "Invalid {name} id: {value}", { name, value: text });
  return id;
}

const dateForm = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const datetimeForm =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/;

function parseDatetime(text: string): number {
  const full = datetimeForm.exec(text);
  if (full) {
    const [, year, month, day, hour, minute, second = "0", fraction = "0", zone = "Z"] = full;
    const milliseconds = Number(fraction.padEnd(6, "0")) / 1000;
    const moment = utc([year, month, day, hour, minute, second].map(Number), milliseconds);
    if (moment !== undefined) return moment - zoneOffset(zone);
    return invalid(
      "“{value}” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.",
      text,
    );
  }
  const date = dateForm.exec(text);
  if (!date) {
    return invalid(
      "“{value}” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.",
      text,
    );
  }
  const [, ...parts] = date;
  return (
    utc([...parts.map(Number), 0, 0, 0], 0) ??
    invalid("“{value}” value has the correct format (YYYY-MM-DD) but it is an invalid date.", text)
  );
}

function utc(parts: readonly number[], milliseconds: number): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isReal =
    year > 0 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return isReal ? date.getTime() + milliseconds : undefined;
}

function zoneOffset(zone: string): number {
  if (zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", "") || "0");
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Django's ValidationError, whose messages come as a JSON list inside the text; recorded: filter-id-abc. */
function invalid(text: string, value: string): never {
  throw new ApiError(400, (language) => ({ detail: JSON.stringify([translate(language, text, { value })]) }));
}
