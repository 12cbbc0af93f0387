import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import type { Server } from "../servers/server";
import { isSameScope, isWidening } from "../tokens/scopes";
import { confirm } from "../ui/confirm";
import { pickScopes } from "../ui/pickScopes";
import { tokenInSentence } from "../ui/tokenText";
import { inertText } from "../util/visibleText";
import { changeToken } from "./changeToken";
import type { Parts } from "./parts";
import { Recheck } from "./recheck";
import { editScopesOfSeveral } from "./scopesOfSeveral";
import { narrowingWarnings } from "./signInToken";
import { rowOfToken, severalRows, targetsToEdit, tokenToEdit, type TokenTarget } from "./targets";

/** Changes which scopes a token has, or several that are selected. */
export async function editScopes(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  const rows = severalRows(parts, argument, selected);
  if (rows) await editScopesOfSeveral(parts, targetsToEdit(parts, rows));
  else await editScopesOfOne(parts, argument);
}

/** @param ticked what an earlier try left ticked */
async function editScopesOfOne(parts: Parts, argument: unknown, ticked?: string): Promise<void> {
  const target = await tokenToEdit(parts, argument, vscode.l10n.t("Pick the scopes of which token?"));
  if (!target) return;
  const { server, token } = target;
  const recheck = new Recheck(parts, target);
  const name = tokenInSentence(token);
  const answer = await pickScopes(vscode.l10n.t("Scopes of {0} on {1}", name, server.name), ticked ?? token.scope);
  if (answer.kind !== "accepted" || isSameScope(answer.scope, token.scope)) {
    recheck.end();
    return;
  }
  const { scope } = answer;
  await changeToken(parts, target, recheck, {
    field: "scope",
    to: scope,
    confirm: (present) => confirmScopes(parts, { server, token: present }, scope),
    again: () => editScopesOfOne(parts, rowOfToken(target), scope),
  });
}

/** Asks about scopes that let a token write, or take writing from what we are signed in with. */
export async function confirmScopes(parts: Parts, target: TokenTarget, scope: string): Promise<boolean> {
  const { server, token } = target;
  if (isWidening(token.scope, scope)) return confirmWidening(server, token, scope);
  if (!isWidening(scope, token.scope)) return true;
  const warnings = await narrowingWarnings(parts, [target]);
  if (!warnings) return false;
  const question = vscode.l10n.t("Narrow {0} on {1}?", tokenInSentence(token), server.name);
  return warnings.length === 0 || confirm(question, warnings.join("\n"), vscode.l10n.t("Narrow"));
}

function confirmWidening(server: Server, token: AccessToken, scope: string): Promise<boolean> {
  return confirm(
    vscode.l10n.t("Let {0} on {1} write?", tokenInSentence(token), server.name),
    token.ownerName === undefined
      ? vscode.l10n.t(
          "Its scopes widen from “{0}” to “{1}”: whoever holds the token can then launch, change and delete everything that its owner may.",
          inertText(token.scope, 60),
          inertText(scope, 60),
        )
      : vscode.l10n.t(
          "Its scopes widen from “{0}” to “{1}”: whoever holds the token can then launch, change and delete everything that its owner {2} may.",
          inertText(token.scope, 60),
          inertText(scope, 60),
          inertText(token.ownerName, 60),
        ),
    vscode.l10n.t("Widen to Write"),
  );
}
