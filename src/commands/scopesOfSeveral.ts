import * as vscode from "vscode";
import { isSameScope, scopeAfter } from "../tokens/scopes";
import { countText } from "../ui/format";
import { pickScopesOfSeveral } from "../ui/pickScopesOfSeveral";
import { changeSeveral } from "./changeSeveral";
import type { Parts } from "./parts";
import { serverNamesOf, type SeveralTargets } from "./targets";

/** Changes which scopes several tokens have. */
export async function editScopesOfSeveral(parts: Parts, several: SeveralTargets): Promise<void> {
  const { targets } = several;
  const choice = await pickScopesOfSeveral(
    vscode.l10n.t("Scopes of {0} tokens on {1}", countText(targets.length), serverNamesOf(targets)),
    targets.map(({ token }) => token.scope),
  );
  if (!choice) return;
  await changeSeveral(parts, several, {
    field: "scope",
    valueFor: ({ token: { scope } }) => {
      const after = scopeAfter(scope, choice);
      return isSameScope(scope, after) ? undefined : after;
    },
  });
}
