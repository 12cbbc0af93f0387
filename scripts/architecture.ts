/**
 * Checks that the picture of src/ in docs/development.md is true. Its arrows are the imports between the folders, without
 * those that a longer way of arrows shows as well. What lint lets a folder import is to be seen in it, too.
 *
 * usage: tsx scripts/architecture.ts [--write]
 *
 * --write puts the right arrows into the picture first.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const root = path.join(__dirname, "..");
const pictureFile = path.join(root, "docs/development.md");

/** For each part of src/, a folder or a file beside them, which others it leads to, and for each a file that shows it. */
export type Arrows = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function main(): Promise<void> {
  const imports = importsOf(sources());
  if (process.argv.includes("--write")) {
    writeFileSync(pictureFile, withArrows(readFileSync(pictureFile, "utf8"), imports));
  }
  // By a name that TypeScript does not follow: lint's settings have no types.
  const lint = "../eslint.config.mjs";
  const { layers } = (await import(lint)) as { layers: Readonly<Record<string, readonly string[]>> };
  const problems = [...pictureProblems(readFileSync(pictureFile, "utf8"), imports), ...lintProblems(layers, imports)];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

/** The text of each file of src/, by its path there. */
function sources(): Map<string, string> {
  const src = path.join(root, "src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return new Map(
    files.sort().map((file) => [file.split(path.sep).join("/"), readFileSync(path.join(src, file), "utf8")]),
  );
}

/** What the parts of src/ import of each other: types and what is loaded later as well. */
export function importsOf(files: ReadonlyMap<string, string>): Arrows {
  const arrows = new Map<string, Map<string, string>>();
  for (const [file, text] of files) {
    const from = partOf(file);
    const targets = arrows.get(from) ?? new Map<string, string>();
    arrows.set(from, targets);
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      const to = fileName.startsWith(".") ? partOf(path.posix.join(path.posix.dirname(file), fileName)) : from;
      if (to !== from && !targets.has(to)) targets.set(to, file);
    }
  }
  return arrows;
}

function partOf(file: string): string {
  return file.replace(/\/.*|\.ts$/, "");
}

/** What is wrong with the picture in a text, measured by the imports. */
export function pictureProblems(text: string, imports: Arrows): string[] {
  const picture = pictureIn(text);
  if (picture === undefined) return ["docs/development.md has no flowchart"];
  const drawn = new Set(Array.from(picture.matchAll(arrowLine), ([, from = "", to = ""]) => `${from} --> ${to}`));
  const needed = shortestOf(imports);
  return [
    ...Array.from(needed, ([arrow, file]) =>
      drawn.has(arrow) ? [] : [`docs/development.md does not draw ${arrow}, an import in src/${file}`],
    ).flat(),
    ...[...drawn]
      .filter((arrow) => !needed.has(arrow))
      .map((arrow) => `docs/development.md draws ${arrow}, which is no import or is shown by a longer way`),
    ...[...imports.keys()]
      .filter((part) => !new RegExp(`\\b${part}\\b`).test(picture))
      .map((part) => `docs/development.md does not draw src/${part}`),
  ];
}

/** What lint allows and no arrow shows, and the folders that it has no rule for. */
export function lintProblems(layers: Readonly<Record<string, readonly string[]>>, imports: Arrows): string[] {
  const isFolder = (part: string): boolean => !["extension", "contributions"].includes(part);
  return [
    ...[...imports.keys()]
      .filter((part) => isFolder(part) && !(part in layers))
      .map((part) => `eslint.config.mjs has no layer for src/${part}`),
    ...Object.entries(layers).flatMap(([from, allowed]) =>
      allowed
        .filter((to) => !leadsTo(imports, from, to))
        .map((to) => `eslint.config.mjs lets ${from} import ${to}, which the picture does not show`),
    ),
  ];
}

/** The arrows without which some import would not be shown, each with a file that has it. */
function shortestOf(imports: Arrows): Map<string, string> {
  const arrows = new Map<string, string>();
  for (const [from, targets] of imports) {
    for (const [to, file] of targets) {
      const isShownByOthers = [...targets.keys()].some((between) => between !== to && leadsTo(imports, between, to));
      if (!isShownByOthers) arrows.set(`${from} --> ${to}`, file);
    }
  }
  return arrows;
}

function leadsTo(imports: Arrows, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(imports.get(from)?.keys() ?? [])].some((next) => next === to || leadsTo(imports, next, to, seen));
}

const pictureBlock = /^```mermaid\n(flowchart [\s\S]*?)^```$/m;
const arrowLine = /^ *(\w+) --> (\w+)\n/gm;

function pictureIn(text: string): string | undefined {
  return pictureBlock.exec(text)?.[1];
}

/** A text with the right arrows at the end of its picture. */
export function withArrows(text: string, imports: Arrows): string {
  const arrows = Array.from(shortestOf(imports).keys(), (arrow) => `  ${arrow}\n`).join("");
  return text.replace(pictureBlock, (block) => block.replaceAll(arrowLine, "").replace(/```$/, `${arrows}\`\`\``));
}

if (require.main === module) void main();
