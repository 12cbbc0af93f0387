import assert from "node:assert/strict";
import type { TokenValues } from "../../../src/awx/awxClient";
import {
  readTokenJson,
  readTokensJson,
  tokenJson,
  tokensJson,
  type JsonProblem,
  type Span,
} from "../../../src/tokens/tokenJson";
import { deceptiveIn, hostileTexts } from "../../support/hostileTexts";

const backup: TokenValues = { description: "backup", scope: "read" };
const deploy: TokenValues = { description: "deploy", scope: "read write" };
const two: ReadonlyMap<string, TokenValues> = new Map([
  ["2", backup],
  ["7", deploy],
]);
const backupEntry = '"2": { "scope": ["read"], "description": "backup" }';

/** What a span covers of a text. */
function covered(text: string, { offset, length }: Span): string {
  return text.slice(offset, offset + length);
}

/** Problems as their kinds, each with what it stands on. */
function spotted(text: string, problems: readonly JsonProblem[]): string[] {
  return problems.map((problem) => `${problem.kind} at ${covered(text, problem)}`);
}

function problemsOf(text: string, present = backup): string[] {
  const { entry, problems } = readTokenJson(text, present);
  assert.equal(entry, undefined);
  return spotted(text, problems);
}

/** What a text says of a token, which it must say without a problem. */
function valuesOf(text: string, present = backup): TokenValues | undefined {
  const { entry, problems } = readTokenJson(text, present);
  assert.deepEqual(problems, []);
  return entry?.values;
}

describe("tokenJson", () => {
  it("is all of a token that can be changed, its scopes in one order", () => {
    assert.equal(
      tokenJson({ description: 'a "b"', scope: "openid\twrite  read" }),
      '{\n  "description": "a \\"b\\"",\n  "scope": ["read", "write", "openid"]\n}\n',
    );
  });

  it("has an empty list for a token without scopes, which stays one", () => {
    const none = { description: "", scope: "" };
    assert.equal(tokenJson(none), '{\n  "description": "",\n  "scope": []\n}\n');
    assert.deepEqual(valuesOf(tokenJson(none), none), none);
  });

  for (const { title, text } of hostileTexts) {
    it(`has ${title} in plain sight, and is read as that again`, () => {
      const values = { description: text, scope: "read" };
      const json = tokenJson(values);
      assert.deepEqual(deceptiveIn(json.replaceAll("\n", "")), []);
      assert.deepEqual(valuesOf(json, values), values);
      assert.deepEqual(JSON.parse(json), { description: text, scope: ["read"] });
    });
  }

  it("has a scope's word that deceives in plain sight, and keeps it", () => {
    const values = { description: "", scope: "read ad\u200dmin\u202e" };
    assert.ok(tokenJson(values).includes(String.raw`["read", "ad\u200dmin\u202e"]`));
    assert.deepEqual(valuesOf(tokenJson(values), values), values);
  });
});

describe("tokensJson", () => {
  it("has a line a token below its head, in the given order, each with what is said of it", () => {
    const tokens = [
      { key: "7", values: deploy, comment: "alice" },
      { key: "gateway/2", values: backup, comment: 'bob "}' },
    ];
    assert.equal(
      tokensJson(["first", "second"], tokens),
      [
        "// first",
        "// second",
        "{",
        '  "7": { "scope": ["read", "write"], "description": "deploy" }, // alice',
        '  "gateway/2": { "scope": ["read"], "description": "backup" } // bob "}',
        "}",
        "",
      ].join("\n"),
    );
  });

  it("is an empty object without tokens", () => {
    assert.equal(tokensJson([], []), "{\n}\n");
    assert.deepEqual(readTokensJson("{\n}\n", two), { entries: new Map(), problems: [] });
  });

  it("is read as the tokens that it was made of, whatever their texts hold", () => {
    const known = new Map(
      hostileTexts.map(({ text }, index) => [String(index + 1), { description: text, scope: "read" }] as const),
    );
    const text = tokensJson(
      ["head"],
      Array.from(known, ([key, values]) => ({ key, values, comment: "c" })),
    );
    const { entries, problems } = readTokensJson(text, known);
    assert.deepEqual(problems, []);
    assert.deepEqual(new Map(Array.from(entries, ([key, { values }]) => [key, values])), known);
  });
});

describe("readTokenJson", () => {
  for (const [title, text, problems] of [
    ["nothing", "", ["syntax at "]],
    ["blanks alone", " \n", ["syntax at "]],
    ["a comment alone", "// a", ["syntax at "]],
    ["a byte order mark", '\ufeff{"description":"","scope":["read"]}', ["syntax at \ufeff"]],
    ["a brace that is not closed", '{"description":"","scope":["read"]', ["syntax at "]],
    ["a comma that is missing", '{"description":"" "scope":["read"]}', ['syntax at "scope"']],
    ["a text that is not closed", '{"description":"a\n,"scope":["read"]}', ['syntax at "a']],
    ["more behind the end", '{"description":"","scope":["read"]} x', ["syntax at x"]],
    ["a comment that is not closed", '{"description":"","scope":["read"]} /* a', ["syntax at /* a"]],
    ["a raw control character", '{"description":"\u0007","scope":["read"]}', ['syntax at "\u0007"']],
    ["a list", "[1]", ["notObject at [1]"]],
    ["a number", "7", ["notObject at 7"]],
    ["null", "null", ["notObject at null"]],
    ["a description of null", '{"description":null,"scope":["read"]}', ["notText at null"]],
    ["a description that is a list", '{"description":["a"],"scope":["read"]}', ['notText at ["a"]']],
    ["half a character", String.raw`{"description":"a\ud83d","scope":["read"]}`, [String.raw`brokenText at "a\ud83d"`]],
    ["a scope that is a text", '{"description":"","scope":"read"}', ['notWords at "read"']],
    ["a scope of numbers", '{"description":"","scope":["read",1]}', ['notWords at ["read",1]']],
    ["a scope of lists", '{"description":"","scope":[["read"]]}', ['notWords at [["read"]]']],
    ["a scope that is an object", '{"description":"","scope":{"read":1}}', ['notWords at {"read":1}']],
    ["an empty scope", '{"description":"","scope":[]}', ["noScope at []"]],
    ["a scope that is none", '{"description":"","scope":["read","raed"]}', ['unknownScope at "raed"']],
    ["an empty word", '{"description":"","scope":[""]}', ['unknownScope at ""']],
    ["two scopes in one word", '{"description":"","scope":["read write"]}', ['unknownScope at "read write"']],
    ["a scope in capitals", '{"description":"","scope":["READ"]}', ['unknownScope at "READ"']],
    ["a field of another name", '{"description":"","scope":["read"],"id":2}', ['unknownField at "id"']],
    [
      "a field in capitals",
      '{"Description":"","scope":["read"]}',
      ['unknownField at "Description"', "missingField at }"],
    ],
    ["__proto__", '{"description":"","scope":["read"],"__proto__":{}}', ['unknownField at "__proto__"']],
    ["a field twice", '{"description":"a","scope":["read"],"description":"b"}', ['doubleField at "description"']],
    ["no description", '{"scope":["read"]}', ["missingField at }"]],
    ["no scope", '{"description":"a"}', ["missingField at }"]],
    ["no field", "{}", ["missingField at }", "missingField at }"]],
    [
      "several at once",
      '{"description":1,"scope":["a","b"]}',
      ["notText at 1", 'unknownScope at "a"', 'unknownScope at "b"'],
    ],
  ] as const) {
    it(`says of ${title} what is wrong, and where`, () => {
      assert.deepEqual(problemsOf(text), problems);
    });
  }

  it("names the field that is missing, and the one that is there twice or unknown", () => {
    for (const [text, key] of [
      ['{"scope":["read"]}', "description"],
      ['{"description":""}', "scope"],
      ['{"description":"","scope":["read"],"scope":["read"]}', "scope"],
      ['{"description":"","scope":["read"],"__proto__":{}}', "__proto__"],
    ] as const) {
      const [problem] = readTokenJson(text, backup).problems;
      assert.equal(problem && "key" in problem ? problem.key : undefined, key);
    }
  });

  it("names the word that is no scope", () => {
    const [problem] = readTokenJson('{"description":"","scope":["raed"]}', backup).problems;
    assert.equal(problem?.kind === "unknownScope" ? problem.word : undefined, "raed");
  });

  for (const [title, text] of [
    ["comments", '// a\n{ /* "scope": 1 */ "description": "a" // }\n, "scope": ["read" /* , "write" */] }'],
    ["commas at the ends", '{"description":"a","scope":["read",],}'],
    ["CRLF", '{\r\n"description": "a",\r\n// b\r\n"scope": [\r\n"read"\r\n]\r\n}\r\n'],
    ["another order", '{"scope":["read"],"description":"a"}'],
    ["escapes in names and words", String.raw`{"desc\u0072iption":"\u0061","scope":["re\u0061d"]}`],
    ["a word twice", '{"description":"a","scope":["read","read"]}'],
  ] as const) {
    it(`reads past ${title}`, () => {
      assert.deepEqual(valuesOf(text), { description: "a", scope: "read" });
    });
  }

  it("gives scopes in AWX's order, then the other words of the token", () => {
    const present = { description: "", scope: "openid write email" };
    const text = '{"description":"","scope":["email","write","openid","read"]}';
    assert.equal(valuesOf(text, present)?.scope, "read write email openid");
  });

  it("keeps an odd word that the token has, lets it be taken out, and refuses one that it has not", () => {
    const present = { description: "", scope: "read openid" };
    assert.equal(valuesOf('{"description":"","scope":["openid"]}', present)?.scope, "openid");
    assert.equal(valuesOf('{"description":"","scope":["read"]}', present)?.scope, "read");
    assert.deepEqual(problemsOf('{"description":"","scope":["read","openid2"]}', present), [
      'unknownScope at "openid2"',
    ]);
  });

  it("keeps half a character that the description has, and no other", () => {
    const present = { description: "a\ud83d", scope: "read" };
    assert.deepEqual(valuesOf(tokenJson(present), present), present);
    assert.deepEqual(problemsOf(tokenJson({ ...present, description: "b\ud83d" }), present), [
      String.raw`brokenText at "b\ud83d"`,
    ]);
  });

  it("says where each field is", () => {
    const text = '{ "scope": ["read"], "description": "a" }\n';
    const { entry } = readTokenJson(text, backup);
    assert.ok(entry);
    assert.equal(covered(text, entry.place), text.trim());
    assert.equal(covered(text, entry.fields.scope), '"scope": ["read"]');
    assert.equal(covered(text, entry.fields.description), '"description": "a"');
  });
});

describe("readTokensJson", () => {
  for (const [title, text, problems] of [
    ["an unknown token", `{ ${backupEntry}, "3": { } }`, ['unknownToken at "3"']],
    ["a token by another spelling of its id", '{ "02": {} }', ['unknownToken at "02"']],
    ["__proto__", '{ "__proto__": { "scope": ["read"], "description": "" } }', ['unknownToken at "__proto__"']],
    ["what every object has", '{ "toString": {} }', ['unknownToken at "toString"']],
    ["an empty id", '{ "": {} }', ['unknownToken at ""']],
    ["a token twice", `{ ${backupEntry}, ${backupEntry} }`, ['doubleToken at "2"']],
    ["a token that is no object", '{ "2": "backup" }', ['notObject at "backup"']],
    ["a token without its fields", '{ "2": {} }', ["missingField at }", "missingField at }"]],
    ["a list", "[]", ["notObject at []"]],
    ["a text that is cut off", `{ ${backupEntry}`, ["syntax at "]],
  ] as const) {
    it(`says of ${title} what is wrong, and where`, () => {
      assert.deepEqual(spotted(text, readTokensJson(text, two).problems), problems);
    });
  }

  it("gives nothing of a text that is not JSON", () => {
    assert.equal(readTokensJson(`{ ${backupEntry} `, two).entries.size, 0);
  });

  it("gives the others beside one with a problem, and not that one", () => {
    const text = `{ ${backupEntry}, "7": { "scope": ["all"], "description": "x" } }`;
    const { entries, problems } = readTokensJson(text, two);
    assert.deepEqual([...entries.keys()], ["2"]);
    assert.deepEqual(spotted(text, problems), ['unknownScope at "all"']);
  });

  it("says nothing of a token that was taken out", () => {
    const { entries, problems } = readTokensJson(`{ ${backupEntry} }`, two);
    assert.deepEqual(problems, []);
    assert.deepEqual([...entries.keys()], ["2"]);
  });

  it("measures each token by its own words", () => {
    const known = new Map([...two, ["9", { description: "", scope: "openid" }]]);
    const line = (key: string) => `"${key}": { "description": "", "scope": ["openid"] }`;
    const text = `{ ${line("9")}, ${line("2")} }`;
    const { entries, problems } = readTokensJson(text, known);
    assert.equal(entries.get("9")?.values.scope, "openid");
    assert.deepEqual(
      problems.map(({ kind, offset }) => [kind, offset > text.indexOf('"2"')]),
      [["unknownScope", true]],
    );
  });

  it("says where an entry and its fields are", () => {
    const text = `{\n  ${backupEntry} // c\n}`;
    const entry = readTokensJson(text, two).entries.get("2");
    assert.ok(entry);
    assert.equal(covered(text, entry.place), backupEntry);
    assert.equal(covered(text, entry.fields.description), '"description": "backup"');
  });
});
