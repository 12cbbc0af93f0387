/**
 * Checks that every text a person sees can be translated and is: l10n/bundle.l10n.json holds what src/ says,
 * package.nls.json what package.json names, and the files of each language beside them have the same texts.
 *
 * usage: tsx scripts/translations.ts [--write]
 *
 * --write brings the bundle up to date first, and takes out of its translations what it does not have any more.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getL10nJson } from "@vscode/l10n-dev";
import { textsOf, type BundleEntry, type Texts } from "./texts";
import { translationProblems } from "./translationProblems";

const root = path.join(__dirname, "..");
const bundleFile = "l10n/bundle.l10n.json";
const manifestFile = "package.nls.json";
/** Those that we promise. */
const languages = ["de", "ja"];

async function main(): Promise<void> {
  const texts = await textsOfSources();
  const files = [bundleFile, manifestFile];
  if (process.argv.includes("--write")) {
    write(bundleFile, texts);
    for (const file of files)
      for (const translation of translationsOf(file)) write(translation, kept(translation, file));
  }
  const problems = [
    ...(readFileSync(path.join(root, bundleFile), "utf8") === written(texts)
      ? []
      : [`${bundleFile} is not what src/ says: run npm run translations`]),
    ...unmatchedKeys(),
    ...files.flatMap((file) => translationsOf(file).flatMap((name) => problemsOf(name, read(file)))),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

async function textsOfSources(): Promise<object> {
  const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ extension: ".ts", contents: readFileSync(path.join(root, "src", file), "utf8") }));
  const texts = Object.entries(await getL10nJson(sources)).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(texts);
}

function unmatchedKeys(): string[] {
  const used = new Set(
    [...readFileSync(path.join(root, "package.json"), "utf8").matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key),
  );
  const defined = new Set<string | undefined>(Object.keys(read(manifestFile)));
  return [
    ...[...used].filter((key) => !defined.has(key)).map((key) => `${manifestFile} has no text for ${String(key)}`),
    ...[...defined].filter((key) => !used.has(key)).map((key) => `package.json has no use for ${String(key)}`),
  ];
}

function problemsOf(file: string, english: Texts): string[] {
  return translationProblems(english, read(file)).map((problem) => `${file}: ${problem}`);
}

/** The texts that a translation has of those there are, in their order. */
function kept(translation: string, file: string): Texts {
  const translated = read(translation);
  const keys = Object.keys(read(file)).filter((key) => key in translated);
  return Object.fromEntries(keys.map((key) => [key, translated[key] ?? ""]));
}

/** The files that translate one: `package.nls.de.json` is one of `package.nls.json`. */
function translationsOf(file: string): string[] {
  return languages.map((language) => file.replace(/\.json$/, `.${language}.json`));
}

function read(file: string): Texts {
  return textsOf(JSON.parse(readFileSync(path.join(root, file), "utf8")) as Record<string, BundleEntry>);
}

function write(file: string, texts: object): void {
  writeFileSync(path.join(root, file), written(texts));
}

function written(texts: object): string {
  return `${JSON.stringify(texts, undefined, 2)}\n`;
}

void main();
