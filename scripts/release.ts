/**
 * What is to be done before a version is published: checks that all places agree on which version it is and that no
 * package that is used here has a known fault, makes the package, and says what it is.
 *
 * usage: tsx scripts/release.ts
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { packageExtension, vsixPath } from "./package";
import { versionProblems } from "./version";

const root = path.join(__dirname, "..");

async function main(): Promise<void> {
  const { version, repository } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    version: string;
    repository?: unknown;
  };
  const problems = versionProblems();
  if (git("status", "--porcelain") !== "") problems.push("there are changes that are not committed");
  if (problems.length > 0) throw new Error(problems.join("\n"));
  execFileSync("npm", ["audit"], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  await packageExtension();
  console.log(`version ${version}, commit ${git("rev-parse", "HEAD")}`);
  console.log(`SHA-256 ${createHash("sha256").update(readFileSync(vsixPath)).digest("hex")}`);
  if (repository === undefined) console.log("The README in it is without pictures: see docs/release.md, “Once”.");
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
