import * as vscode from "vscode";
import { tokenSchemaScheme } from "../contributions";
import { pickableScopes } from "../tokens/scopes";
import { scopeMeaning } from "../ui/pickScopes";

/** Has VS Code's JSON support know what a token's text may be: it completes, explains and marks by that. */
export function provideJsonSchemas(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(tokenSchemaScheme, {
    // Without an ending, or VS Code offers the words of a schema wherever a text is typed in JSON.
    provideTextDocumentContent: ({ path }) => JSON.stringify(path === "/tokens" ? tokensSchema() : tokenSchema()),
  });
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
