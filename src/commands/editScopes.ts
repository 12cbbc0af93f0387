import * as vscode from "vscode";
import { isSameScope, isWidening } from "../tokens/scopes";
import { confirm } from "../ui/confirm";
import { pickScopes } from "../ui/pickScopes";
import { tokenInSentence } from "../ui/tokenText";
import { inertText } from "../util/visibleText";
import { changeToken } from "./changeToken";
import type { Parts } from "./parts";
import { tokenFor, type TokenTarget } from "./targets";

/** Changes which scopes a token has. */
export async function editScopes(parts: Parts, argument: unknown): Promise<void> {
  const target = await tokenFor(parts, argument, vscode.l10n.t("Pick the scopes of which token?"));
  if (target) await edit(parts, target, target.token.scope);
}

async function edit(parts: Parts, target: TokenTarget, ticked: string): Promise<void> {
  const { server, token } = target;
  const name = tokenInSentence(token);
  const scope = await pickScopes(vscode.l10n.t("Scopes of {0} on {1}", name, server.name), ticked);
  if (scope === undefined || isSameScope(scope, token.scope)) return;
  if (isWidening(token.scope, scope) && !(await confirmWidening(target, scope))) return;
  await changeToken(
    parts,
    target,
    { scope },
    vscode.l10n.t("The scopes of {0} on {1} were not changed", name, server.name),
    () => edit(parts, target, scope),
  );
}

function confirmWidening({ server, token }: TokenTarget, scope: string): Promise<boolean> {
  const owner = inertText(token.ownerName ?? "", 60);
  return confirm(
    vscode.l10n.t("Let {0} on {1} write?", tokenInSentence(token), server.name),
    vscode.l10n.t(
      "Its scopes widen from “{0}” to “{1}”: whoever holds the token can then launch, change and delete everything that its owner {2} may.",
      inertText(token.scope, 60),
      scope,
      owner,
    ),
    vscode.l10n.t("Widen to Write"),
  );
}
