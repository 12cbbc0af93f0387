import assert from "node:assert/strict";
import fc from "fast-check";
import { isUnencrypted, parseServerUrl } from "../../../src/servers/serverUrl";

describe("parseServerUrl", () => {
  const addresses: readonly (readonly [title: string, typed: string, url: string])[] = [
    ["supplies https", "awx.example.com", "https://awx.example.com"],
    ["supplies https to a host with a port", "localhost:8052", "https://localhost:8052"],
    ["supplies https to a host with a path", "awx.example.com/awx", "https://awx.example.com/awx"],
    ["keeps http", "http://awx.example.com", "http://awx.example.com"],
    ["reads the scheme and the host in any case", "HTTPS://AWX.Example.COM", "https://awx.example.com"],
    ["drops the blanks around", " \t https://awx.example.com \n", "https://awx.example.com"],
    ["keeps a port of its own", "https://awx.example.com:8443", "https://awx.example.com:8443"],
    ["drops the scheme's own port", "https://awx.example.com:443/", "https://awx.example.com"],
    ["takes an IPv6 address", "http://[::1]:8052/", "http://[::1]:8052"],
    ["drops a trailing slash", "https://awx.example.com/", "https://awx.example.com"],
    [
      "keeps the path prefix without its trailing slash",
      "https://example.com/tools/awx/",
      "https://example.com/tools/awx",
    ],
    ["takes several slashes for one", "https://example.com//tools///awx//", "https://example.com/tools/awx"],
    ["drops a page of the web UI", "https://awx.example.com/#/users/1/tokens", "https://awx.example.com"],
    ["drops a page of the web UI below a prefix", "https://example.com/awx/#/home", "https://example.com/awx"],
    ["drops the query", "https://awx.example.com/?next=/x#/home", "https://awx.example.com"],
    ["drops the web UI's file", "https://example.com/awx/index.html#/home", "https://example.com/awx"],
    ["drops /api", "https://awx.example.com/api", "https://awx.example.com"],
    ["drops /api/", "https://example.com/awx/api/", "https://example.com/awx"],
    ["drops what is below /api/v2", "https://awx.example.com/api/v2/tokens/7/", "https://awx.example.com"],
    ["drops the OAuth2 endpoints", "https://awx.example.com/api/o/token/", "https://awx.example.com"],
    ["drops the login page", "https://awx.example.com/api/login/?next=/api/", "https://awx.example.com"],
    ["drops the logout page", "https://awx.example.com/api/logout", "https://awx.example.com"],
    ["drops a gateway's API", "https://aap.example.com/api/gateway/v1/tokens/", "https://aap.example.com"],
    [
      "drops the controller's API behind a gateway",
      "https://aap.example.com/api/controller/v2/",
      "https://aap.example.com",
    ],
    ["keeps a prefix below /api that AWX has not", "https://example.com/api/tower", "https://example.com/api/tower"],
    ["keeps a prefix that begins with api", "https://example.com/apis/awx", "https://example.com/apis/awx"],
    ["keeps a prefix that ends with api", "https://example.com/awxapi", "https://example.com/awxapi"],
    ["cuts the API below a prefix below /api", "https://example.com/api/awx/api/v2/", "https://example.com/api/awx"],
  ];
  for (const [title, typed, url] of addresses) {
    it(`${title}: ${JSON.stringify(typed)}`, () => {
      assert.deepEqual(parseServerUrl(typed), { url });
    });
  }

  const refusals: readonly (readonly [problem: string, ...typed: string[]])[] = [
    ["empty", "", " ", "\n\t"],
    ["notAnAddress", "https://", "https://a b", "awx example", "https://host:port", "host:99999", "https://[::1"],
    ["otherScheme", "ftp://awx.example.com", "file:///etc/passwd", "ssh://git@host", "vscode://x/y"],
    ["holdsCredential", "https://admin:password@host", "https://admin@host", "admin:password@host", "https://:p@host"],
  ];
  for (const [problem, ...texts] of refusals) {
    for (const typed of texts) {
      it(`refuses ${JSON.stringify(typed)} as ${problem}`, () => {
        assert.deepEqual(parseServerUrl(typed), { problem });
      });
    }
  }

  const segment = fc.constantFrom(
    "api",
    "v2",
    "o",
    "index.html",
    "awx",
    "",
    ".",
    "..",
    "tokens",
    "7",
    "a b",
    "%2f",
    "ä",
  );
  const path = fc.array(segment, { maxLength: 6 }).map((segments) => segments.join("/"));
  const address = fc
    .tuple(fc.constantFrom("", "http://", "https://"), fc.constantFrom("h", "h:80", "h:443", "[::1]"), path)
    .map(([scheme, host, rest]) => `${scheme}${host}/${rest}`);

  it("gives an address that it takes as it is", () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.webUrl({ withQueryParameters: true, withFragments: true })), (typed) => {
        const parsed = parseServerUrl(typed);
        assert.ok("url" in parsed, typed);
        assert.deepEqual(parseServerUrl(parsed.url), parsed);
      }),
      { numRuns: 2000, examples: [["h/api/api"], ["h/index.html/index.html"]] },
    );
  });

  it("gives scheme, host, port and prefix alone, without a trailing slash, or a problem, whatever is typed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), address), (typed) => {
        const parsed = parseServerUrl(typed);
        if ("problem" in parsed) return;
        const { origin, pathname } = new URL(parsed.url);
        assert.equal(parsed.url, pathname === "/" ? origin : origin + pathname);
        assert.doesNotMatch(parsed.url, /\/$/);
        assert.match(origin, /^https?:/);
      }),
    );
  });

  it("keeps the origin that the address names, and never a credential in it", () => {
    const part = fc.stringMatching(/^[A-Za-z0-9%!$&'()*+,;=._~-]{0,12}$/);
    fc.assert(
      fc.property(part, fc.option(part, { nil: undefined }), fc.webUrl(), (user, password, url) => {
        const { host, pathname } = new URL(url);
        const typed = `https://${user}${password === undefined ? "" : `:${password}`}@${host}${pathname}`;
        const parsed = parseServerUrl(typed);
        // Nothing before the @ is no credential.
        if ("problem" in parsed) assert.equal(parsed.problem, "holdsCredential");
        else assert.equal(user + (password ?? ""), "");
        const plain = parseServerUrl(url);
        assert.ok("url" in plain);
        assert.equal(new URL(plain.url).origin, new URL(url).origin);
      }),
    );
  });
});

describe("isUnencrypted", () => {
  it("tells http from https", () => {
    assert.equal(isUnencrypted("http://awx.example.com"), true);
    assert.equal(isUnencrypted("https://awx.example.com/http://"), false);
  });
});
