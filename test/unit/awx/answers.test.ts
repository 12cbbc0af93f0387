import assert from "node:assert/strict";
import fc from "fast-check";
import { readAnswer, type Answer } from "../../../src/awx/answers";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";

const same = (text: string): string => text;
const html = "<!doctype html><title>AWX</title>";

function answer(status: number, text: string, contentType = "application/json", location = ""): Answer {
  return { status, contentType, location, text };
}

function problemOf(given: Answer): AwxProblem | undefined {
  try {
    readAnswer(given, "GET /api/v2/me/", same);
  } catch (error) {
    assert.ok(error instanceof AwxError);
    return error.problem;
  }
  return undefined;
}

describe("readAnswer", () => {
  for (const contentType of [
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/problem+json",
  ]) {
    it(`gives the JSON of a success of type ${contentType}`, () => {
      assert.deepEqual(readAnswer(answer(200, '{"id": 1}', contentType), "GET /", same), { id: 1 });
    });
  }

  it("gives the JSON of any 2xx", () => {
    assert.deepEqual(readAnswer(answer(201, "[]"), "GET /", same), []);
    assert.deepEqual(readAnswer(answer(299, "null"), "GET /", same), null);
  });

  const detail = '{"detail": "No."}';
  const cases: readonly (readonly [title: string, given: Answer, problem: AwxProblem])[] = [
    ["a redirect", answer(301, html, "text/html", "/login"), { kind: "redirected", location: "/login" }],
    ["a redirect with a JSON body", answer(302, "{}", "application/json", ""), { kind: "redirected", location: "" }],
    ["a 300", answer(300, html, "text/html"), { kind: "redirected", location: "" }],
    ["a 304", answer(304, ""), { kind: "redirected", location: "" }],
    ["401", answer(401, detail), { kind: "unauthenticated" }],
    ["a login page with 401", answer(401, html, "text/html"), { kind: "unauthenticated" }],
    ["403 with its reason", answer(403, detail), { kind: "forbidden", reasons: ["No."] }],
    ["403 of a proxy", answer(403, html, "text/html"), { kind: "forbidden", reasons: [] }],
    ["403 with what merely looks like JSON", answer(403, detail, "text/plain"), { kind: "forbidden", reasons: [] }],
    ["a missing object", answer(404, detail), { kind: "notFound" }],
    ["a missing page", answer(404, html, "text/html"), { kind: "unexpectedAnswer", status: 404, found: "html" }],
    [
      "404 in plain text",
      answer(404, "gone", "text/plain"),
      { kind: "unexpectedAnswer", status: 404, found: "notJson" },
    ],
    [
      "400 by field",
      answer(400, '{"scope": ["Bad.", "Worse."]}'),
      { kind: "rejected", reasons: ["scope: Bad.", "scope: Worse."] },
    ],
    ["400 with detail", answer(400, detail), { kind: "rejected", reasons: ["No."] }],
    ["400 of the whole object", answer(400, '{"__all__": ["No."]}'), { kind: "rejected", reasons: ["No."] }],
    ["400 as an array", answer(400, '["No.", "Never."]'), { kind: "rejected", reasons: ["No.", "Never."] }],
    [
      "400 of several fields",
      answer(400, '{"description": ["Long."], "scope": "Bad.", "__all__": ["No."]}'),
      { kind: "rejected", reasons: ["description: Long.", "scope: Bad.", "No."] },
    ],
    [
      "400 with what is no text",
      answer(400, '{"a": [1, null, {}, "b"], "c": {"d": 1}}'),
      { kind: "rejected", reasons: ["a: b"] },
    ],
    ["400 with a bare text", answer(400, '"No."'), { kind: "rejected", reasons: [] }],
    ["400 with null", answer(400, "null"), { kind: "rejected", reasons: [] }],
    ["400 with broken JSON", answer(400, '{"detail": '), { kind: "rejected", reasons: [] }],
    ["400 without a body", answer(400, ""), { kind: "rejected", reasons: [] }],
    ["400 as HTML", answer(400, html, "text/html"), { kind: "rejected", reasons: [] }],
    ["405", answer(405, detail), { kind: "refused", status: 405, reasons: ["No."] }],
    ["415", answer(415, detail), { kind: "refused", status: 415, reasons: ["No."] }],
    ["429 of a proxy", answer(429, html, "text/html"), { kind: "refused", status: 429, reasons: [] }],
    ["500 as HTML", answer(500, html, "text/html"), { kind: "serverFailed", status: 500 }],
    ["503 as JSON", answer(503, detail), { kind: "serverFailed", status: 503 }],
    ["599 with nothing", answer(599, "", ""), { kind: "serverFailed", status: 599 }],
    ["a web page", answer(200, html, "text/html"), { kind: "unexpectedAnswer", status: 200, found: "html" }],
    ["an empty web page", answer(200, "", "text/html"), { kind: "unexpectedAnswer", status: 200, found: "html" }],
    ["a web page of no type", answer(200, ` \n${html}`, ""), { kind: "unexpectedAnswer", status: 200, found: "html" }],
    ["plain text", answer(200, "{}", "text/plain"), { kind: "unexpectedAnswer", status: 200, found: "notJson" }],
    [
      "a type like JSON",
      answer(200, "{}", "application/jsonp"),
      { kind: "unexpectedAnswer", status: 200, found: "notJson" },
    ],
    ["204", answer(204, "", ""), { kind: "unexpectedAnswer", status: 204, found: "notJson" }],
    ["broken JSON", answer(200, '{"id": '), { kind: "unexpectedAnswer", status: 200, found: "notJson" }],
    ["no JSON at all", answer(200, ""), { kind: "unexpectedAnswer", status: 200, found: "notJson" }],
  ];
  for (const [title, given, problem] of cases) {
    it(`says what is wrong with ${title}`, () => {
      assert.deepEqual(problemOf(given), problem);
    });
  }

  it("names the request and the kind of problem and quotes nothing of the answer", () => {
    assert.throws(() => readAnswer(answer(400, '{"scope": ["Bad."]}'), "PATCH /api/v2/tokens/1/", same), {
      name: "AwxError",
      message: "PATCH /api/v2/tokens/1/: rejected",
      request: "PATCH /api/v2/tokens/1/",
    });
  });

  it("fails with an AwxError alone and gives texts as its reasons, whatever the server answers", () => {
    const body = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.constant(html));
    const type = fc.oneof(fc.constantFrom("application/json", "text/html", ""), fc.string());
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), body, type, (status, text, contentType) => {
        const problem = problemOf(answer(status, text, contentType));
        if (!problem) assert.ok(status < 300);
        else if ("reasons" in problem) assert.ok(problem.reasons.every((reason) => typeof reason === "string"));
      }),
      { numRuns: 1000 },
    );
  });
});
