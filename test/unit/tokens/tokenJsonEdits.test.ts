import assert from "node:assert/strict";
import fc from "fast-check";
import type { TokenChanges, TokenValues } from "../../../src/awx/awxClient";
import { changesBetween, fieldsOf } from "../../../src/tokens/edits";
import { readTokenJson, readTokensJson, tokenJson, tokensJson } from "../../../src/tokens/tokenJson";
import { aToken } from "../support/aToken";

type Known = ReadonlyMap<string, TokenValues>;
type Patches = Readonly<Record<string, TokenChanges>>;

/** The PATCH of each token that a text changes; nothing where something is wrong with it, and so nothing is sent. */
function patchesOf(text: string, known: Known): Patches | undefined {
  const { entries, problems } = readTokensJson(text, known);
  for (const { offset, length } of problems) assert.ok(offset >= 0 && offset <= text.length && length >= 0);
  if (problems.length > 0) return undefined;
  return Object.fromEntries(
    Array.from(entries).flatMap(([key, { values }]) => {
      const changes = changesBetween(aToken(known.get(key)), values);
      return fieldsOf(changes).length > 0 ? [[key, changes]] : [];
    }),
  );
}

const description = fc.oneof(
  fc.constantFrom(
    "",
    "backup",
    "nightly // not a comment",
    "a, b",
    "/* c */",
    '"}',
    "x\ny",
    "[1,]",
    "Łódź 👩‍💻",
    "\u202e",
  ),
  fc.string({ unit: "binary", maxLength: 12 }).filter((text) => !/\p{Cs}/u.test(text)),
);
const oddWord = fc.constantFrom("openid", "email", "READ");
const scope = fc
  .tuple(fc.subarray(["read", "write"], { minLength: 1 }), fc.uniqueArray(oddWord, { maxLength: 2 }))
  .map(([picked, odd]) => [...picked, ...odd].join(" "));
const values: fc.Arbitrary<TokenValues> = fc.record({ description, scope });
const known: fc.Arbitrary<Known> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 999 }), values), { selector: ([id]) => id, maxLength: 6 })
  .map((tokens) => new Map(tokens.map(([id, each]) => [String(id), each])));

function textOf(tokens: Known): string {
  return tokensJson(
    ["head"],
    Array.from(tokens, ([key, each]) => ({ key, values: each, comment: "admin · personal token" })),
  );
}

describe("an edit of tokens in a text", () => {
  /** A change of a text as one makes it with a keyboard, a cursor in many places or a careless replacement. */
  const edit: fc.Arbitrary<(text: string) => string> = fc.oneof(
    fc
      .tuple(
        fc.nat(),
        fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat({ max: 6 })),
        fc.oneof(
          fc.constantFrom(
            "",
            " ",
            "\n",
            "\r\n",
            ",",
            '"',
            "{",
            "}",
            "[",
            "]",
            ":",
            "\\",
            "// c",
            "/* c */",
            "/*",
            "*/",
          ),
          fc.constantFrom('"read"', ', "write"', "null", "-1", "1e", '"2":', String.raw`\ud83d`, String.raw`\u0061`),
          fc.string({ maxLength: 3 }),
        ),
      )
      .map(([at, length, inserted]) => (text: string) => {
        const offset = at % (text.length + 1);
        return text.slice(0, offset) + inserted + text.slice(offset + length);
      }),
    fc.tuple(fc.constantFrom("take out", "double", "swap"), fc.nat(), fc.nat()).map(([how, a, b]) => (text: string) => {
      const lines = text.split("\n");
      const [from, to] = [a % lines.length, b % lines.length];
      const [line = "", other = ""] = [lines[from], lines[to]];
      if (how === "take out") lines.splice(from, 1);
      else if (how === "double") lines.splice(to, 0, line);
      else [lines[from], lines[to]] = [other, line];
      return lines.join("\n");
    }),
    fc
      .constantFrom<readonly [RegExp, string]>(
        [/"read"/g, '"write"'],
        [/"read"/, '"read", "write"'],
        [/"write"/, '"raed"'],
        [/\["read"\]/g, "[]"],
        [/"description": "[^"]*"/, '"description": "reports"'],
        [/"description": "[^"]*"/, '"description": null'],
        [/"description": "/g, '"description": "x '],
        [/, "description": "[^"]*"/, ""],
        [/a/g, "b"],
        [/\/\/.*/g, ""],
        [/\}$/, "},"],
      )
      .map(
        ([found, put]) =>
          (text: string) =>
            text.replace(found, put),
      ),
  );
  const edits = fc.array(edit, { maxLength: 3 });

  it("is read as what a JSON parser finds in it, or as wrong where that finds anything wrong", () => {
    let [right, wrong] = [0, 0];
    fc.assert(
      fc.property(known, edits, (tokens, made) => {
        const text = made.reduce((so, change) => change(so), textOf(tokens));
        const expected = expectedPatches(text, tokens);
        assert.deepEqual(patchesOf(text, tokens), expected, text);
        if (expected) right++;
        else wrong++;
      }),
      { numRuns: 2000 },
    );
    assert.ok(right > 200 && wrong > 200, `${String(right)} right, ${String(wrong)} wrong`);
  });

  it("is read in the same way in the text of one token", () => {
    fc.assert(
      fc.property(values, edits, (token, made) => {
        const text = made.reduce((so, change) => change(so), tokenJson(token));
        const { entry, problems } = readTokenJson(text, token);
        const tree = parsed(text);
        const expected = tree && expectedValues(tree.value, token);
        assert.equal(problems.length === 0, expected !== undefined, text);
        assert.deepEqual(entry?.values, expected, text);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("an edit of values in a text", () => {
  const filling = fc.constantFrom("", " ", "\n", "\r\n\t", "/* , */", '// "a": 1,\n', "/* } */ ");
  /** What becomes of a token: nothing of it is left, or one of its values is another, in some order and layout. */
  const fate = fc.record({
    isTakenOut: fc.boolean(),
    description: fc.option(description, { nil: undefined }),
    scope: fc.option(fc.subarray(["read", "write"], { minLength: 1 }), { nil: undefined }),
    isTurned: fc.boolean(),
    filling,
    comma: fc.boolean(),
  });

  it("yields one PATCH of what changed for each token that it changes, and nothing for any other", () => {
    fc.assert(
      fc.property(known, fc.infiniteStream(fate), fc.boolean(), (tokens, fates, isTurned) => {
        const expected: Record<string, TokenChanges> = {};
        const entries = Array.from(tokens).flatMap(([key, before]) => {
          const [next] = [...fates.take(1)];
          if (!next || next.isTakenOut) return [];
          const after = {
            description: next.description ?? before.description,
            scope: next.scope ?? before.scope.split(" "),
          };
          const changes = {
            ...(blankless(after.description) !== blankless(before.description) && { description: after.description }),
            ...(setOf(after.scope) !== setOf(before.scope.split(" ")) && { scope: after.scope.join(" ") }),
          };
          if (Object.keys(changes).length > 0) expected[key] = changes;
          const fields = [
            `${next.filling}"description"${next.filling}:${JSON.stringify(after.description)}`,
            `"scope":[${after.scope.map((word) => next.filling + JSON.stringify(word)).join(",")}${next.filling}]`,
          ];
          if (next.isTurned) fields.reverse();
          const end = `${next.comma ? "," : ""}${next.filling}}`;
          return [`${JSON.stringify(key)}:${next.filling}{${fields.join(`,${next.filling}`)}${end}`];
        });
        if (isTurned) entries.reverse();
        const text = `{${entries.join(",\n")}}`;
        assert.deepEqual(patchesOf(text, tokens), expected, text);
      }),
      { numRuns: 1000 },
    );
  });

  it("yields nothing where nothing but the layout changed", () => {
    fc.assert(
      fc.property(known, (tokens) => {
        assert.deepEqual(patchesOf(textOf(tokens), tokens), {});
        assert.deepEqual(patchesOf(textOf(tokens).replaceAll("\n", "\r\n"), tokens), {});
        const lines = textOf(new Map([...tokens].reverse())).replaceAll(" // admin · personal token", "");
        assert.deepEqual(patchesOf(lines, tokens), {});
      }),
    );
  });
});

/** The words of a scope, whatever their order. */
function setOf(words: readonly string[]): string {
  return [...new Set(words)].sort().join(" ");
}

/** A description as a server keeps it: without the white space at its ends. */
function blankless(text: string): string {
  const isBlank = (character: string) =>
    character.trim() === "" || "\u001c\u001d\u001e\u001f\u0085".includes(character);
  let [from, to] = [0, text.length];
  while (from < to && isBlank(text.charAt(from))) from++;
  while (from < to && isBlank(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/**
 * What a text says, by JavaScript's own parser: of its comments and of the commas at ends nothing is left, and each key
 * has a number before it, so that none hides another. Nothing when that is not JSON.
 */
function parsed(text: string): { readonly value: unknown } | undefined {
  const parts = text.match(/"(?:[^"\\\n\r]|\\[^\n\r])*"|\/\/[^\n\r]*|\/\*[^]*?\*\/|[ \t\r\n]+|[^]/gu) ?? [];
  const kept = parts.filter((part) => !/^(?:\/\/|\/\*|[ \t\r\n])/.test(part));
  // A quotation mark alone begins a text that does not end.
  if (kept.includes('"')) return undefined;
  const json = kept.map((part, index) => {
    const [before = "", after = ""] = [kept[index - 1], kept[index + 1]];
    if (part === "," && /^[}\]]$/.test(after) && !/^[{[,:]$/.test(before)) return "";
    return part.startsWith('"') && after === ":" ? `"${String(index)}:${part.slice(1)}` : part;
  });
  try {
    return { value: JSON.parse(json.join(" ")) };
  } catch {
    return undefined;
  }
}

/** The keys and values of an object, as often as they are there. */
function pairsIn(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).map(([key, each]) => [key.replace(/^\d+:/, ""), each]);
}

function expectedValues(value: unknown, before: TokenValues): TokenValues | undefined {
  const pairs = pairsIn(value);
  if (pairs?.length !== 2 || setOf(pairs.map(([key]) => key)) !== "description scope") return undefined;
  const { description: text, scope: words } = Object.fromEntries(pairs) as { description: unknown; scope: unknown };
  if (typeof text !== "string" || (text !== before.description && /\p{Cs}/u.test(text))) return undefined;
  if (!Array.isArray(words) || words.length === 0) return undefined;
  const allowed: readonly unknown[] = ["read", "write", ...before.scope.split(" ")];
  if (!words.every((word) => allowed.includes(word))) return undefined;
  const [picked, odd] = [["read", "write"].filter((word) => words.includes(word)), new Set(words as string[])];
  for (const word of picked) odd.delete(word);
  return { description: text, scope: [...picked, ...odd].join(" ") };
}

function expectedPatches(text: string, tokens: Known): Patches | undefined {
  const pairs = pairsIn(parsed(text)?.value);
  if (!pairs) return undefined;
  if (new Set(pairs.map(([key]) => key)).size < pairs.length) return undefined;
  const patches: Record<string, TokenChanges> = {};
  for (const [key, value] of pairs) {
    const before = tokens.get(key);
    const after = before && expectedValues(value, before);
    if (!after) return undefined;
    const changes = {
      ...(blankless(after.description) !== blankless(before.description) && { description: after.description }),
      ...(setOf(after.scope.split(" ")) !== setOf(before.scope.split(" ")) && { scope: after.scope }),
    };
    if (Object.keys(changes).length > 0) patches[key] = changes;
  }
  return patches;
}
