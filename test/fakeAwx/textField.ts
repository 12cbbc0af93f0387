import type { Language } from "./messages";
import { translate } from "./messages";
import { strip } from "./python";
import type { JsonValue } from "./pythonJson";
import { JsonNumber } from "./pythonJson";

export type FieldErrors = Readonly<Record<string, readonly string[]>>;
export type Checked<Values> = { readonly values: Values } | { readonly errors: FieldErrors };

/** The trimmed text of a value; numbers become text, undefined stands for what is refused (CharField of DRF). */
export function fieldText(value: JsonValue): string | undefined {
  if (typeof value !== "string" && !(value instanceof JsonNumber)) return undefined;
  return strip(typeof value === "string" ? value : value.text);
}

/** What is wrong with single characters: nothing but NUL and lone surrogates is refused. */
export function characterProblems(text: string, language: Language): readonly string[] {
  const surrogate = /\p{Surrogate}/u.exec(text)?.[0];
  return [
    ...(text.includes("\0") ? [translate(language, "Null characters are not allowed.")] : []),
    ...(surrogate === undefined
      ? []
      : [
          translate(language, "Surrogate characters are not allowed: U+{code}.", {
            code: surrogate.charCodeAt(0).toString(16).toUpperCase(),
          }),
        ]),
  ];
}

const words = ["read", "write"];

/** The words a token's scope may have, each at most once, as Python prints the list. */
export const allowedScopes = { words, shown: `[${words.map((word) => `'${word}'`).join(", ")}]` };

/** Whether there are words, none of them unknown and none twice. */
export function isScope(given: readonly string[]): boolean {
  return given.length > 0 && new Set(given).size === given.length && given.every((word) => words.includes(word));
}
