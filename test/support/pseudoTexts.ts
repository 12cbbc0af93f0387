import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { getL10nPseudoLocalized } from "@vscode/l10n-dev";

type Texts = Readonly<Record<string, string>>;

const root = path.join(__dirname, "../..");

/** The language that VS Code's own tools write such texts in. */
export const pseudoLanguage = "qps-ploc";

/**
 * A text as {@link pseudoLanguage} has it: longer, with other letters alone, and in brackets that show where one is
 * cut off. What is filled in stays, and so does where a link leads.
 */
export function pseudo(text: string): string {
  const { text: written = text } = getL10nPseudoLocalized({ text }) as Texts;
  // VS Code makes a button of a line that is nothing but a link.
  return written.replaceAll(/^(\[?)(.+?)(\]\(command:[^)]*\))?$/gm, "$1⟦$2⟧$3");
}

/** Gives the extension that is installed in a folder all its texts in {@link pseudoLanguage}. */
export async function addPseudoTexts(extensionsDir: string): Promise<void> {
  const name = (await readdir(extensionsDir)).find((each) => each.startsWith("awx-tokens."));
  if (name === undefined) throw new Error(`the extension is not installed in ${extensionsDir}`);
  const folder = path.join(extensionsDir, name);
  await mkdir(path.join(folder, "l10n"), { recursive: true });
  await translate("package.nls.json", path.join(folder, `package.nls.${pseudoLanguage}.json`));
  await translate("l10n/bundle.l10n.json", path.join(folder, `l10n/bundle.l10n.${pseudoLanguage}.json`));
}

async function translate(from: string, to: string): Promise<void> {
  const texts = JSON.parse(await readFile(path.join(root, from), "utf8")) as Texts;
  const translated = Object.entries(texts).map(([key, text]) => [key, pseudo(text)]);
  await writeFile(to, JSON.stringify(Object.fromEntries(translated)));
}
