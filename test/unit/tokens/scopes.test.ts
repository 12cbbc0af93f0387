import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isPossible,
  isSameScope,
  isWidening,
  mayWrite,
  orderedScope,
  otherScopesOf,
  pickableScopes,
  scopeAfter,
  scopeText,
  scopesOf,
} from "../../../src/tokens/scopes";

const picks = fc.subarray([...pickableScopes]);
/** A scope as a server may store it: known and unknown words in any order with any white space between. */
const storedScope = fc
  .array(fc.tuple(fc.constantFrom("read", "write", "admin", "READ", "openid"), fc.stringMatching(/^[ \t\n\r]{1,3}$/)))
  .map((words) => words.flat().join(""));

describe("scopes", () => {
  it("are read in one order: AWX's two first, then what else there is as it stands", () => {
    assert.equal(orderedScope(" write\n openid read admin"), "read write openid admin");
    assert.equal(orderedScope(""), "");
    fc.assert(fc.property(storedScope, (scope) => isSameScope(orderedScope(scope), scope)));
  });

  it("are the words of the server's text, in any order and with any white space", () => {
    assert.deepEqual(scopesOf("  write\t read\nwrite "), new Set(["write", "read"]));
    assert.deepEqual(scopesOf(""), new Set());
    assert.deepEqual(scopesOf(" "), new Set());
  });

  // AWX splits with Python's str.split(), for which these are white space too, and stores the text as it was sent.
  for (const separator of ["\u001c", "\u001f", "\u0085", "\u00a0", "\u2003"]) {
    it(`are the words that AWX sees with U+${(separator.codePointAt(0) ?? 0).toString(16).padStart(4, "0")} between`, () => {
      assert.deepEqual(scopesOf(`read${separator}write`), new Set(["read", "write"]));
    });
  }

  it("that cannot be picked are the others, which are known by their exact spelling", () => {
    assert.deepEqual(otherScopesOf("openid write READ read admin"), ["openid", "READ", "admin"]);
    assert.deepEqual(otherScopesOf("write read"), []);
  });

  const texts = [
    [["write", "read"], "", "read write"],
    [["write"], "read", "write"],
    [["read"], "openid write admin", "read openid admin"],
    [[], "openid", "openid"],
    [[], "read write", ""],
    [["read", "read"], "", "read"],
  ] as const;
  for (const [picked, present, expected] of texts) {
    it(`are sent as "${expected}" when [${picked.join(", ")}] is picked for "${present}"`, () => {
      assert.equal(scopeText(picked, present), expected);
    });
  }

  it("read from the text to send are what was picked and the other words of before", () => {
    fc.assert(
      fc.property(picks, storedScope, (picked, present) => {
        const text = scopeText(picked, present);
        assert.deepEqual(scopesOf(text), new Set<string>([...picked, ...otherScopesOf(present)]));
        assert.doesNotMatch(text, /^\s|\s\s|[^\S ]|\s$/);
      }),
    );
  });

  it("are read from what was sent as they were from what the server had, whatever that was", () => {
    fc.assert(
      fc.property(fc.oneof(storedScope, fc.string({ unit: "binary" })), (stored) => {
        const sent = orderedScope(stored);
        assert.deepEqual(scopesOf(sent), new Set(scopesOf(stored)));
        assert.equal(orderedScope(sent), sent);
        assert.ok(isSameScope(sent, stored) && mayWrite(sent) === mayWrite(stored));
      }),
    );
  });

  it("picked as they are change nothing", () => {
    fc.assert(
      fc.property(storedScope, (present) => {
        const picked = pickableScopes.filter((word) => scopesOf(present).has(word));
        assert.ok(isSameScope(scopeText(picked, present), present));
      }),
    );
  });

  const comparisons = [
    ["read write", "write  read", true],
    ["read", "read read", true],
    ["", " ", true],
    ["read", "read write", false],
    ["read write", "read", false],
    ["read", "write", false],
    ["read", "READ", false],
  ] as const;
  for (const [a, b, expected] of comparisons) {
    it(`${expected ? "are the same" : "differ"} for "${a}" and "${b}"`, () => {
      assert.equal(isSameScope(a, b), expected);
    });
  }

  it("let a token write only with the word write", () => {
    assert.ok(mayWrite("write"));
    assert.ok(mayWrite(" read\twrite"));
    for (const scope of ["", "read", "writer", "WRITE", "read,write"]) assert.ok(!mayWrite(scope), scope);
  });

  it("widen when the token may write and could not before", () => {
    assert.ok(isWidening("read", "read write"));
    assert.ok(isWidening("", "write"));
    assert.ok(!isWidening("write", "read write"));
    assert.ok(!isWidening("read write", "read"));
    assert.ok(!isWidening("", "read"));
  });
});

describe("a choice of scopes for several tokens", () => {
  const choice = fc
    .record({
      read: fc.constantFrom("give", "take", "keep"),
      write: fc.constantFrom("give", "take", "keep"),
    } as const)
    .map(({ read, write }) => new Map([["read", read] as const, ["write", write] as const]));

  it("gives and takes what it says, keeps the rest, and leaves no token without what can be picked", () => {
    fc.assert(
      fc.property(storedScope, choice, (present, chosen) => {
        const after = scopesOf(scopeAfter(present, chosen));
        for (const word of pickableScopes) {
          const is = { give: true, take: false, keep: scopesOf(present).has(word) }[chosen.get(word) ?? "keep"];
          assert.equal(after.has(word), is, word);
        }
        assert.deepEqual(otherScopesOf(scopeAfter(present, chosen)), otherScopesOf(present));
        assert.equal(
          isPossible(present, chosen),
          pickableScopes.some((word) => after.has(word)),
        );
      }),
    );
  });
});
