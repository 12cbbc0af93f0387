import * as vscode from "vscode";
import { pickableScopes } from "../tokens/scopes";
import { scopeMeaning } from "../ui/pickScopes";

/** What a text of tokens may be, as VS Code's JSON support asks for it: it completes, explains and marks by that. */
export function jsonSchemaText({ path }: vscode.Uri): string {
  return JSON.stringify(path === "/tokens" ? tokensSchema() : tokenSchema());
}

function tokensSchema(): object {
  return {
    type: "object",
    description: vscode.l10n.t("Tokens by their ids. Taking one out leaves it as it is: nothing is revoked here."),
    additionalProperties: tokenSchema(),
  };
}

function tokenSchema(): object {
  return {
    type: "object",
    required: ["description", "scope"],
    additionalProperties: false,
    properties: {
      description: { type: "string", description: vscode.l10n.t("What the token is for, or who has it") },
      scope: {
        type: "array",
        description: vscode.l10n.t("What the token may do"),
        minItems: 1,
        uniqueItems: true,
        items: {
          enum: pickableScopes,
          enumDescriptions: pickableScopes.map(scopeMeaning),
        },
      },
    },
  };
}
