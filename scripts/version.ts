import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "..");

/** Where a version is written down. */
export interface WrittenVersions {
  readonly manifest: string;
  readonly lock: string;
  readonly changelog: string;
  /** The tags of the commit. */
  readonly tags: readonly string[];
}

/** In what the places differ that say which version this is; without `written`, in the checkout. */
export function versionProblems(written: WrittenVersions = writtenVersions()): string[] {
  const { manifest, lock, changelog, tags } = written;
  const heading = /^## (.+)$/m.exec(changelog)?.[1];
  const versionTags = tags.filter((tag) => /^v\d/.test(tag));
  return [
    ...(lock === manifest ? [] : [`package-lock.json has version ${lock}, package.json ${manifest}`]),
    ...(heading === manifest
      ? []
      : [`the first heading of CHANGELOG.md is ${String(heading)}, the version of package.json ${manifest}`]),
    ...versionTags
      .filter((tag) => tag !== `v${manifest}`)
      .map((tag) => `the commit has the tag ${tag}, package.json the version ${manifest}`),
  ];
}

function writtenVersions(): WrittenVersions {
  const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
  return {
    manifest: (JSON.parse(read("package.json")) as { version: string }).version,
    lock: (JSON.parse(read("package-lock.json")) as { version: string }).version,
    changelog: read("CHANGELOG.md"),
    tags: tagsOfCommit(),
  };
}

/** None where the code is not a git checkout. */
function tagsOfCommit(): string[] {
  try {
    return execFileSync("git", ["tag", "--points-at", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" })
      .split("\n")
      .filter((tag) => tag !== "");
  } catch {
    return [];
  }
}
