import assert from "node:assert/strict";
import type { JsonNumber } from "../../fakeAwx/pythonJson";
import { JsonParseError, parsePythonJson } from "../../fakeAwx/pythonJson";

describe("Python's JSON", () => {
  // What Python 3.11 says to the same texts.
  const mistakes: readonly [text: string, message: string][] = [
    ["", "Expecting value: line 1 column 1 (char 0)"],
    ["[1,]", "Expecting value: line 1 column 4 (char 3)"],
    ["[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"],
    ["{a:1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"],
    ['{"a"', "Expecting ':' delimiter: line 1 column 5 (char 4)"],
    ['{"a":01}', "Expecting ',' delimiter: line 1 column 7 (char 6)"],
    ['{"a":"b\\', "Unterminated string starting at: line 1 column 6 (char 5)"],
    ['{"a":"x\\q"}', "Invalid \\escape: line 1 column 8 (char 7)"],
    ['{"a":"\\u12G4"}', "Invalid \\uXXXX escape: line 1 column 8 (char 7)"],
    ['{"a":"x\ny"}', "Invalid control character at: line 1 column 8 (char 7)"],
    ['{"a":1} x', "Extra data: line 1 column 9 (char 8)"],
    ['\n{"🐎":1,\n x}', "Expecting property name enclosed in double quotes: line 3 column 2 (char 10)"],
  ];
  for (const [text, message] of mistakes) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parsePythonJson(text),
        (error) => error instanceof JsonParseError && error.message === message,
      );
    });
  }

  it("takes what JSON.parse takes, and Python's constants", () => {
    const value = parsePythonJson(' {"a": [true, null, "\\u017d\\n"], "n": NaN, "i": -0, "f": 1e-7} ');
    assert.ok(value instanceof Map);
    assert.deepEqual(value.get("a"), [true, null, "Ž\n"]);
    const numbers = ["n", "i", "f"].map((name) => (value.get(name) as JsonNumber).text);
    assert.deepEqual(numbers, ["nan", "0", "1e-07"]);
  });
});
