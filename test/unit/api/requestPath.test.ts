import assert from "node:assert/strict";
import fc from "fast-check";
import { requestPath } from "../../../src/api/requestPath";

const [root, prefixed] = ["https://awx.example", "https://awx.example:8443/tools/awx"];

describe("the path of a request that another extension asks for", () => {
  it("is below the server's address, with what is added to the query", () => {
    assert.equal(requestPath(root, "/api/v2/jobs/"), "/api/v2/jobs/");
    assert.equal(requestPath(prefixed, "/api/v2/jobs/7/stdout/"), "/tools/awx/api/v2/jobs/7/stdout/");
    assert.equal(
      requestPath(root, "/api/v2/jobs/", { page_size: 5, name__icontains: "a&b=c #", failed: true }),
      "/api/v2/jobs/?page_size=5&name__icontains=a%26b%3Dc+%23&failed=true",
    );
    assert.equal(
      requestPath(root, "/api/v2/inventories/my+inventory++Default/"),
      "/api/v2/inventories/my+inventory++Default/",
    );
    assert.equal(requestPath(root, "/api/v2/groups/caf%C3%A9/"), "/api/v2/groups/caf%C3%A9/");
  });

  it("may be a link as the server gave it, from the origin on", () => {
    assert.equal(requestPath(root, "/api/v2/jobs/?page=2&name=a%2Fb"), "/api/v2/jobs/?page=2&name=a%2Fb");
    assert.equal(
      requestPath(prefixed, "/tools/awx/api/v2/jobs/?page=2", { x: 1 }),
      "/tools/awx/api/v2/jobs/?page=2&x=1",
    );
  });

  const refused = [
    "",
    "api/v2/jobs/",
    "/",
    "/api",
    "/static/app.js",
    "/tools/awx/api/v2/jobs/",
    "https://evil.example/api/v2/jobs/",
    "//evil.example/api/",
    "/\\evil.example/api/",
    "@evil.example/api/",
    ":80@evil.example/api/",
    ".evil.example/api/",
    "/api//evil.example/",
    "/api/../static/",
    "/api/v2/..",
    "/api/./v2/",
    "/api/%2e%2e/static/",
    "/api/.%2E/static/",
    "/api/%252e%252e/static/",
    "/api/v2%2f..%2fx/",
    "/api/v2%5c..%5cx/",
    "/api/v2\\..\\x/",
    "/api/..;/static/",
    "/api/v2;x/jobs/",
    "/api/v2/%00/",
    "/api/v2/jobs/%0d%0aX: y",
    "/api/v2/jobs/\r\nX: y",
    "/api/v2/jobs/ x",
    "/api/v2/j\tobs/",
    "/api/v2/jobs/#x",
    "/api/v2/jobs/?a=1#x",
    "/api/v2/jobs/?a=\n1",
    "/api/v2/jobs/?a=%zz",
    "/api/v2/%zz/",
    "/api/v2/caf\u00e9/",
    "/api/v2/\ud800/",
    `/api/v2/${"a".repeat(9000)}/`,
  ];
  for (const path of refused) {
    it(`is refused: ${JSON.stringify(path.slice(0, 40))}`, () => {
      assert.equal(requestPath(root, path), undefined);
    });
  }

  it("never leaves the API of the server, whatever is asked for", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "/",
        "//",
        "..",
        ".",
        "%2e",
        "%2F",
        "%5C",
        "%25",
        "\\",
        "api",
        "tools/awx",
        "v2",
        "?",
        "#",
        "@",
        ":",
        ";",
      ),
      fc.string({ maxLength: 3 }),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    const path = fc
      .tuple(fc.constantFrom("/api/", "/tools/awx/api/", ""), fc.array(piece))
      .map(([start, rest]) => start + rest.join(""));
    fc.assert(
      fc.property(
        fc.constantFrom(root, prefixed),
        path,
        fc.dictionary(fc.string(), fc.string()),
        (server, asked, query) => {
          const sent = requestPath(server, asked, query);
          if (sent === undefined) return;
          const { origin, pathname } = new URL(server);
          const url = new URL(origin + sent);
          const prefix = pathname === "/" ? "" : pathname;
          assert.equal(url.origin, origin);
          assert.equal(url.hash, "");
          assert.ok(url.pathname.startsWith(`${prefix}/api/`), url.pathname);
          // As something on the way may decode it, once or twice.
          const decoded = url.pathname
            .replaceAll(/%25/gi, "%")
            .replaceAll(/%(2[ef]|5c)/gi, (code) => decodeURIComponent(code));
          assert.doesNotMatch(decoded, /\/\.\.?(\/|$)|\\|\/\//);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
