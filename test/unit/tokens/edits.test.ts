import assert from "node:assert/strict";
import fc from "fast-check";
import { changesBetween, changesTo, differencesOf, fieldsOf, isAsAsked, outcomeOf } from "../../../src/tokens/edits";
import { aToken } from "../support/aToken";

const token = aToken({ description: "backup", scope: "read write", applicationId: null, applicationName: undefined });

describe("differencesOf", () => {
  it("is nothing for what nobody changed, whatever the time of change and the spacing of the scopes", () => {
    assert.deepEqual(differencesOf(token, { ...token, modified: "3000-01-01T00:00:00Z", scope: " write\tread " }), []);
  });

  for (const [changed, expected] of [
    [{ description: "restore" }, [{ field: "description", from: "backup", to: "restore" }]],
    [{ description: "Backup" }, [{ field: "description", from: "backup", to: "Backup" }]],
    [{ scope: "read" }, [{ field: "scope", from: "read write", to: "read" }]],
    [{ applicationId: 3, applicationName: "ci" }, [{ field: "application", from: "", to: "ci" }]],
    [
      { description: "", scope: "write" },
      [
        { field: "description", from: "backup", to: "" },
        { field: "scope", from: "read write", to: "write" },
      ],
    ],
  ] as const) {
    it(`names ${expected.map(({ field }) => field).join(" and ")} with both values`, () => {
      assert.deepEqual(differencesOf(token, { ...token, ...changed }), expected);
    });
  }
});

describe("isAsAsked", () => {
  it("takes no notice of the white space that Python strips from a description, or JavaScript", () => {
    for (const blank of [" ", "\n", "\u00a0", "\u001c", "\u001f", "\u0085", "\ufeff", "\u2028"]) {
      assert.ok(isAsAsked({ ...token, description: "x" }, { description: `${blank}x${blank}` }), JSON.stringify(blank));
    }
  });

  it("takes notice of every other character", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a.trim() !== b.trim());
        assert.ok(!isAsAsked({ ...token, description: `<${a}>` }, { description: `<${b}>` }));
      }),
    );
    assert.ok(!isAsAsked({ ...token, description: "x\u0007" }, { description: "x" }));
  });

  it("compares scopes as sets of words", () => {
    assert.ok(isAsAsked(token, { scope: "write  read" }));
    assert.ok(!isAsAsked(token, { scope: "read" }));
    assert.ok(!isAsAsked(token, { scope: "read write openid" }));
  });

  it("asks for both fields where an edit changes both", () => {
    assert.ok(isAsAsked(token, { description: "backup ", scope: "write read" }));
    assert.ok(!isAsAsked(token, { description: "backup", scope: "read" }));
    assert.ok(!isAsAsked(token, { description: "restore", scope: "read write" }));
    assert.ok(isAsAsked(token, {}));
  });
});

describe("changesBetween", () => {
  for (const [wanted, expected] of [
    [{ description: "backup", scope: "read write" }, {}],
    [{ description: " backup\n", scope: "write read" }, {}],
    [{ description: "", scope: "read write" }, { description: "" }],
    [{ description: "Backup", scope: "write  read" }, { description: "Backup" }],
    [{ description: "backup", scope: "write" }, { scope: "write" }],
    [{ description: "backup", scope: "" }, { scope: "" }],
    [
      { description: "restore", scope: "read" },
      { description: "restore", scope: "read" },
    ],
  ] as const) {
    it(`of ${JSON.stringify(wanted)} is ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(changesBetween(token, wanted), expected);
    });
  }
});

describe("fieldsOf", () => {
  it("names the fields that an edit changes, those that it empties too", () => {
    assert.deepEqual(fieldsOf({}), []);
    assert.deepEqual(fieldsOf({ scope: "" }), ["scope"]);
    assert.deepEqual(fieldsOf({ scope: "read", description: "" }), ["description", "scope"]);
    for (const field of ["description", "scope"] as const) {
      assert.deepEqual(fieldsOf(changesTo(field, "x")), [field]);
    }
  });
});

describe("outcomeOf", () => {
  for (const [after, outcome] of [
    [{ description: "asked" }, "saved"],
    [{ description: "asked", scope: "read" }, "saved"],
    [{}, "notSaved"],
    [{ scope: "read" }, "notSaved"],
    [{ description: "another" }, "unclear"],
  ] as const) {
    it(`is ${outcome} for ${JSON.stringify(after)}`, () => {
      assert.equal(outcomeOf({ description: "asked" }, token, { ...token, ...after }), outcome);
    });
  }

  it("is told of scopes by their words", () => {
    assert.equal(outcomeOf({ scope: "read" }, token, { ...token, scope: "write read" }), "notSaved");
    assert.equal(outcomeOf({ scope: "read" }, token, { ...token, scope: "write" }), "unclear");
  });

  for (const [after, outcome] of [
    [{ description: "asked", scope: "read" }, "saved"],
    [{}, "notSaved"],
    [{ applicationId: 3 }, "notSaved"],
    [{ description: "asked" }, "unclear"],
    [{ scope: "write" }, "unclear"],
  ] as const) {
    it(`of both fields is ${outcome} for ${JSON.stringify(after)}`, () => {
      assert.equal(outcomeOf({ description: "asked", scope: "read" }, token, { ...token, ...after }), outcome);
    });
  }
});
