import { ApiError, detail, HtmlError } from "./errors";
import type { FieldPath } from "./fieldPath";
import { resolvePath } from "./fieldPath";
import { parseBoolean, parseValue } from "./fieldValues";
import type { Table, Value } from "./fields";
import { translate } from "./messages";
import type { Model } from "./model";
import { strip } from "./python";
import type { Query } from "./query";

type Condition = (row: unknown, model: Model) => boolean;

interface FieldFilter {
  readonly condition: Condition;
  /** Whether the query gets a DISTINCT, which sorts equal rows by id: any filter on a date or a relation does. */
  readonly isDistinct: boolean;
}

/** Parameters that are never fields (ANSIBLE_BASE_REST_FILTERS_RESERVED_NAMES). */
const reserved = new Set(
  "page page_size format order order_by search type host_filter count_disabled no_truncate limit validate".split(" "),
);

const lookups = new Set(
  (
    "exact iexact contains icontains startswith istartswith endswith iendswith regex iregex gt gte lt lte in isnull " +
    "search"
  ).split(" "),
);

/** Fields that `search=` and `relation__search=` look in (awx/main/utils/common.py, get_search_fields). */
const searched = ["username", "first_name", "last_name", "email", "name", "description"];

/** `?type=`: another type than the list's own leaves nothing. */
export function typeCondition(table: Table, query: Query): Condition {
  const types = query.get("type");
  return () => types === undefined || types.split(",").includes(table.type);
}

/**
 * Filters of the query string (ansible_base/rest_filters/rest_framework/field_lookup_backend.py).
 *
 * @throws ApiError 400 for an unknown field or bad value, 403 for a secret field
 * @throws HtmlError 500 for `role_level`, which tokens have no roles for
 */
export function fieldFilter(table: Table, query: Query): FieldFilter {
  const all: Condition[] = [];
  const any: Condition[] = [];
  const searches: Condition[] = [];
  let searchesAll = false;
  let isDistinct = false;
  for (const [rawKey, values] of query.lists()) {
    if (reserved.has(rawKey)) continue;
    if (rawKey === "role_level") throw new HtmlError(500, "role_level on a model without roles");
    let key = table.type === "user" && rawKey.startsWith("created") ? rawKey.replace("created", "date_joined") : rawKey;
    if (key.endsWith("__search")) {
      const isList = values[0]?.includes(",") ?? false;
      searchesAll ||= isList;
      isDistinct = true;
      for (const value of isList ? values.flatMap((each) => each.split(",")) : values) {
        searches.push(searchCondition(table, key, value));
      }
      continue;
    }
    key = key.replace(/__int$/, "");
    const isAlternative = key.startsWith("or__");
    key = key.replace(/^(chain|or)__/, "");
    const isNegated = key.startsWith("not__");
    if (isNegated) key = key.slice("not__".length);
    isDistinct ||= needsDistinct(table, key);
    for (const value of values) {
      const condition = lookupCondition(table, key, value);
      const signed: Condition = isNegated ? (row, model) => !condition(row, model) : condition;
      (isAlternative ? any : all).push(signed);
    }
  }
  const condition: Condition = (row, model) =>
    all.every((each) => each(row, model)) &&
    (any.length === 0 || any.some((each) => each(row, model))) &&
    (searches.length === 0 ||
      (searchesAll ? searches.every((each) => each(row, model)) : searches.some((each) => each(row, model))));
  return { condition, isDistinct };
}

function needsDistinct(table: Table, key: string): boolean {
  const { path } = splitLookup(table, key);
  return path.isIndirect || path.field.kind === "relation" || path.field.kind === "datetime";
}

function lookupCondition(table: Table, key: string, text: string): Condition {
  const { path, lookup } = splitLookup(table, key);
  const matches = matcher(path, lookup, text);
  return (row, model) => path.values(row, model).some(matches);
}

function splitLookup(table: Table, key: string): { path: FieldPath; lookup: string } {
  if (Buffer.byteLength(key) > key.length) {
    throw detail(400, "{key} is not an allowed field name. Must be ascii encodable.", { key });
  }
  const last = key.lastIndexOf("__");
  const suffix = key.slice(last + 2);
  const hasLookup = last >= 0 && lookups.has(suffix);
  const path = hasLookup ? key.slice(0, last) : key;
  if (path === "") throw detail(400, "Query string field name not provided.");
  return { path: resolvePath(table, path), lookup: hasLookup ? suffix : "exact" };
}

function matcher(path: FieldPath, lookup: string, text: string): (value: Value) => boolean {
  if (lookup === "isnull") {
    const wanted = parseBoolean(text);
    return (value) => (value === null) === wanted;
  }
  if (lookup === "regex" || lookup === "iregex") {
    const pattern = compile(text, lookup === "iregex" ? "i" : "");
    refuseOnRelation(path, lookup);
    return (value) => value !== null && pattern.test(String(value));
  }
  if (lookup === "iexact") {
    if (path.field.kind !== "text") {
      throw detail(400, "{name} is not a text field and cannot be filtered by case-insensitive search", {
        name: path.name,
      });
    }
    return (value) => value !== null && folded(value) === folded(text);
  }
  if (lookup === "in") {
    if (text === "") throw detail(400, "cannot provide empty value for __in");
    const wanted = text.split(",").map((item) => parseValue(path, item));
    return (value) => value !== null && wanted.includes(value);
  }
  const wanted = parseValue(path, text);
  const compared = comparison(lookup, wanted);
  if (compared) return compared;
  refuseOnRelation(path, lookup);
  const isFolded = lookup.startsWith("i");
  const form = isFolded ? folded : String;
  const part = form(wanted);
  return (value) => {
    if (value === null) return false;
    const whole = form(value);
    if (lookup.endsWith("startswith")) return whole.startsWith(part);
    return lookup.endsWith("endswith") ? whole.endsWith(part) : whole.includes(part);
  };
}

function comparison(lookup: string, wanted: Value): ((value: Value) => boolean) | undefined {
  const against = (holds: (order: number) => boolean) => (value: Value) =>
    value !== null && wanted !== null && holds(value < wanted ? -1 : value > wanted ? 1 : 0);
  switch (lookup) {
    case "exact":
      return (value) => value === wanted;
    case "gt":
      return against((order) => order > 0);
    case "gte":
      return against((order) => order >= 0);
    case "lt":
      return against((order) => order < 0);
    case "lte":
      return against((order) => order <= 0);
    default:
      return undefined;
  }
}

function refuseOnRelation({ field }: FieldPath, lookup: string): void {
  if (field.kind === "relation") throw detail(400, "Related Field got invalid lookup: {lookup}", { lookup });
}

function compile(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    throw detail(400, regexProblem(pattern));
  }
}

/** Python's own words for the usual mistakes in a pattern. */
function regexProblem(pattern: string): string {
  const at = (index: number): string => `at position ${String(index)}`;
  if (/^[*+?]/.test(pattern)) return `nothing to repeat ${at(0)}`;
  if (/(?:^|[^\\])\[[^\]]*$/.test(pattern)) return `unterminated character set ${at(pattern.lastIndexOf("["))}`;
  if (pattern.endsWith("\\")) return `bad escape (end of pattern) ${at(pattern.length - 1)}`;
  const repeated = pattern.search(/[*+?]{2}/);
  if (repeated >= 0) return `multiple repeat ${at(repeated + 1)}`;
  if (pattern.includes("(")) return `missing ), unterminated subpattern ${at(pattern.lastIndexOf("("))}`;
  return `unbalanced parenthesis ${at(Math.max(0, pattern.indexOf(")")))}`;
}

function searchCondition(table: Table, key: string, term: string): Condition {
  const { path } = splitLookup(table, key);
  if (path.field.kind !== "relation") {
    throw detail(400, "{path} is not searchable", { path: key.slice(0, -"__search".length) });
  }
  const related = path.field.to();
  const base = key.slice(0, -"__search".length);
  const conditions = searched
    .filter((name) => Object.hasOwn(related.fields, name))
    .map((name) => lookupCondition(table, `${base}__${name}__icontains`, term));
  return (row, model) => conditions.some((condition) => condition(row, model));
}

/**
 * `?search=`: every word must be in one of the searched fields, if there are any (rest_framework/filters.py,
 * SearchFilter).
 *
 * @throws ApiError 400 with a bare array for a NUL
 */
export function wordCondition(table: Table, query: Query, columns?: readonly string[]): Condition {
  const text = query.get("search") ?? "";
  if (text.includes("\0")) {
    throw new ApiError(400, (language) => [translate(language, "Null characters are not allowed.")]);
  }
  const names = columns ?? searched.filter((name) => Object.hasOwn(table.fields, name));
  if (names.length === 0) return () => true;
  const words = splitSearch(text).map((word) =>
    names.map((name) => lookupCondition(table, `${name}__icontains`, word)),
  );
  return (row, model) => words.every((conditions) => conditions.some((condition) => condition(row, model)));
}

const searchWord = /(?:[^\s'"]*(?:(?:"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')[^\s'"]*)+)|\S+/g;

/** rest_framework/filters.py, search_smart_split: quotes keep a phrase together, commas part words. */
function splitSearch(text: string): string[] {
  return [...text.matchAll(searchWord)].flatMap(([whole]) => {
    const term = whole.replace(/^,+|,+$/g, "");
    if (/^["']/.test(term) && term.at(0) === term.at(-1)) {
      const quote = term.charAt(0);
      return [term.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll("\\\\", "\\")];
    }
    return term
      .split(",")
      .filter((part) => part !== "")
      .map(strip);
  });
}

function folded(value: Value): string {
  return String(value).toUpperCase();
}
