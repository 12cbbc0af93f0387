import type { Language } from "../messages";
import { translate } from "../messages";
import type { Model } from "../model";
import { referredId } from "../primaryKey";
import { splitWords } from "../python";
import type { JsonObject, JsonValue } from "../pythonJson";
import type { Checked } from "../textField";
import { allowedScopes, characterProblems, fieldText, isScope } from "../textField";

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
  const description = checkText(data.get("description"), language);
  const scope = checkScope(data.get("scope"), language);
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
  const id = referredId(value, (each) => model.application(each) !== undefined, "OrderedDict");
  return typeof id === "number" ? { values: id } : fail(...id);
}

function checkScope(value: JsonValue | undefined, language: Language): string | readonly string[] | undefined {
  const text = checkText(value, language);
  if (typeof text !== "string" || isScope(splitWords(text))) return text;
  return [
    translate(language, "Must be a simple space-separated string with allowed scopes {scopes}.", {
      scopes: allowedScopes.shown,
    }),
  ];
}

function checkText(value: JsonValue | undefined, language: Language): string | readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (value === null) return "";
  const text = fieldText(value);
  if (text === undefined) return [translate(language, "Not a valid string.")];
  const problems = characterProblems(text, language);
  return problems.length > 0 ? problems : text;
}
