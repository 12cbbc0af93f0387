import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { EditedField } from "../tokens/edits";
import { quotedValue } from "../ui/editText";
import { explain } from "../ui/explain";
import type { SentEdit } from "./sendEdit";

/** Why an edit of some fields of a token was not saved, as far as that is known, in a sentence. */
export function whatWentWrong(sent: Exclude<SentEdit, { kind: "saved" }>, fields: readonly EditedField[]): string {
  const now = (token: AccessToken): string => fields.map((field) => quotedValue(field, token[field])).join(", ");
  switch (sent.kind) {
    case "unlike":
      return vscode.l10n.t("Not what you asked for, but {0}", now(sent.token));
    case "notSaved":
      return vscode.l10n.t("Not saved. {0}", explain(sent.error));
    case "unclear":
      return vscode.l10n.t("It cannot be told whether it was saved: meanwhile it was changed to {0}", now(sent.token));
    case "unknown":
      return vscode.l10n.t("It cannot be told whether it was saved. {0}", explain(sent.failure));
    case "refused":
      return explain(sent.error);
  }
}
