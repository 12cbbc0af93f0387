import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { withoutRelativeLinks } from "../../scripts/readme";
import { htmlOf, targetsIn } from "../support/markdown";

const root = path.join(__dirname, "../..");
const pages = ["README.md", "CHANGELOG.md", ...filesIn("docs").filter((file) => file.endsWith(".md"))];

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`);
}

function htmlOfPage(page: string): string {
  return htmlOf(readFileSync(path.join(root, page), "utf8"));
}

/** Which file of the checkout a page's link leads to, and to which part of it; nothing for the rest of the world. */
function inCheckout(page: string, target: string): { file: string; anchor: string } | undefined {
  if (/^(https|command):/.test(target)) return undefined;
  const [file = "", anchor = ""] = decodeURI(target).split("#");
  return { file: file === "" ? page : path.posix.join(path.posix.dirname(page), file), anchor };
}

describe("the README, the changelog and the pages of docs/", () => {
  it("link to what there is, and to a heading that is on that page", () => {
    const broken = pages.flatMap((page) =>
      targetsIn(htmlOfPage(page)).filter((target) => {
        const there = inCheckout(page, target);
        if (!there) return false;
        if (!existsSync(path.join(root, there.file))) return true;
        return there.anchor !== "" && !htmlOfPage(there.file).includes(`id="${there.anchor}"`);
      }),
    );
    assert.deepEqual(broken, []);
  });

  it("can all be reached from the README, and have no picture that none shows", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached) {
      if (!page.endsWith(".md")) continue;
      for (const target of targetsIn(htmlOfPage(page))) {
        const there = inCheckout(page, target);
        if (there) reached.add(there.file);
      }
    }
    const all = [...filesIn("docs"), ...filesIn("docs/pictures")].filter((file) => path.extname(file) !== "");
    assert.deepEqual(
      all.filter((file) => !reached.has(file)),
      [],
    );
  });

  it("need nothing but Markdown that the Marketplace takes: pictures are PNG, and not inside the text", () => {
    const html = ["README.md", "CHANGELOG.md"].map(htmlOfPage).join("");
    assert.doesNotMatch(html, /<svg|<script|<style|<video|src="data:/);
    for (const [, source] of html.matchAll(/<img src="([^"]*)"/g)) assert.match(String(source), /\.png$/);
    assert.equal([...html.matchAll(/<img [^>]*alt=""/g)].length, 0);
  });

  it("can be packed without what they link to, and then say nothing of it", () => {
    const readme = readFileSync(path.join(root, "README.md"), "utf8");
    const packed = withoutRelativeLinks(readme);
    assert.deepEqual(
      targetsIn(htmlOf(packed)).filter((target) => !/^(https:|#)/.test(target)),
      [],
    );
    assert.doesNotMatch(packed, /!\[|\.md\b|More on| $/m);
    // What does not link stays as it is.
    const lines = new Set(packed.split("\n"));
    for (const line of readme.split("\n").filter((each) => !each.includes("]("))) assert.ok(lines.has(line), line);
  });
});
