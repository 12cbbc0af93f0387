import type { Language } from "./messages";
import { translate } from "./messages";
import type { Model } from "./model";
import { parseInteger, splitWords, strip } from "./python";
import type { JsonObject, JsonValue } from "./pythonJson";
import { JsonNumber } from "./pythonJson";

type FieldErrors = Readonly<Record<string, readonly string[]>>;
type Checked<Values> = { readonly values: Values } | { readonly errors: FieldErrors };

export const defaultScope = "write";
const allowedScopes = ["read", "write"];

/** How the serializer of a view treats `application` (awx/api/serializers.py). */
export type ApplicationRule = "ignored" | "optional" | "required";

/**
 * The writable fields of a token. `null` becomes "" and numbers become text; everything else that is no string is
 * refused (recorded: patch-desc-null, patch-desc-number, patch-scope-list).
 */
export function checkTokenText(
  data: JsonObject,
  language: Language,
): Checked<{ readonly description?: string; readonly scope?: string }> {
  const description = data.has("description") ? checkText(data.get("description"), language) : undefined;
  const scope = data.has("scope") ? checkScope(data.get("scope"), language) : undefined;
  const errors = {
    ...(Array.isArray(description) && { description }),
    ...(Array.isArray(scope) && { scope }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  return {
    values: {
      ...(typeof description === "string" && { description }),
      ...(typeof scope === "string" && { scope }),
    },
  };
}

/** The application a new token is for: its id, or null for a personal token. */
export function checkApplication(
  data: JsonObject,
  rule: ApplicationRule,
  model: Model,
  language: Language,
): Checked<number | null> {
  const fail = (text: string, values?: Readonly<Record<string, string>>): Checked<number | null> => ({
    errors: { application: [translate(language, text, values)] },
  });
  if (rule === "ignored") return { values: null };
  const value = data.get("application");
  if (value === undefined) return rule === "required" ? fail("This field is required.") : { values: null };
  if (value === null || value === "") {
    return rule === "required" ? fail("This field may not be null.") : { values: null };
  }
  const id = primaryKey(value);
  if (id === undefined) return fail("Incorrect type. Expected pk value, received {type}.", { type: typeName(value) });
  if (model.application(id)) return { values: id };
  return fail('Invalid pk "{pk}" - object does not exist.', {
    pk: value instanceof JsonNumber ? value.text : String(id),
  });
}

/** Python's `int(value)` of a JSON value, undefined where that raises an exception. */
export function primaryKey(value: JsonValue): number | undefined {
  if (value instanceof JsonNumber) {
    const number = Math.trunc(Number(value.text));
    return Number.isFinite(number) ? number : undefined;
  }
  return typeof value === "string" ? parseInteger(value) : undefined;
}

function checkScope(value: JsonValue | undefined, language: Language): string | readonly string[] {
  const text = checkText(value, language);
  if (typeof text !== "string") return text;
  const words = splitWords(text);
  const isValid =
    words.length > 0 && new Set(words).size === words.length && words.every((word) => allowedScopes.includes(word));
  return isValid
    ? text
    : [
        translate(language, "Must be a simple space-separated string with allowed scopes {scopes}.", {
          scopes: "['read', 'write']",
        }),
      ];
}

function checkText(value: JsonValue | undefined, language: Language): string | readonly string[] {
  if (value === null) return "";
  if (typeof value !== "string" && !(value instanceof JsonNumber)) return [translate(language, "Not a valid string.")];
  const text = strip(typeof value === "string" ? value : value.text);
  const surrogate = /\p{Surrogate}/u.exec(text)?.[0];
  const problems = [
    ...(text.includes("\0") ? [translate(language, "Null characters are not allowed.")] : []),
    ...(surrogate === undefined
      ? []
      : [
          translate(language, "Surrogate characters are not allowed: U+{code}.", {
            code: surrogate.charCodeAt(0).toString(16).toUpperCase(),
          }),
        ]),
  ];
  return problems.length > 0 ? problems : text;
}

function typeName(value: JsonValue): string {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (value instanceof JsonNumber) return value.isInteger ? "int" : "float";
  return Array.isArray(value) ? "list" : "OrderedDict";
}
