import * as vscode from "vscode";
import { isOffered, isOwn } from "../tokens/tokenList";
import { listOf } from "../tokens/tokenStore";
import { countText } from "../ui/format";
import { pickOne } from "../ui/pickOne";
import { editDescriptionsOfSeveral } from "./descriptionsOfSeveral";
import { editDescription } from "./editDescription";
import { editScopes } from "./editScopes";
import { exportTargets } from "./exportTokens";
import type { Parts } from "./parts";
import { revokeTokens } from "./revokeToken";
import { rotateTokens } from "./rotateToken";
import { editScopesOfSeveral } from "./scopesOfSeveral";
import { rowOfToken, serverNamesOf, type SeveralTargets, type TokenTarget } from "./targets";

interface Act extends vscode.QuickPickItem {
  readonly of: readonly TokenTarget[];
  readonly run: (several: SeveralTargets) => Promise<void>;
}

/** Asks what to do with tokens that the person chose, and does it with those that it may be done with. */
export async function chooseAct(parts: Parts, targets: readonly TokenTarget[]): Promise<void> {
  const title = vscode.l10n.t("{0} tokens on {1}", countText(targets.length), serverNamesOf(targets));
  const acts = actsFor(parts, targets).filter(({ of }) => of.length > 0);
  const placeholder = vscode.l10n.t("What do you want to do with them?");
  const choice = await pickOne({
    title,
    waiting: placeholder,
    items: () => Promise.resolve(acts.map((act) => ({ ...act, ...countOf(act, targets) }))),
    placeholder: () => placeholder,
  });
  if (choice.kind !== "accepted") return;
  const { of, run } = choice.item;
  await run({ targets: of, leftOut: targets.length - of.length });
}

function actsFor(parts: Parts, targets: readonly TokenTarget[]): readonly Act[] {
  const changeable = targets.filter(({ server, token }) => {
    const list = listOf(parts.tokens.state(server.name));
    return list?.canWrite === true && isOffered(list, token);
  });
  const own = changeable.filter(({ server, token }) => {
    const list = listOf(parts.tokens.state(server.name));
    return list && isOwn(list, token);
  });
  const icon = (id: string) => new vscode.ThemeIcon(id);
  return [
    {
      label: vscode.l10n.t("Edit Scopes"),
      iconPath: icon("shield"),
      of: changeable,
      run: (several) => oneOr(parts, several, editScopes, editScopesOfSeveral),
    },
    {
      label: vscode.l10n.t("Edit Descriptions"),
      iconPath: icon("edit"),
      of: changeable,
      run: (several) => oneOr(parts, several, editDescription, editDescriptionsOfSeveral),
    },
    {
      label: vscode.l10n.t("Rotate"),
      detail: vscode.l10n.t("New tokens take their place"),
      iconPath: icon("sync"),
      of: own,
      run: (several) => rotateTokens(parts, several),
    },
    {
      label: vscode.l10n.t("Revoke"),
      iconPath: icon("trash"),
      of: changeable,
      run: (several) => revokeTokens(parts, several),
    },
    {
      label: vscode.l10n.t("Export"),
      iconPath: icon("export"),
      of: targets,
      run: (several) => exportTargets(parts, several.targets),
    },
  ];
}

/** One token is edited with what it has before one's eyes. */
function oneOr(
  parts: Parts,
  several: SeveralTargets,
  one: (parts: Parts, argument: unknown) => Promise<void>,
  many: (parts: Parts, several: SeveralTargets) => Promise<void>,
): Promise<void> {
  const [only, ...more] = several.targets;
  return only && more.length === 0 ? one(parts, rowOfToken(only)) : many(parts, several);
}

function countOf({ of }: Act, targets: readonly TokenTarget[]): { readonly description?: string } {
  return of.length === targets.length
    ? {}
    : { description: vscode.l10n.t("{0} of them: the others are not yours to change", countText(of.length)) };
}
