import assert from "node:assert/strict";
import { translationProblems } from "../../../scripts/translationProblems";

describe("the problems of a translation", () => {
  const english = { hello: "Hello {0}, see [here](command:x) and `code` or `AWX Tokens: Sign In`.\nBye {1}" };
  const problemsOf = (hello: string) => translationProblems(english, { hello });

  it("are none when words alone differ, in another order", () => {
    assert.deepEqual(problemsOf("{1}, tschüss.\n{0}, `code` und [hier](command:x), `AWX Tokens: Anmelden`"), []);
  });

  it("are texts that are missing or empty, and those that nothing says any more", () => {
    assert.deepEqual(translationProblems({ a: "A", b: "B" }, { b: " ", c: "C" }), [
      "no text for “a”",
      "no text for “b”",
      "nothing says “c”",
    ]);
  });

  for (const [what, text] of [
    ["a placeholder is lost", "Hallo, [hier](command:x), `code`.\nTschüss {1}"],
    ["a placeholder is made up", "Hallo {0} {2}, [hier](command:x), `code`.\nTschüss {1}"],
    ["a link goes elsewhere", "Hallo {0}, [hier](command:y), `code`.\nTschüss {1}"],
    ["code is translated", "Hallo {0}, [hier](command:x), `Code`.\nTschüss {1}"],
    ["lines are joined", "Hallo {0}, [hier](command:x), `code`. Tschüss {1}"],
    ["a blank is added at the end", "Hallo {0}, [hier](command:x), `code`.\nTschüss {1} "],
  ] as const) {
    it(`are told when ${what}`, () => {
      assert.deepEqual(problemsOf(text), ["what must stay as it is does not in “hello”"]);
    });
  }
});
