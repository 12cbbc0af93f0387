import type { TokenChanges, TokenValues } from "../awx/awxClient";
import type { AccessToken } from "../awx/schemas";
import { isSameScope } from "./scopes";

/** The fields of a token that somebody may have changed since we saw it. */
export type TokenField = "description" | "scope" | "application";

/** The field that an edit changes. */
export type EditedField = Extract<TokenField, "description" | "scope">;

/** A field whose value is not what it was. */
export interface Difference {
  readonly field: TokenField;
  readonly from: string;
  readonly to: string;
}

/** The edit that gives a field a value. */
export function changesTo(field: EditedField, value: string): TokenChanges {
  return field === "scope" ? { scope: value } : { description: value };
}

/** The fields that an edit changes. */
export function fieldsOf(changes: TokenChanges): readonly EditedField[] {
  return editedFields.filter((field) => changes[field] !== undefined);
}

const editedFields: readonly EditedField[] = ["description", "scope"];

/** What of a token is not yet as it is to be. */
export function changesBetween(token: AccessToken, wanted: TokenValues): TokenChanges {
  return {
    ...(!isAsAsked(token, { description: wanted.description }) && { description: wanted.description }),
    ...(!isAsAsked(token, { scope: wanted.scope }) && { scope: wanted.scope }),
  };
}

/** What is different about a token between two times that it was read. Its scope's order and spacing mean nothing. */
export function differencesOf(before: AccessToken, now: AccessToken): readonly Difference[] {
  const fields: readonly (Difference & { readonly isSame: boolean })[] = [
    {
      field: "description",
      from: before.description,
      to: now.description,
      isSame: before.description === now.description,
    },
    { field: "scope", from: before.scope, to: now.scope, isSame: isSameScope(before.scope, now.scope) },
    {
      field: "application",
      from: before.applicationName ?? "",
      to: now.applicationName ?? "",
      isSame: before.applicationId === now.applicationId,
    },
  ];
  return fields.filter(({ isSame }) => !isSame).map(({ field, from, to }) => ({ field, from, to }));
}

/** Whether a token is what an edit asks for. AWX takes the white space from both ends of a description. */
export function isAsAsked(token: AccessToken, { description, scope }: TokenChanges): boolean {
  return (
    (description === undefined || stripped(token.description) === stripped(description)) &&
    (scope === undefined || isSameScope(token.scope, scope))
  );
}

/**
 * Whether an edit was made whose answer is not known, by the token from before it and from after: `unclear` when the
 * field has neither value, because somebody else changed it.
 */
export function outcomeOf(
  changes: TokenChanges,
  before: AccessToken,
  after: AccessToken,
): "saved" | "notSaved" | "unclear" {
  if (isAsAsked(after, changes)) return "saved";
  return differencesOf(before, after).some(({ field }) => field in changes) ? "unclear" : "notSaved";
}

/** As Python's `str.strip` and JavaScript's `trim` do it, which know different white space. */
function stripped(text: string): string {
  // eslint-disable-next-line no-control-regex -- Python's
  return text.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, "");
}
