import * as vscode from "vscode";
import type { AccessToken } from "../awx/schemas";
import { quotedValue } from "../ui/editText";
import { countText } from "../ui/format";
import { pickOne } from "../ui/pickOne";
import { askSteps, type Step } from "../ui/steps";
import { askText, keeping } from "../ui/textInput";
import { changeSeveral } from "./changeSeveral";
import type { Parts } from "./parts";
import { serverNamesOf, type SeveralTargets } from "./targets";

/** How descriptions are to be changed; going back loses nothing. */
interface Draft {
  readonly way: "prefix" | "suffix" | "replace" | "same";
  /** What to put before, after or in place of a description, or in place of `sought`. */
  readonly text: string;
  readonly sought: string;
}

/** Changes the descriptions of several tokens: something before or after each, in place of a part of it, or of all. */
export async function editDescriptionsOfSeveral(parts: Parts, several: SeveralTargets): Promise<void> {
  const tokens = several.targets.map(({ token }) => token);
  const title = vscode.l10n.t(
    "Descriptions of {0} tokens on {1}",
    countText(tokens.length),
    serverNamesOf(several.targets),
  );
  const draft = await askSteps<Draft>({ way: "prefix", text: "", sought: "" }, ({ way }) => [
    askWay(title),
    ...(way === "replace" ? [askSought(title, tokens)] : []),
    askReplacement(title, tokens),
  ]);
  if (!draft) return;
  await changeSeveral(parts, several, {
    field: "description",
    valueFor: ({ token: { description } }) => {
      const after = descriptionAfter(description, draft);
      return after === description.trim() ? undefined : after;
    },
  });
}

/** AWX takes the white space from both ends. */
function descriptionAfter(present: string, { way, text, sought }: Draft): string {
  switch (way) {
    case "prefix":
      return (text + present).trim();
    case "suffix":
      return (present + text).trim();
    case "replace":
      return present.replaceAll(sought, () => text).trim();
    case "same":
      return text.trim();
  }
}

function askWay(title: string): Step<Draft> {
  const ways = [
    { way: "prefix", label: vscode.l10n.t("Add a prefix"), detail: vscode.l10n.t("A text before each description") },
    { way: "suffix", label: vscode.l10n.t("Add a suffix"), detail: vscode.l10n.t("A text after each description") },
    { way: "replace", label: vscode.l10n.t("Replace a text"), detail: vscode.l10n.t("Wherever it stands in one") },
    { way: "same", label: vscode.l10n.t("Give all the same"), detail: vscode.l10n.t("In place of what they have") },
  ] as const;
  return async (draft, step) => {
    const placeholder = vscode.l10n.t("How do you want to change them?");
    const answer = await pickOne({
      title,
      waiting: placeholder,
      items: () => Promise.resolve(ways.map((way) => ({ ...way }))),
      placeholder: () => placeholder,
      active: ({ way }) => way === draft.way,
      step,
    });
    if (answer.kind !== "accepted") return { kind: "cancelled" };
    return { kind: "accepted", draft: { ...draft, way: answer.item.way } };
  };
}

function askSought(title: string, tokens: readonly AccessToken[]): Step<Draft> {
  return async (draft, step) => {
    const answer = await askText({
      title,
      prompt: vscode.l10n.t("The text to replace, in upper and lower case as it stands there"),
      value: draft.sought,
      step,
      validate: (sought) => {
        if (sought === "") return undefined;
        const count = tokens.filter(({ description }) => description.includes(sought)).length;
        return count === 0
          ? error(vscode.l10n.t("It is in none of the descriptions."))
          : info(vscode.l10n.t("It is in {0} of {1} descriptions.", countText(count), countText(tokens.length)));
      },
      accept: (sought) => Promise.resolve(sought === "" ? vscode.l10n.t("Enter the text to replace.") : undefined),
    });
    return keeping(answer, (sought) => ({ ...draft, sought }));
  };
}

function askReplacement(title: string, tokens: readonly AccessToken[]): Step<Draft> {
  return async (draft, step) => {
    const answer = await askText({
      title,
      prompt: promptFor(draft),
      value: draft.text,
      step,
      validate: (text) => {
        const changed = { ...draft, text };
        const example = tokens.find(({ description }) => descriptionAfter(description, changed) !== description.trim());
        if (!example) return undefined;
        const from = quotedValue("description", example.description);
        const to = quotedValue("description", descriptionAfter(example.description, changed));
        return info(vscode.l10n.t("{0} becomes {1}", from, to));
      },
    });
    return keeping(answer, (text) => ({ ...draft, text }));
  };
}

function promptFor({ way, sought }: Draft): string {
  switch (way) {
    case "prefix":
      return vscode.l10n.t("The text to put before each description, with the blank after it if there is to be one");
    case "suffix":
      return vscode.l10n.t("The text to put after each description, with the blank before it if there is to be one");
    case "replace":
      return vscode.l10n.t("The text to put in the place of {0}; it may be empty", quotedValue("description", sought));
    case "same":
      return vscode.l10n.t("The description of all of them");
  }
}

function info(message: string): vscode.InputBoxValidationMessage {
  return { message, severity: vscode.InputBoxValidationSeverity.Info };
}

function error(message: string): vscode.InputBoxValidationMessage {
  return { message, severity: vscode.InputBoxValidationSeverity.Error };
}
