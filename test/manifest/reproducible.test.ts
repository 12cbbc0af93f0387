import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import manifest from "../../package.json";
import { vsixPath } from "../../scripts/package";
import { filesInZip } from "../support/zip";
import { scratchFolder, type ScratchFolder } from "../vscodeServer/scratchFolder";

const root = path.join(__dirname, "../..");

/** What is not there on a fresh checkout, and what no package is made of. */
const left = new Set([".cache", ".git", "dist", "docs", "node_modules", "out", "test"]);

describe("the package, made in another folder", function () {
  this.timeout(120_000);
  let folder: ScratchFolder;

  before(async () => {
    folder = await scratchFolder();
    for (const part of readdirSync(root).filter((each) => !left.has(each))) {
      cpSync(path.join(root, part), path.join(folder.path, part), { recursive: true });
    }
    // As on systems where a person's files are their group's as well.
    for (const file of ["LICENSE", "media/icon.png"]) chmodSync(path.join(folder.path, file), 0o664);
    symlinkSync(path.join(root, "node_modules"), path.join(folder.path, "node_modules"), "junction");
  });
  after(() => folder.remove());

  function packageThere(): Buffer {
    const [tsx, script] = [path.join(root, "node_modules/tsx/dist/cli.mjs"), "scripts/package.ts"];
    const env = { ...process.env, TZ: "Pacific/Auckland", LC_ALL: "et_EE.UTF-8" };
    execFileSync(process.execPath, [tsx, script], { cwd: folder.path, env, stdio: ["ignore", "ignore", "inherit"] });
    return readFileSync(path.join(folder.path, path.relative(root, vsixPath)));
  }

  it("is the same, byte by byte, in another zone and another language, by somebody whose files have other modes", () => {
    const former = process.umask(0o002);
    const [here, there] = [readFileSync(vsixPath), packageThere()];
    process.umask(former);
    const [ours, theirs] = [filesInZip(here), filesInZip(there)];
    assert.deepEqual([...theirs.keys()], [...ours.keys()]);
    for (const [name, content] of ours) assert.ok(theirs.get(name)?.equals(content), name);
    assert.ok(there.equals(here), "the files are the same, but not their times or modes");
  });

  it("shows the pictures of its own version once the manifest names a repository", () => {
    const repository = "https://github.com/example/awx-tokens";
    // What is built is there by now.
    writeFileSync(path.join(folder.path, "package.json"), JSON.stringify({ ...manifest, repository, scripts: {} }));
    const readme = String(filesInZip(packageThere()).get("extension/readme.md"));
    const version = `v${manifest.version}`;
    assert.ok(readme.includes(`](${repository}/raw/${version}/docs/pictures/main-job.png)`));
    assert.ok(readme.includes(`](${repository}/blob/${version}/docs/SECURITY.md)`));
  });
});
