import assert from "node:assert/strict";
import fc from "fast-check";
import { readAnswer, type Answer, type Asked } from "../../../src/awx/answers";
import type { BodyText } from "../../../src/awx/body";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";

const asked: Asked = {
  request: "GET /api/v2/me/",
  url: new URL("http://awx.test/api/v2/me/"),
  with: "token",
  redact: (text) => text.replaceAll("s3cret", "********"),
};
const html = "<!doctype html><p>no title</p>";

function answer(status: number, text: string, contentType = "application/json", location = ""): Answer {
  return { status, contentType, location, challenge: "", retryAfter: undefined, body: bodyOf(text) };
}

function bodyOf(text: string): BodyText {
  return { text, isWhole: true, isText: true };
}

function titled(title: string): string {
  return `<!doctype html>\n<html><head><meta charset="utf-8">\n<TITLE lang="en">${title}</TITLE></head></html>`;
}

function problemOf(given: Answer, by: Partial<Asked> = {}): AwxProblem | undefined {
  try {
    readAnswer(given, { ...asked, ...by });
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
      assert.deepEqual(readAnswer(answer(200, '{"id": 1}', contentType), asked), { id: 1 });
    });
  }

  it("gives the JSON of any 2xx", () => {
    assert.deepEqual(readAnswer(answer(201, "[]"), asked), []);
    assert.deepEqual(readAnswer(answer(299, "null"), asked), null);
  });

  const detail = '{"detail": "No."}';
  const cases: readonly (readonly [title: string, given: Answer, problem: AwxProblem])[] = [
    [
      "a redirect",
      answer(301, html, "text/html", "/login"),
      { kind: "redirected", location: "/login", to: "elsewhere" },
    ],
    [
      "a redirect with a JSON body",
      answer(302, "{}", "application/json", ""),
      { kind: "redirected", location: "", to: "elsewhere" },
    ],
    ["a 300", answer(300, html, "text/html"), { kind: "redirected", location: "", to: "elsewhere" }],
    ["a 304", answer(304, ""), { kind: "redirected", location: "", to: "elsewhere" }],
    ["401", answer(401, detail), { kind: "unauthenticated", with: "token", reasons: ["No."] }],
    ["a login page with 401", answer(401, html, "text/html"), { kind: "unauthenticated", with: "token", reasons: [] }],
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
    [
      "400 of a gateway's whole object",
      answer(400, '{"non_field_errors": ["No."]}'),
      { kind: "rejected", reasons: ["No."] },
    ],
    ["403 of a gateway's proxy", answer(403, '{"details": "No."}'), { kind: "forbidden", reasons: ["No."] }],
    ["407", answer(407, html, "text/html"), { kind: "proxyRefused", status: 407 }],
    [
      "413 of a web server",
      answer(413, titled("413 Request Entity Too Large"), "text/html"),
      { kind: "refused", status: 413, reasons: ["413 Request Entity Too Large"] },
    ],
    ["403 of a login proxy", answer(403, titled("Denied"), "text/html"), { kind: "forbidden", reasons: ["Denied"] }],
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
    [
      "an empty answer that is not 204",
      answer(200, "", ""),
      { kind: "unexpectedAnswer", status: 200, found: "notJson" },
    ],
    ["broken JSON", answer(200, '{"id": '), { kind: "unexpectedAnswer", status: 200, found: "notJson" }],
    ["no JSON at all", answer(200, ""), { kind: "unexpectedAnswer", status: 200, found: "notJson" }],
  ];
  for (const [title, given, problem] of cases) {
    it(`says what is wrong with ${title}`, () => {
      assert.deepEqual(problemOf(given), problem);
    });
  }

  it("gives nothing for a success without a body", () => {
    assert.equal(readAnswer(answer(204, "", ""), asked), undefined);
    assert.equal(readAnswer(answer(204, "", "text/html"), asked), undefined);
  });

  const redirects: readonly (readonly [from: string, location: string, to: string])[] = [
    ["http://awx.test/api/", "https://awx.test/api/", "https"],
    ["http://awx.test/api/", "https://AWX.test:8443/", "https"],
    ["http://awx.test:8052/api/", "https://awx.test/login", "https"],
    ["http://awx.test/api/", "https://sso.test/api/", "elsewhere"],
    ["https://awx.test/api/", "https://awx.test/api/v2/", "elsewhere"],
    ["https://awx.test/api/", "http://awx.test/api/", "elsewhere"],
    ["http://awx.test/api/", "//awx.test/api/", "elsewhere"],
    ["http://awx.test/api/", "/migrations_notran/", "upgrade"],
    ["https://awx.test/awx/api/", "/awx/migrations_notran/", "upgrade"],
    ["http://awx.test/api/", "https://awx.test/migrations_notran/", "upgrade"],
    ["https://awx.test/api/", "/login?next=/migrations_notran/", "elsewhere"],
    ["https://awx.test/api/", "http://[", "elsewhere"],
  ];
  for (const [from, location, to] of redirects) {
    it(`takes a redirect of ${from} to ${location} for one to ${to}`, () => {
      const problem = problemOf(answer(302, html, "text/html", location), { url: new URL(from) });
      assert.deepEqual(problem, { kind: "redirected", location, to });
    });
  }

  const titles: readonly (readonly [title: string, as: string | undefined])[] = [
    ["Sign in to Okta", "Sign in to Okta"],
    ["  Log\n in ", "Log in"],
    ["A &amp; B &lt;&gt; &quot;C&quot; &#39;&#x27;&apos;", "A & B <> \"C\" '''"],
    ["&amp;lt; &nbsp;", "&lt; &nbsp;"],
    ["token s3cret refused", "token ******** refused"],
    ["", undefined],
    [" \n ", undefined],
    ["x".repeat(81), "x".repeat(80)],
    ["🔒".repeat(81), "🔒".repeat(80)],
    [`${"x".repeat(76)} s3cret`, `${"x".repeat(76)} ***`],
  ];
  for (const [title, as] of titles) {
    it(`gives ${String(as)} as the title of a page titled ${JSON.stringify(title)}`, () => {
      const problem = problemOf(answer(200, titled(title), "text/html"));
      const rest = { kind: "unexpectedAnswer", status: 200, found: "html" };
      assert.deepEqual(problem, as === undefined ? rest : { ...rest, title: as });
    });
  }

  it("gives the title of a page in place of what is missing, and none of what is no page", () => {
    assert.deepEqual(problemOf(answer(404, titled("AWX"), "text/html")), {
      kind: "unexpectedAnswer",
      status: 404,
      found: "html",
      title: "AWX",
    });
    assert.deepEqual(problemOf(answer(200, `see ${titled("AWX")}`, "text/plain")), {
      kind: "unexpectedAnswer",
      status: 200,
      found: "notJson",
    });
  });

  it("says what a refused credential was, and quotes what a gateway says of it", () => {
    for (const kind of ["token", "password", "nothing"] as const) {
      const problem = problemOf(answer(401, '{"detail": "Invalid username/password."}'), { with: kind });
      assert.deepEqual(problem, { kind: "unauthenticated", with: kind, reasons: ["Invalid username/password."] });
    }
  });

  const challenges: readonly (readonly [challenge: string, reasons: readonly string[]])[] = [
    [
      'Bearer realm="api",error="invalid_token",error_description="The access token is expired."',
      ["The access token is expired."],
    ],
    ['Bearer error_description="say \\"hi\\" to \\\\ s3cret"', ['say "hi" to \\ ********']],
    ['Bearer realm="api"', ["No."]],
    ['Bearer error_description=""', ["No."]],
  ];
  for (const [challenge, reasons] of challenges) {
    it(`finds the reason in the challenge ${challenge}`, () => {
      const problem = problemOf({ ...answer(401, detail), challenge });
      assert.deepEqual(problem, { kind: "unauthenticated", with: "token", reasons });
    });
  }

  it("leaves out AWX's one sentence for every refusal", () => {
    const text = "Authentication credentials were not provided. To establish a login session, visit /api/login/.";
    const problem = problemOf(answer(401, JSON.stringify({ detail: text })));
    assert.deepEqual(problem, { kind: "unauthenticated", with: "token", reasons: [] });
  });

  it("names the request and the kind of problem and quotes nothing of the answer", () => {
    assert.throws(
      () => readAnswer(answer(400, '{"scope": ["Bad."]}'), { ...asked, request: "PATCH /api/v2/tokens/1/" }),
      {
        name: "AwxError",
        message: "PATCH /api/v2/tokens/1/: rejected",
        request: "PATCH /api/v2/tokens/1/",
      },
    );
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
