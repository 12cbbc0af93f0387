import assert from "node:assert/strict";
import { wrapped } from "../../../src/documents/report";

describe("a long line of a report", () => {
  it("is broken at blanks, with the mark in front of what goes on", () => {
    const line = `  Reason: ${"word ".repeat(40).trim()}`;
    const lines = wrapped(line, "… ").split("\n");
    assert.ok(lines.length > 1);
    for (const each of lines) assert.ok(each.length <= 110, each);
    for (const each of lines.slice(1)) assert.match(each, /^ {6}… word/);
    assert.equal(lines.map((each) => each.replace(/^ {6}… /, "")).join(" "), line);
  });

  it("is broken after a stop, or anywhere, in a script without blanks, whose characters are twice as wide", () => {
    const line = `  理由: ${"サーバーがアクセストークンを受け入れませんでした。".repeat(4)}${"あ".repeat(120)}`;
    const lines = wrapped(line, "… ").split("\n");
    for (const each of lines) assert.ok(each.length <= 60, each);
    assert.ok(lines[0]?.endsWith("。"));
    assert.equal(lines.map((each) => each.replace(/^ {6}… /, "")).join(""), line);
  });

  it("stays as it is when it is short", () => {
    assert.equal(wrapped("  理由: なし"), "  理由: なし");
  });
});
