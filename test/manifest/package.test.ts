import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { vsixPath } from "../../scripts/package";
import { allFiles, dist, filesAtStart } from "../support/bundleFiles";
import { htmlOf, targetsIn } from "../support/markdown";
import { filesInZip } from "../support/zip";

const root = path.join(__dirname, "../..");

function isChunk(entry: string): boolean {
  return /^extension\/dist\/[\w-]+-[A-Z0-9]{8}\.js$/.test(entry);
}

function isNotEntry(file: string): boolean {
  return file !== "extension.js";
}

/** What of a folder goes into the package, as the package names it. */
function filesOf(folder: string, pattern: RegExp): string[] {
  const files = readdirSync(path.join(root, folder)).filter((file) => pattern.test(file));
  return files.map((file) => path.posix.join("extension", folder, file));
}

describe("the package", () => {
  const files = filesInZip(readFileSync(vsixPath));

  it("holds these files and no others", () => {
    const entries = [...files.keys()];
    assert.deepEqual(
      entries.filter((entry) => !isChunk(entry)).sort(),
      [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/changelog.md",
        "extension/dist/extension.js",
        "extension/dist/licenses.txt",
        "extension/dist/sbom.cdx.json",
        ...filesOf("l10n", /^bundle\.l10n\.[\w-]+\.json$/),
        "extension/media/activityBar.svg",
        "extension/media/icon.png",
        ...filesOf("media/walkthrough", /./),
        "extension/package.json",
        ...filesOf("", /^package\.nls(\.[\w-]+)?\.json$/),
        "extension/readme.md",
      ].sort(),
    );
    const chunks = entries.filter(isChunk).map((entry) => path.basename(entry));
    assert.deepEqual(chunks.sort(), [...allFiles()].filter(isNotEntry).sort());
  });

  it("is at most 230 kB", () => {
    // Of which each language but English is about 25.
    assert.ok(statSync(vsixPath).size <= 230_000, `${String(statSync(vsixPath).size)} bytes`);
  });

  it("loads at most 80 kB at a start", () => {
    const files = [...filesAtStart()];
    const size = files.reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0);
    assert.ok(size <= 80_000, `${String(size)} bytes: ${files.join(", ")}`);
  });

  it("imports vscode once, as each import copies all names of it", () => {
    const code = [...allFiles()].map((file) => readFileSync(path.join(dist, file), "utf8")).join("\n");
    assert.equal(code.split('require("vscode")').length - 1, 1);
  });

  it("loads what commands and requests need no sooner than they do", () => {
    const atStart = filesAtStart();
    const later = [...allFiles()].filter((file) => !atStart.has(file)).join(" ");
    for (const name of ["commands", "transport", "tokenFileSystem"]) assert.match(later, new RegExp(`\\b${name}-`));
  });

  it("lists every package that something of is in the bundle, and no other, with its licence and its archive's hash", () => {
    const bundled = bundledPackages();
    for (const name of ["jsonc-parser", "ofetch", "valibot"]) assert.ok(bundled.includes(name), name);
    const bill = JSON.parse(String(files.get("extension/dist/sbom.cdx.json"))) as {
      metadata: { component: { version: string } };
      components: { name: string; purl: string; version: string; hashes: unknown; licenses: unknown }[];
    };
    assert.deepEqual(
      bill.components.map(({ name }) => name),
      bundled,
    );
    assert.equal(bill.metadata.component.version, manifestOf("").version);
    const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, { integrity: string }>;
    };
    for (const { name, purl, version, hashes, licenses } of bill.components) {
      const installed = manifestOf(`node_modules/${name}`);
      assert.equal(version, installed.version);
      assert.equal(purl, `pkg:npm/${name}@${version}`);
      assert.deepEqual(licenses, [{ expression: installed.license }]);
      const digest = String(packages[`node_modules/${name}`]?.integrity).replace(/^sha512-/, "");
      assert.deepEqual(hashes, [{ alg: "SHA-512", content: Buffer.from(digest, "base64").toString("hex") }]);
    }
    const licenses = String(files.get("extension/dist/licenses.txt"));
    for (const name of bundled) assert.match(licenses, new RegExp(`^${name}$`, "m"));
  });

  it("has a README and a changelog of which every link leads somewhere", () => {
    for (const page of ["readme", "changelog"]) {
      const text = String(files.get(`extension/${page}.md`));
      assert.match(text, /^# /);
      for (const target of targetsIn(htmlOf(text))) assert.match(target, /^(https:|#)/);
    }
  });
});

/** The packages whose code the source maps of the bundle find in it. */
function bundledPackages(): string[] {
  const sources = [...allFiles()].flatMap((file) => {
    const { sources } = JSON.parse(readFileSync(path.join(dist, `${file}.map`), "utf8")) as { sources: string[] };
    return sources;
  });
  const names = sources.flatMap((source) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}

function manifestOf(folder: string): { version: string; license: string } {
  return JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")) as {
    version: string;
    license: string;
  };
}
