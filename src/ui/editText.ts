import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { Difference, EditedField, TokenField } from "../tokens/edits";
import { orderedScope } from "../tokens/scopes";
import { inertText } from "../util/visibleText";
import { tokensInSentence } from "./tokenNames";
import { tokenInSentence } from "./tokenText";

/** What may become of an edit, as sentences without their full stop. */
export interface EditWords {
  /** While it is under way. */
  readonly saving: string;
  readonly refused: string;
  /** The server has it, though its answer did not come. */
  readonly saved: string;
  /** The server does not have it, and its answer did not come. */
  readonly notSaved: string;
  readonly unknown: string;
  /** @param now what the server has in its place */
  readonly unlike: (now: string) => string;
  /** @param now what was made of the field meanwhile */
  readonly unclear: (now: string) => string;
}

export function editWords(field: EditedField, token: AccessToken, serverName: string): EditWords {
  const name = tokenInSentence(token);
  switch (field) {
    case "description":
      return {
        saving: vscode.l10n.t("Saving the description of {0} on {1}", name, serverName),
        refused: vscode.l10n.t("The description of {0} on {1} was not changed", name, serverName),
        saved: vscode.l10n.t(
          "The description of {0} on {1} was saved, although the answer did not come",
          name,
          serverName,
        ),
        notSaved: vscode.l10n.t(
          "The description of {0} on {1} was not saved: the server still has the former one",
          name,
          serverName,
        ),
        unknown: vscode.l10n.t("It cannot be told whether the description of {0} on {1} was saved", name, serverName),
        unlike: (now) =>
          vscode.l10n.t(
            "The description of {0} on {1} is not what you asked for, but {2}: it may have been changed at the same moment",
            name,
            serverName,
            now,
          ),
        unclear: (now) =>
          vscode.l10n.t(
            "It cannot be told whether the description of {0} on {1} was saved: meanwhile it was changed to {2}",
            name,
            serverName,
            now,
          ),
      };
    case "scope":
      return {
        saving: vscode.l10n.t("Saving the scopes of {0} on {1}", name, serverName),
        refused: vscode.l10n.t("The scopes of {0} on {1} were not changed", name, serverName),
        saved: vscode.l10n.t("The scopes of {0} on {1} were saved, although the answer did not come", name, serverName),
        notSaved: vscode.l10n.t(
          "The scopes of {0} on {1} were not saved: the server still has the former ones",
          name,
          serverName,
        ),
        unknown: vscode.l10n.t("It cannot be told whether the scopes of {0} on {1} were saved", name, serverName),
        unlike: (now) =>
          vscode.l10n.t(
            "The scopes of {0} on {1} are not what you asked for, but {2}: they may have been changed at the same moment",
            name,
            serverName,
            now,
          ),
        unclear: (now) =>
          vscode.l10n.t(
            "It cannot be told whether the scopes of {0} on {1} were saved: meanwhile they were changed to {2}",
            name,
            serverName,
            now,
          ),
      };
  }
}

/** What is different about a token, one line each: “Scopes: “read” became “read write””. */
export function differenceLines(differences: readonly Difference[]): string[] {
  return differences.map(({ field, from, to }) =>
    vscode.l10n.t("{0}: {1} became {2}", fieldName(field), quotedValue(field, from), quotedValue(field, to)),
  );
}

/** What there is to say of an edit of several tokens; sentences have no full stop but `saved` and `nothing`. */
export interface SeveralEditWords {
  readonly question: string;
  readonly saving: string;
  readonly saved: string;
  readonly refused: string;
  /** None of them would have another value than it has. */
  readonly nothing: string;
}

/** @param names the tokens, as they stand in a sentence */
export function severalEditWords(field: EditedField, names: string, servers: string): SeveralEditWords {
  switch (field) {
    case "description":
      return {
        question: vscode.l10n.t("Change the description of {0} on {1}", names, servers),
        saving: vscode.l10n.t("Changing the description of {0} on {1}", names, servers),
        saved: vscode.l10n.t("The description of {0} on {1} was changed.", names, servers),
        refused: vscode.l10n.t("The description of {0} on {1} was not changed", names, servers),
        nothing: vscode.l10n.t("There is nothing to change in the descriptions of the tokens on {0}.", servers),
      };
    case "scope":
      return {
        question: vscode.l10n.t("Change the scopes of {0} on {1}", names, servers),
        saving: vscode.l10n.t("Changing the scopes of {0} on {1}", names, servers),
        saved: vscode.l10n.t("The scopes of {0} on {1} were changed.", names, servers),
        refused: vscode.l10n.t("The scopes of {0} on {1} were not changed", names, servers),
        nothing: vscode.l10n.t("There is nothing to change: the tokens on {0} have these scopes.", servers),
      };
  }
}

/** What an edit of a field of some tokens is called. */
export function editTitle(field: EditedField, tokens: readonly AccessToken[]): string {
  const what = tokensInSentence(tokens);
  return field === "scope" ? vscode.l10n.t("Scopes of {0}", what) : vscode.l10n.t("Description of {0}", what);
}

function fieldName(field: TokenField): string {
  switch (field) {
    case "description":
      return vscode.l10n.t("Description");
    case "scope":
      return vscode.l10n.t("Scopes");
    case "application":
      return vscode.l10n.t("Application");
  }
}

/** A field's value, to be read in a sentence. */
export function quotedValue(field: TokenField, value: string): string {
  const text = field === "scope" ? orderedScope(value) : value;
  return text.trim() === "" ? vscode.l10n.t("nothing") : vscode.l10n.t("“{0}”", inertText(text, 100));
}
