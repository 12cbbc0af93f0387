import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { allFiles, dist, filesAtStart } from "../support/bundleFiles";

const root = path.join(__dirname, "../..");

function isChunk(entry: string): boolean {
  return /^extension\/dist\/[\w-]+-[A-Z0-9]{8}\.js$/.test(entry);
}

function isNotEntry(file: string): boolean {
  return file !== "extension.js";
}

describe("the package", () => {
  it("holds these files and no others", () => {
    const entries = entriesOf(readFileSync(vsixPath));
    assert.deepEqual(entries.filter((entry) => !isChunk(entry)).sort(), [
      "[Content_Types].xml",
      "extension.vsixmanifest",
      "extension/LICENSE.txt",
      "extension/changelog.md",
      "extension/dist/extension.js",
      "extension/dist/licenses.txt",
      "extension/media/activityBar.svg",
      "extension/media/icon.png",
      "extension/package.json",
      "extension/package.nls.json",
      "extension/readme.md",
    ]);
    const chunks = entries.filter(isChunk).map((entry) => path.basename(entry));
    assert.deepEqual(chunks.sort(), [...allFiles()].filter(isNotEntry).sort());
  });

  it("is at most 160 kB", () => {
    assert.ok(statSync(vsixPath).size <= 160_000, `${String(statSync(vsixPath).size)} bytes`);
  });

  it("loads at most 80 kB at a start", () => {
    const files = [...filesAtStart()];
    const size = files.reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0);
    assert.ok(size <= 80_000, `${String(size)} bytes: ${files.join(", ")}`);
  });

  it("loads what commands and requests need no sooner than they do", () => {
    const atStart = filesAtStart();
    const later = [...allFiles()].filter((file) => !atStart.has(file)).join(" ");
    for (const name of ["commands", "transport", "tokenFileSystem"]) assert.match(later, new RegExp(`\\b${name}-`));
  });

  it("names the licence of every package in the bundle", () => {
    const licenses = readFileSync(path.join(root, "dist/licenses.txt"), "utf8");
    for (const name of ["jsonc-parser", "ofetch", "valibot"]) assert.match(licenses, new RegExp(`^${name}$`, "m"));
  });
});

/** The names in a ZIP archive's central directory, which is at its end. */
function entriesOf(archive: Buffer): string[] {
  const end = archive.lastIndexOf("PK\x05\x06");
  const count = archive.readUInt16LE(end + 10);
  const names: string[] = [];
  for (let offset = archive.readUInt32LE(end + 16); names.length < count;) {
    const [name, extra, comment] = [28, 30, 32].map((field) => archive.readUInt16LE(offset + field)) as [
      number,
      number,
      number,
    ];
    names.push(archive.toString("utf8", offset + 46, offset + 46 + name));
    offset += 46 + name + extra + comment;
  }
  return names;
}
