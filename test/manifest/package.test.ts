import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { vsixPath } from "../../scripts/package";

const root = path.join(__dirname, "../..");

describe("the package", () => {
  it("holds these files and no others", () => {
    assert.deepEqual(entriesOf(readFileSync(vsixPath)).sort(), [
      "[Content_Types].xml",
      "extension.vsixmanifest",
      "extension/LICENSE.txt",
      "extension/changelog.md",
      "extension/dist/extension.js",
      "extension/dist/licenses.txt",
      "extension/l10n/bundle.l10n.json",
      "extension/media/activityBar.svg",
      "extension/media/icon.png",
      "extension/package.json",
      "extension/package.nls.json",
      "extension/readme.md",
    ]);
  });

  it("is at most 150 kB", () => {
    assert.ok(statSync(vsixPath).size <= 150_000, `${String(statSync(vsixPath).size)} bytes`);
  });

  it("has a bundle of at most 60 kB", () => {
    const { size } = statSync(path.join(root, "dist/extension.js"));
    assert.ok(size <= 60_000, `${String(size)} bytes`);
  });

  it("names the licence of every package in the bundle", () => {
    const licenses = readFileSync(path.join(root, "dist/licenses.txt"), "utf8");
    for (const name of ["ofetch", "valibot"]) assert.match(licenses, new RegExp(`^${name}$`, "m"));
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
