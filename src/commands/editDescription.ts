import * as vscode from "vscode";
import { askText } from "../ui/textInput";
import { tokenInSentence } from "../ui/tokenText";
import { changeToken } from "./changeToken";
import { editDescriptionsOfSeveral } from "./descriptionsOfSeveral";
import type { Parts } from "./parts";
import { Recheck } from "./recheck";
import { rowOfToken, severalRows, targetsToEdit, tokenToEdit } from "./targets";

/** Changes the description of a token, or those of several that are selected. */
export async function editDescription(parts: Parts, argument: unknown, selected?: unknown): Promise<void> {
  const rows = severalRows(parts, argument, selected);
  if (rows) await editDescriptionsOfSeveral(parts, targetsToEdit(parts, rows));
  else await editDescriptionOfOne(parts, argument);
}

/** @param typed what an earlier try left in the box */
async function editDescriptionOfOne(parts: Parts, argument: unknown, typed?: string): Promise<void> {
  const target = await tokenToEdit(parts, argument, vscode.l10n.t("Edit the description of which token?"));
  if (!target) return;
  const { server, token } = target;
  const recheck = new Recheck(parts, target);
  const name = tokenInSentence(token);
  const present = oneLine(token.description);
  const answer = await askText({
    title: vscode.l10n.t("Description of {0} on {1}", name, server.name),
    prompt:
      present === token.description
        ? vscode.l10n.t("What the token is for, or who has it")
        : vscode.l10n.t("The description has line breaks. They become spaces if you change it here."),
    // Read with the title by a screen reader, whatever the line has.
    placeholder: vscode.l10n.t("Description"),
    value: typed ?? present,
  });
  if (answer.kind !== "accepted") {
    recheck.end();
    return;
  }
  // AWX trims it, so blanks at the ends are no change either.
  const description = answer.text.trim();
  if (description === present.trim()) {
    recheck.end();
    return;
  }
  await changeToken(parts, target, recheck, {
    field: "description",
    to: description,
    again: () => editDescriptionOfOne(parts, rowOfToken(target), answer.text),
  });
}

/** The text as an input box can hold it: the box would drop line breaks, and join the words on both sides. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, " ");
}
