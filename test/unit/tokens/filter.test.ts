import assert from "node:assert/strict";
import fc from "fast-check";
import { filterKeys, parseFilter, termOf, wordsOf, type Condition } from "../../../src/tokens/filter";

/** What a filter asks for, a `-` before what is not to hold. */
function read(text: string): readonly (Condition | readonly ["-", Condition])[] {
  return parseFilter(text).terms.map(({ condition, isNegated }) => (isNegated ? ["-", condition] : condition));
}

function anywhere(text: string, id?: number): Condition {
  return { kind: "anywhere", text, id };
}

describe("parseFilter", () => {
  for (const [text, ...expected] of [
    ["", ...[]],
    [" \t ", ...[]],
    ["Deploy  bot", anywhere("deploy"), anywhere("bot")],
    ['"Deploy bot"', anywhere("deploy bot")],
    ['"say ""hi"""', anywhere('say "hi"')],
    ['"one"two', anywhere("one"), anywhere("two")],
    ['it"s', anywhere('it"s')],
    ["-bot", ["-", anywhere("bot")]],
    ['-"a b"', ["-", anywhere("a b")]],
    ["--x", ["-", anywhere("-x")]],
    ["42", anywhere("42", 42)],
    ['"42"', anywhere("42")],
    ["id:42", { kind: "id", id: 42 }],
    ["scope:Write", { kind: "scope", word: "write" }],
    ["OWNER:Alice", { kind: "owner", text: "alice" }],
    ['owner:"Alice Adams"', { kind: "owner", text: "alice adams" }],
    ["owner:me", { kind: "own" }],
    ["owner:NONE", { kind: "ownerless" }],
    ['owner:"me"', { kind: "owner", text: "me" }],
    ["application:Jenkins", { kind: "application", text: "jenkins" }],
    ["app:Jenkins", { kind: "application", text: "jenkins" }],
    ["app:none", { kind: "state", state: "personal" }],
    ['application:"none"', { kind: "application", text: "none" }],
    ["description:a:b", { kind: "description", text: "a:b" }],
    ["-description:x", ["-", { kind: "description", text: "x" }]],
    ["Expired", { kind: "state", state: "expired" }],
    ['"expired"', anywhere("expired")],
    ["-never-used", ["-", { kind: "state", state: "never-used" }]],
    ["scpoe:write", anywhere("scpoe:write")],
    ["http://x", anywhere("http://x")],
  ] as const satisfies readonly (readonly [string, ...ReturnType<typeof read>])[]) {
    it(`reads ${text === "" ? "nothing" : text}`, () => {
      assert.deepEqual(read(text), expected);
      assert.deepEqual(parseFilter(text).problems, []);
    });
  }

  for (const [text, comparison, to] of [
    ["expires:<30d", "<", { kind: "duration", amount: 30, unit: "day" }],
    ["expires:12h", "", { kind: "duration", amount: 12, unit: "hour" }],
    ["expires:>=8w", ">=", { kind: "duration", amount: 8, unit: "week" }],
    ["expires:<=6M", "<=", { kind: "duration", amount: 6, unit: "month" }],
    ["expires:>10y", ">", { kind: "duration", amount: 10, unit: "year" }],
    ["expires:2028-02-29", "", { kind: "day", year: 2028, month: 2, day: 29 }],
    ["expires:<2026-1-2", "<", { kind: "day", year: 2026, month: 1, day: 2 }],
  ] as const) {
    it(`reads the time in ${text}`, () => {
      assert.deepEqual(read(text), [{ kind: "time", of: "expires", comparison, to }]);
    });
  }

  for (const text of [
    "-",
    "owner:",
    'owner:"',
    'owner:"Alice A',
    '"abc',
    '"abc""',
    '""',
    "expires:",
    "expires:<",
    "expires:<=",
    "expires:30",
    "expires:>2026-",
    "expires:2026-1",
    "-used:<30",
    "id:",
  ]) {
    it(`asks for nothing yet while ${text} is typed`, () => {
      assert.deepEqual(parseFilter(text), { terms: [], problems: [], needsUsage: false });
      assert.deepEqual(read(`a ${text}`), [anywhere("a")]);
    });
  }

  for (const [text, kind] of [
    ["expires:<soon", "time"],
    ["expires:2026-02-30", "time"],
    ["created:2026-13-01", "time"],
    ["modified:=30d", "time"],
    ["-used:30days", "time"],
    ["used:99999d", "time"],
    ["id:4x", "id"],
    ["id:-4", "id"],
    ['expires:"<30"', "time"],
  ] as const) {
    it(`says that ${text} cannot be read`, () => {
      assert.deepEqual(parseFilter(`a ${text}`).problems, [{ text, kind }]);
    });
  }

  it("says that a time which is left unfinished cannot be read", () => {
    assert.deepEqual(parseFilter("expires:<30 x").problems, [{ text: "expires:<30", kind: "time" }]);
    assert.deepEqual(parseFilter("expires:<30 ").problems, [{ text: "expires:<30", kind: "time" }]);
  });

  for (const [text, expected] of [
    ["never-used", true],
    ["-used:<30d", true],
    ['"never-used"', false],
    ["created:<30d expired", false],
  ] as const) {
    it(`says that ${text} ${expected ? "needs" : "does not need"} to know what was used`, () => {
      assert.equal(parseFilter(text).needsUsage, expected);
    });
  }

  it("reads anything, and takes up all of it", () => {
    const piece = fc.oneof(
      fc.constantFrom(" ", '"', '""', "-", ":", "<", "30d", "expired", ...filterKeys.map((key) => `${key}:`)),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        parseFilter(text);
        let at = 0;
        for (const word of wordsOf(text)) {
          assert.match(text.slice(at, word.start), /^\s*$/);
          assert.equal(text.slice(word.start, word.start + word.text.length), word.text);
          at = word.start + word.text.length;
        }
        assert.match(text.slice(at), /^\s*$/);
      }),
    );
  });
});

describe("termOf", () => {
  it("is read as the key and the very value, whatever the value is", () => {
    const value = fc.oneof(
      fc.constantFrom("me", "None", "a b", '"', 'a"b', '""', "<30d", "-x", "expired"),
      fc.string({ unit: "binary", minLength: 1 }),
    );
    fc.assert(
      fc.property(fc.constantFrom("owner", "application", "description"), value, (key, text) => {
        assert.deepEqual(read(termOf(key, text)), [{ kind: key, text: text.toLowerCase() }]);
      }),
    );
  });
});
