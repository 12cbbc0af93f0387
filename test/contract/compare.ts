import type { Exchange, Json } from "./recording";

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The headers a recording keeps; each must be there exactly if it was recorded. */
const keptHeaders = [
  "content-type",
  "allow",
  "www-authenticate",
  "location",
  "x-api-product-name",
  "x-api-product-version",
];

type SecretOf = (tokenId: number) => string;

/**
 * Lists what differs between an answer and the recorded one; nothing if they are alike. Placeholders stand for any
 * value of their kind, `<token N>` for the secret value of that token.
 */
export function differences(exchange: Exchange, received: Received, secretOf: SecretOf): readonly string[] {
  const { request, response } = exchange;
  const problems: string[] = [];
  if (received.status !== response.status) {
    problems.push(`status: expected ${String(response.status)}, received ${String(received.status)}`);
  }
  for (const name of keptHeaders) {
    const expected = response.headers[name];
    const actual = received.headers[name];
    if (expected !== actual) problems.push(`header ${name}: expected ${show(expected)}, received ${show(actual)}`);
  }
  if (response.html) return problems;
  let body: Json;
  try {
    body = received.body === "" ? null : (JSON.parse(received.body) as Json);
  } catch {
    return [...problems, `body: expected JSON, received ${show(received.body)}`];
  }
  const isOptions = request.method === "OPTIONS";
  const expected = isOptions ? withoutProse(response.body) : response.body;
  const comparable = isOptions ? withoutProse(body) : response.idsOnly ? withIdsOnly(body) : body;
  compareValues("body", expected, comparable, secretOf, problems);
  return problems;
}

function compareValues(path: string, expected: Json, actual: Json, secretOf: SecretOf, problems: string[]): void {
  if (typeof expected === "string") {
    if (typeof actual !== "string" || !matchesText(expected, actual, secretOf)) {
      problems.push(`${path}: expected ${show(expected)}, received ${show(actual)}`);
    }
  } else if (isList(expected) && isList(actual)) {
    if (expected.length !== actual.length) {
      problems.push(`${path}: expected ${String(expected.length)} items, received ${String(actual.length)}`);
      return;
    }
    for (const [index, item] of expected.entries()) {
      compareValues(`${path}[${String(index)}]`, item, actual[index] ?? null, secretOf, problems);
    }
  } else if (isObject(expected) && isObject(actual)) {
    compareObjects(path, expected, actual, secretOf, problems);
  } else if (expected !== actual) {
    problems.push(`${path}: expected ${show(expected)}, received ${show(actual)}`);
  }
}

type JsonObject = Readonly<Record<string, Json>>;

function compareObjects(
  path: string,
  recorded: JsonObject,
  actual: JsonObject,
  secretOf: SecretOf,
  problems: string[],
): void {
  const expected = withActivityId(recorded, actual["id"]);
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const place = `${path}.${key}`;
    if (!Object.hasOwn(actual, key)) problems.push(`${place}: missing`);
    else if (!Object.hasOwn(expected, key)) problems.push(`${place}: not expected, received ${show(actual[key])}`);
    else if (key === "related_search_fields") {
      // Python made this list of a set, whose order changes with every start.
      compareValues(place, sorted(expected[key]), sorted(actual[key]), secretOf, problems);
    } else compareValues(place, expected[key] ?? null, actual[key] ?? null, secretOf, problems);
  }
}

/** Ids in the activity stream depend on everything that ever happened on the server, so any will do. */
function withActivityId(expected: JsonObject, id: Json | undefined): JsonObject {
  if (expected["type"] !== "activity_stream" || typeof id !== "number") return expected;
  return { ...expected, id, url: `/api/v2/activity_stream/${String(id)}/` };
}

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

function matchesText(expected: string, actual: string, secretOf: SecretOf): boolean {
  if (expected === "<timestamp>") return timestamp.test(actual);
  if (expected === "<secret>") return /^\w{20,}$/.test(actual);
  if (/^<client id \d+>$/.test(expected)) return /^\w+$/.test(actual);
  const token = /^<token (\d+)>$/.exec(expected)?.[1];
  if (token !== undefined) return actual === secretOf(Number(token));
  const [, character, count] = /^<(.) repeated (\d+) times>$/.exec(expected) ?? [];
  if (character !== undefined) return actual === character.repeat(Number(count));
  return actual === expected;
}

/** OPTIONS was recorded without `description` and `help_text`, where those are texts and not fields. */
function withoutProse(value: Json): Json {
  if (isList(value)) return value.map(withoutProse);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !(["description", "help_text"].includes(key) && typeof each === "string"))
      .map(([key, each]) => [key, withoutProse(each)]),
  );
}

function withIdsOnly(value: Json): Json {
  if (!isObject(value) || !isList(value["results"] ?? null)) return value;
  const results = value["results"] as readonly Json[];
  return { ...value, results: results.map((each) => (isObject(each) ? { id: each["id"] ?? null } : each)) };
}

function sorted(value: Json | undefined): Json {
  return isList(value ?? null) ? [...(value as readonly Json[])].sort() : (value ?? null);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const longest = 200;

function show(value: Json | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
