import assert from "node:assert/strict";
import fc from "fast-check";
import { inertText, jsonText, visibleText } from "../../../src/util/visibleText";
import { deceptiveIn, harmlessTexts, hostileTexts } from "../../support/hostileTexts";

/** Texts full of what can deceive. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\u202e", "\u200b", "\u200d", "\ue000", "\r\n", "\n", "\t", "👩", "👩‍💻", "❤️", "\ud83d", "\ufeff"),
      fc.constantFrom("$(", "](", "$", "(", "]", "\u{e0041}", "\u0007", "\u2028", "\u3164", "\ufe0f", "\u{e0100}"),
    ),
  )
  .map((parts) => parts.join(""));

describe("visibleText", () => {
  const shown: readonly (readonly [title: string, text: string, expected: string])[] = [
    ["plain text as it is", "admin laptop – Łódź 東京", "admin laptop – Łódź 東京"],
    ["a line break as ⏎, whichever it is", "a\nb\rc\r\nd\u2028e\u2029f", "a⏎b⏎c⏎d⏎e⏎f"],
    ["a tab as ⇥", "a\tb", "a⇥b"],
    ["a terminal's escape as its code", "\u001b[31mred", "⟨U+001B⟩[31mred"],
    ["a C1 control as its code", "a\u009bb", "a⟨U+009B⟩b"],
    ["a bidi override as its code", "txt\u202egnp", "txt⟨U+202E⟩gnp"],
    ["a zero-width space as its code", "ad\u200bmin", "ad⟨U+200B⟩min"],
    ["a joiner between letters as its code", "ad\u200dmin", "ad⟨U+200D⟩min"],
    ["a joiner with nothing to join as its code", "👩\u200d", "👩⟨U+200D⟩"],
    ["a tag character as its code", "a\u{e0041}", "a⟨U+E0041⟩"],
    ["half a surrogate pair as its code", "a\ud83d", "a⟨U+D83D⟩"],
    ["a soft hyphen as its code", "a\u00adb", "a⟨U+00AD⟩b"],
    ["letters that draw nothing as their codes", "\u115f\u3164\uffa0", "⟨U+115F⟩⟨U+3164⟩⟨U+FFA0⟩"],
    ["the blank Braille cell as its code", "\u2800", "⟨U+2800⟩"],
    ["marks that draw nothing as their codes", "a\u034fb\u17b4c", "a⟨U+034F⟩b⟨U+17B4⟩c"],
    ["an emoji of several as one", "👩‍💻 👩🏽‍🚀 🏳️‍🌈", "👩‍💻 👩🏽‍🚀 🏳️‍🌈"],
    ["an emoji that needs a selector as it is", "❤️", "❤️"],
  ];
  for (const [title, text, expected] of shown) {
    it(`shows ${title}`, () => {
      assert.equal(visibleText(text), expected);
    });
  }

  for (const { title, text } of hostileTexts) {
    it(`leaves nothing in ${title} that deceives`, () => {
      assert.deepEqual(deceptiveIn(visibleText(text)), []);
    });
  }

  for (const { title, text } of harmlessTexts) {
    it(`leaves ${title} as it is`, () => {
      assert.equal(visibleText(text), text);
    });
  }

  it("never joins what was not joined", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.ok(!visibleText(`👩${text.replaceAll("\u200d", "")}💻`, 5000).includes("\u200d"));
      }),
      { examples: [["\ue000"]] },
    );
  });

  it("tells a text with a variation selector after a letter from the text without", () => {
    assert.notEqual(visibleText("admin\ufe0f"), "admin\ufe0f");
    assert.notEqual(visibleText("admin\u{e0100}"), "admin\u{e0100}");
  });

  it("keeps a text of just the length asked for and ends a longer one in …", () => {
    assert.equal(visibleText("12345", 5), "12345");
    assert.equal(visibleText("123456", 5), "1234…");
    assert.equal(visibleText("x".repeat(201)), `${"x".repeat(199)}…`);
    assert.equal(visibleText("x".repeat(200)), "x".repeat(200));
  });

  it("counts characters, not their halves, and never cuts one in two", () => {
    assert.equal(visibleText("😀😀😀", 3), "😀😀😀");
    assert.equal(visibleText("😀😀😀😀", 3), "😀😀…");
    assert.equal(visibleText("a😀😀😀😀", 3), "a😀…");
  });

  it("never cuts an emoji of several so that its joiner joins nothing", () => {
    assert.doesNotMatch(visibleText("👩‍💻👩‍💻", 3), /\u200d…/);
  });

  it("says that a text goes on although what was looked at of it is short", () => {
    assert.equal(visibleText("\r\n".repeat(5), 5), "⏎⏎⏎⏎⏎");
    assert.equal(visibleText("\r\n".repeat(6), 5), "⏎⏎⏎⏎…");
  });

  it("looks at no more of a description of megabytes than it shows", () => {
    // Making all of it visible takes longer than mocha lets a test take.
    assert.equal(visibleText("\u202e".repeat(20_000_000), 10), "⟨U+202E⟩⟨…");
  });

  it("never lets a deceptive character through, nor more characters than asked for", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 60 }), (text, maxLength) => {
        const visible = visibleText(text, maxLength);
        assert.ok(Array.from(visible).length <= maxLength);
        assert.deepEqual(deceptiveIn(visible), []);
      }),
      { numRuns: 2000 },
    );
  });

  it("shows what is visible already as it is", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const visible = visibleText(text, 5000);
        assert.equal(visibleText(visible, 5000), visible);
      }),
    );
  });
});

describe("inertText", () => {
  it("breaks up what would be drawn as an icon or a link", () => {
    assert.equal(inertText("$(trash) [here](command:evil)"), "$\u200b(trash) [here]\u200b(command:evil)");
  });

  it("makes deceptive characters visible and keeps to a length, as visibleText does", () => {
    assert.equal(inertText("a\nb"), "a⏎b");
    assert.equal(inertText("123456", 5), "1234…");
  });

  it("holds no icon and no link and reads as visibleText does, whatever the text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const inert = inertText(text);
        assert.ok(!inert.includes("$(") && !inert.includes("]("));
        assert.equal(inert.replaceAll("\u200b", ""), visibleText(text));
      }),
    );
  });
});

describe("jsonText", () => {
  for (const [title, text, expected] of [
    ["plain text in quotes", "admin laptop – Łódź 東京", '"admin laptop – Łódź 東京"'],
    ["quotes and backslashes", 'a "b" \\', String.raw`"a \"b\" \\"`],
    ["a line break and a tab", "a\nb\tc", String.raw`"a\nb\tc"`],
    ["a bidi override as its escape", "txt\u202egnp", String.raw`"txt\u202egnp"`],
    ["a C1 control as its escape", "a\u009bb", String.raw`"a\u009bb"`],
    ["a separator of lines as its escape", "a\u2028b", String.raw`"a\u2028b"`],
    ["a tag character as both its halves", "a\u{e0041}", String.raw`"a\udb40\udc41"`],
    ["half a pair of surrogates as its escape", "a\ud83db", String.raw`"a\ud83db"`],
    ["an emoji of several as it is", "👩‍💻 ❤️", '"👩‍💻 ❤️"'],
  ] as const) {
    it(`is ${title}`, () => {
      assert.equal(jsonText(text), expected);
    });
  }

  it("leaves nothing that deceives, and is JSON of the very text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.deepEqual(deceptiveIn(jsonText(text)), []);
        assert.equal(JSON.parse(jsonText(text)), text);
      }),
      { numRuns: 1000, examples: hostileTexts.map(({ text }) => [text]) },
    );
  });
});
