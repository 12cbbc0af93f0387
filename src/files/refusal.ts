import type { TokenChanges, TokenValues } from "../awx/awxClient";
import { AwxError } from "../awx/errors";
import type { SentEdit } from "../commands/sendEdit";
import { whatWentWrong } from "../commands/whatWentWrong";
import { fieldsOf, type EditedField } from "../tokens/edits";
import { isSameScope } from "../tokens/scopes";
import type { TokenEntry } from "../tokens/tokenJson";
import type { Mark } from "./openFile";

/** What a token was to be when that was not saved, and why, by field. */
export interface Refusal {
  readonly values: TokenValues;
  readonly reasons: ReadonlyMap<EditedField, string>;
}

/** What became of an edit that was not saved. */
export function refusalOf(
  values: TokenValues,
  changes: TokenChanges,
  sent: Exclude<SentEdit, { kind: "saved" }>,
): Refusal {
  const fields = fieldsOf(changes);
  // A server may refuse what was sent along and not changed.
  const named = fieldsOf(values).filter((field) => reasonsFor(field, sent).length > 0);
  return refusal(values, named.length > 0 ? named : fields, whatWentWrong(sent, fields));
}

/** The same, of one that could not be sent at all. */
export function refusal(values: TokenValues, fields: readonly EditedField[], reason: string): Refusal {
  return { values, reasons: new Map(fields.map((field) => [field, reason])) };
}

/** What to say of an entry of a text that says still what was refused. */
export function marksOf(entry: TokenEntry, { values, reasons }: Refusal): readonly Mark[] {
  const isSame = entry.values.description === values.description && isSameScope(entry.values.scope, values.scope);
  if (!isSame) return [];
  return Array.from(reasons, ([field, message]) => ({ ...entry.fields[field], message, isOfAnyJson: false }));
}

/** What a server says is wrong with a field: its reasons have the field's name before them. */
function reasonsFor(field: EditedField, sent: Exclude<SentEdit, { kind: "saved" }>): readonly string[] {
  if (sent.kind !== "refused" || !(sent.error instanceof AwxError)) return [];
  const { problem } = sent.error;
  return problem.kind === "rejected" ? problem.reasons.filter((reason) => reason.startsWith(`${field}: `)) : [];
}
