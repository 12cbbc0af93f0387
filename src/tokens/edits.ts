import type { TokenChanges } from "../awx/awxClient";
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

export function fieldOf(changes: TokenChanges): EditedField {
  return "description" in changes ? "description" : "scope";
}

/** The edit that gives a field a value. */
export function changesTo(field: EditedField, value: string): TokenChanges {
  return field === "scope" ? { scope: value } : { description: value };
}

/** The value that an edit gives its field. */
export function valueOf(changes: TokenChanges): string {
  return "description" in changes ? changes.description : changes.scope;
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
export function isAsAsked(token: AccessToken, changes: TokenChanges): boolean {
  return "description" in changes
    ? stripped(token.description) === stripped(changes.description)
    : isSameScope(token.scope, changes.scope);
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
  return differencesOf(before, after).some(({ field }) => field === fieldOf(changes)) ? "unclear" : "notSaved";
}

/** As Python's `str.strip` and JavaScript's `trim` do it, which know different white space. */
function stripped(text: string): string {
  // eslint-disable-next-line no-control-regex -- Python's
  return text.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, "");
}
