import assert from "node:assert/strict";
import fc from "fast-check";
import type { AccessToken } from "../../../src/awx/schemas";
import { filterKeys, parseFilter, wordsOf } from "../../../src/tokens/filter";
import { completionsOf } from "../../../src/tokens/filterCompletions";
import { matchesOf } from "../../../src/tokens/filterMatches";
import type { TokenList } from "../../../src/tokens/tokenList";
import { aList, tablesOf } from "../support/aList";
import { aToken } from "../support/aToken";

function listWith(...values: readonly Partial<AccessToken>[]): TokenList {
  return aList({ tokens: tablesOf(...values.map((each, index) => aToken({ id: index + 1, ...each }))) });
}

const list = listWith(
  { scope: "read write" },
  { scope: "write", ownerId: 2, ownerName: "Alice Adams", applicationId: 1, applicationName: "ci" },
  { scope: "write", ownerId: 2, ownerName: "Alice Adams", applicationId: 1, applicationName: "ci" },
  { scope: "write", ownerId: 3, ownerName: "None", applicationId: 2, applicationName: 'the "old" one' },
  { scope: "write", ownerId: null, ownerName: undefined },
);

function texts(text: string): readonly string[] {
  return completionsOf(text, list).map((completion) => completion.text);
}

describe("completionsOf", () => {
  for (const [text, ...expected] of [
    ["o", "owner:"],
    ["EXPI", "expires:", "expired ", "expiring "],
    ["-ne", "-never-used ", "-needs-attention "],
    ["a sc", "a scope:"],
    ["zz"],
    ["owner:", "owner:me ", "owner:none ", 'owner:"Alice Adams" ', "owner:admin ", 'owner:"None" '],
    ["owner:ADA", 'owner:"Alice Adams" '],
    ['-owner:"alice a', '-owner:"Alice Adams" '],
    ['owner:"alice adams"'],
    ["app:", "application:none ", "application:ci ", 'application:"the ""old"" one" '],
    ["x  scope:", "x  scope:write ", "x  scope:read "],
    ["expires:<3", "expires:<30d "],
    ["used:>", "used:>90d ", "used:>1y "],
    ["description:"],
    ["id:"],
    ['"exp'],
    ['"expired"'],
  ] as const) {
    it(`goes on with ${text}`, () => {
      assert.deepEqual(texts(text), expected);
    });
  }

  for (const text of ["", "a ", "-"]) {
    it(`has all keys and states after ${JSON.stringify(text)}`, () => {
      const offered = completionsOf(text, list).map(({ term }) => term);
      assert.deepEqual(
        offered.slice(0, filterKeys.length),
        filterKeys.map((key) => `${key}:`),
      );
      assert.ok(offered.includes("personal"));
    });
  }

  it("counts the tokens of a value", () => {
    const counts = completionsOf("owner:", list).map((each) => (each.kind === "value" ? [each.value, each.count] : []));
    assert.deepEqual(counts, [
      ["me", 1],
      ["none", 1],
      ["Alice Adams", 2],
      ["admin", 1],
      ["None", 1],
    ]);
  });

  it("offers fifty values at most, those of most tokens first", () => {
    const owners = Array.from({ length: 60 }, (_, index) => ({
      ownerId: index + 2,
      ownerName: `user ${String(index)}`,
    }));
    const offered = completionsOf("owner:", listWith(...owners, ...owners.slice(-2)));
    assert.equal(offered.length, 50);
    assert.deepEqual(
      offered.slice(0, 2).map(({ term }) => term),
      ['owner:"user 58"', 'owner:"user 59"'],
    );
  });

  it("offers no name that cannot be seen as it is", () => {
    const named = (ownerName: string) => completionsOf("owner:", listWith({ ownerId: 2, ownerName })).length;
    assert.equal(named("alice"), 1);
    for (const name of ["a\u202eb", "a\nb", "\u200b", " ", "a".repeat(300)]) assert.equal(named(name), 0, name);
  });

  it("completes to what is read as was offered, finds a token with it, and leaves what is before as it is", () => {
    const name = fc.oneof(fc.constantFrom("me", "none", "a b", '"', 'x"y z', "<", "$(x)"), fc.string());
    const token = fc
      .record({
        ownerId: fc.constantFrom(1, 2, null),
        ownerName: name,
        applicationName: name,
        scope: fc.constantFrom("read", "write x"),
      })
      .map((values) => ({ ...values, applicationId: 1 }));
    const before = fc.constantFrom("", "a ", "owner:me ", '"a b" ', "-expired  ");
    const typed = fc.constantFrom(
      "",
      "-",
      "o",
      "owner:",
      'owner:"',
      "application:",
      "-app:n",
      "scope:",
      "created:",
      "e",
    );
    fc.assert(
      fc.property(fc.array(token), before, typed, (values, first, last) => {
        const some = listWith(...values);
        const former = parseFilter(first).terms;
        for (const completion of completionsOf(first + last, some)) {
          assert.ok(completion.text.startsWith(first));
          const { terms, problems } = parseFilter(completion.text);
          assert.deepEqual(problems, []);
          assert.deepEqual(terms.slice(0, former.length), former);
          if (completion.kind === "key") {
            assert.equal(wordsOf(completion.text).at(-1)?.key, completion.key);
            continue;
          }
          assert.equal(terms.length, former.length + 1);
          assert.equal(terms.at(-1)?.isNegated, last.startsWith("-"));
          if (completion.kind === "value" && completion.count !== undefined) {
            const found = matchesOf(some, parseFilter(completion.term), { now: new Date(), soonDays: 14 });
            assert.ok(found.length >= completion.count && completion.count > 0);
          }
        }
      }),
    );
  });
});
