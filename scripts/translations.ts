/**
 * Checks that every text a person sees can be translated: l10n/bundle.l10n.json holds what src/ says, and
 * package.nls.json what package.json names.
 *
 * usage: tsx scripts/translations.ts [--write]
 *
 * --write brings the bundle up to date first.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getL10nJson } from "@vscode/l10n-dev";

const root = path.join(__dirname, "..");
const bundleFile = path.join(root, "l10n/bundle.l10n.json");

async function main(): Promise<void> {
  const bundle = await textOfBundle();
  if (process.argv.includes("--write")) writeFileSync(bundleFile, bundle);
  const problems = [
    ...(readFileSync(bundleFile, "utf8") === bundle
      ? []
      : ["l10n/bundle.l10n.json is not what src/ says: run npm run translations"]),
    ...unmatchedKeys(),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

async function textOfBundle(): Promise<string> {
  const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ extension: ".ts", contents: readFileSync(path.join(root, "src", file), "utf8") }));
  const texts = Object.entries(await getL10nJson(sources)).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(texts), undefined, 2)}\n`;
}

function unmatchedKeys(): string[] {
  const used = new Set(
    [...readFileSync(path.join(root, "package.json"), "utf8").matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key),
  );
  const texts = JSON.parse(readFileSync(path.join(root, "package.nls.json"), "utf8")) as Record<string, string>;
  const defined = new Set<string | undefined>(Object.keys(texts));
  return [
    ...[...used].filter((key) => !defined.has(key)).map((key) => `package.nls.json has no text for ${String(key)}`),
    ...[...defined].filter((key) => !used.has(key)).map((key) => `package.json has no use for ${String(key)}`),
  ];
}

void main();
