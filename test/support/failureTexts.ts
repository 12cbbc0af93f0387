import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const src = path.join(__dirname, "../../src");

/** Where all that is said is why something failed, or is not there. */
const modules = [
  "commands/whatWentWrong.ts",
  "files/fileFailure.ts",
  "files/jsonMarks.ts",
  "ui/explain.ts",
  "ui/explainSilence.ts",
  "ui/jsonProblemText.ts",
  "ui/signedOut.ts",
  "views/statusItem.ts",
  "views/unusableItem.ts",
];

/** What is thrown with words for the person. */
const failures = ["CommandFailure", "FileFailure", "Reason", "SettingsError"];

/** The texts that say what failed or why, as they are in the code; without those that only join others. */
export function failureTexts(): string[] {
  const texts = new Set<string>();
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    const isOfFailure = modules.includes(file.split(path.sep).join("/"));
    const code = readFileSync(path.join(src, file), "utf8");
    // Parsing all of them takes seconds.
    if (!isOfFailure && !failures.some((name) => code.includes(`new ${name}(`))) continue;
    collect(ts.createSourceFile(file, code, ts.ScriptTarget.Latest), isOfFailure, texts);
  }
  return [...texts].filter((text) => /\p{Letter}{3}/u.test(text.replaceAll(/\{\d\}/g, ""))).sort();
}

function collect(node: ts.Node, isOfFailure: boolean, texts: Set<string>): void {
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "t"
  ) {
    const [text] = node.arguments;
    if (isOfFailure && text && ts.isStringLiteralLike(text)) texts.add(text.text);
    return;
  }
  // Its first argument is what is said; the others are its cause and its remedy.
  const isFailure =
    ts.isNewExpression(node) && ts.isIdentifier(node.expression) && failures.includes(node.expression.text);
  const said = isFailure ? node.arguments?.[0] : undefined;
  ts.forEachChild(node, (child) => {
    collect(child, isOfFailure || child === said, texts);
  });
}
