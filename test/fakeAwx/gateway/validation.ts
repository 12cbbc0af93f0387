import type { Language } from "../messages";
import { translate } from "../messages";
import type { Model } from "../model";
import { referredId } from "../primaryKey";
import { splitWords } from "../python";
import type { JsonObject, JsonValue } from "../pythonJson";
import type { Checked } from "../textField";
import { allowedScopes, characterProblems, fieldText, isScope } from "../textField";

interface TokenFields {
  readonly description?: string;
  readonly scope?: string;
  readonly applicationId?: number | null;
}

/** The writable fields of a token that were sent (ansible_base/oauth2_provider/serializers/token.py). */
export function checkTokenFields(data: JsonObject, model: Model, language: Language): Checked<TokenFields> {
  const description = checkText(data.get("description"), language, true);
  const scope = checkScope(data.get("scope"), language);
  const application = checkApplication(data.get("application"), model, language);
  const errors = {
    ...(Array.isArray(description) && { description }),
    ...(Array.isArray(scope) && { scope }),
    ...(Array.isArray(application) && { application }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  return {
    values: {
      ...(typeof description === "string" && { description }),
      ...(typeof scope === "string" && { scope }),
      ...((application === null || typeof application === "number") && { applicationId: application }),
    },
  };
}

function checkApplication(
  value: JsonValue | undefined,
  model: Model,
  language: Language,
): number | null | readonly string[] | undefined {
  if (value === undefined || value === null) return value;
  if (value === "") return null;
  const id = referredId(value, (each) => model.application(each) !== undefined, "dict");
  return typeof id === "number" ? id : [translate(language, ...id)];
}

const longestScope = 32;

/** All validators of the column speak before the serializer's own does, which alone minds repeated words. */
function checkScope(value: JsonValue | undefined, language: Language): string | readonly string[] | undefined {
  const text = checkText(value, language, false, (trimmed) => {
    const unknown = trimmed.split(" ").find((word) => !allowedScopes.words.includes(word));
    return [
      ...(unknown === undefined
        ? []
        : [
            translate(language, "Invalid scope: {scope}. Must be one of: {scopes}", {
              scope: unknown,
              scopes: allowedScopes.words.join(", "),
            }),
          ]),
      ...(Array.from(trimmed).length > longestScope
        ? [
            translate(language, "Ensure this field has no more than {count} characters.", {
              count: String(longestScope),
            }),
          ]
        : []),
    ];
  });
  if (typeof text !== "string" || isScope(splitWords(text))) return text;
  return [
    translate(language, "Must be a simple space-separated string with allowed scopes {scopes}.", {
      scopes: allowedScopes.shown,
    }),
  ];
}

/** A text column: neither null nor, unless that is allowed, blank. */
function checkText(
  value: JsonValue | undefined,
  language: Language,
  allowsBlank: boolean,
  validate: (text: string) => readonly string[] = () => [],
): string | readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (value === null) return [translate(language, "This field may not be null.")];
  const text = fieldText(value);
  if (text === undefined) return [translate(language, "Not a valid string.")];
  if (text === "") return allowsBlank ? text : [translate(language, "This field may not be blank.")];
  const problems = [...validate(text), ...characterProblems(text, language)];
  return problems.length > 0 ? problems : text;
}
