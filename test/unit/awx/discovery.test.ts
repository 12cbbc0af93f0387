import assert from "node:assert/strict";
import { inspect } from "node:util";
import { discover } from "../../../src/awx/discovery";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";
import { Transport } from "../../../src/awx/transport";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { json, until, useFakeAwx } from "../support/fakeAwx";

const html = { status: 200, headers: { "Content-Type": "text/html" }, body: "<!doctype html><title>Welcome</title>" };
const otherShape: AwxProblem = { kind: "unexpectedAnswer", status: 200, found: "otherShape" };

function anonymously(awx: FakeAwx, timeoutMilliseconds = 5000): Transport {
  return new Transport({ origin: new URL(awx.url).origin, timeoutMilliseconds, onExchange: () => undefined });
}

function pathsOf(awx: FakeAwx): string[] {
  return awx.requests.map(({ path }) => path);
}

function withProblem(problem: AwxProblem, request: string) {
  return (error: unknown) => {
    assert.ok(error instanceof AwxError, inspect(error));
    assert.deepEqual(error.problem, problem);
    assert.equal(error.request, request);
    return true;
  };
}

describe("discover", () => {
  const awx = useFakeAwx();

  it("finds an AWX with access tokens", async () => {
    assert.deepEqual(await discover(anonymously(awx()), awx().url), { family: "controller", baseUrl: awx().url });
    assert.deepEqual(pathsOf(awx()), ["/api/", "/api/v2/"]);
    for (const { headers } of awx().requests) assert.equal(headers.authorization, undefined);
  });

  it("finds a server at an address with a trailing slash", async () => {
    assert.equal((await discover(anonymously(awx()), `${awx().url}/`)).baseUrl, awx().url);
  });

  it("finds an AWX that has no access tokens any more", async () => {
    const withoutTokens = await startFakeAwx({ family: "none" });
    try {
      assert.deepEqual(await discover(anonymously(withoutTokens), withoutTokens.url), {
        family: "withoutTokens",
        baseUrl: withoutTokens.url,
      });
    } finally {
      await withoutTokens.stop();
    }
  });

  it("finds a gateway by its list of services, with one request", async () => {
    const apis = { gateway: "/api/gateway/", controller: "/api/controller/", eda: "/api/eda/" };
    awx().intercept({ path: /^\/api\/$/ }, json(200, { description: "REST API", apis }));
    assert.deepEqual(await discover(anonymously(awx()), awx().url), { family: "gateway", baseUrl: awx().url });
    assert.equal(awx().requests.length, 1);
  });

  it("finds the server that a page of its web UI belongs to", async () => {
    const url = `${awx().url}/portal/users/1`;
    assert.deepEqual(await discover(anonymously(awx()), url), { family: "controller", baseUrl: awx().url });
    assert.deepEqual(pathsOf(awx()), [
      "/portal/users/1/api/",
      "/portal/users/api/",
      "/portal/api/",
      "/api/",
      "/api/v2/",
    ]);
  });

  describe("below a prefix", () => {
    const prefixed = useFakeAwx({ prefix: "/tools/awx" });

    it("finds the server there", async () => {
      const found = await discover(anonymously(prefixed()), prefixed().url);
      assert.deepEqual(found, { family: "controller", baseUrl: prefixed().url });
      assert.deepEqual(pathsOf(prefixed()), ["/tools/awx/api/", "/tools/awx/api/v2/"]);
    });

    it("finds it for a page of its web UI, and asks no further up", async () => {
      const found = await discover(anonymously(prefixed()), `${prefixed().url}/home`);
      assert.equal(found.baseUrl, prefixed().url);
      assert.deepEqual(pathsOf(prefixed()), ["/tools/awx/home/api/", "/tools/awx/api/", "/tools/awx/api/v2/"]);
    });
  });

  it("says what was found at the address itself when no parent of it has an AWX either", async () => {
    awx().intercept({}, html);
    awx().intercept({ path: /^\/a\/b\// }, json(503, {}));
    awx().intercept({ path: /^\/a\/api/ }, json(500, {}));
    await assert.rejects(
      discover(anonymously(awx()), `${awx().url}/a/b`),
      withProblem({ kind: "serverFailed", status: 503 }, "GET /a/b/api/"),
    );
    assert.deepEqual(pathsOf(awx()), ["/a/b/api/", "/a/api/", "/api/"]);
  });

  for (const status of [400, 401, 403, 404, 405, 418]) {
    it(`does not blame a credential or an object for a ${String(status)}, because it asked for neither`, async () => {
      awx().intercept({}, json(status, { detail: "Permission denied." }));
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(otherShape, "GET /api/"));
    });
  }

  for (const [title, answer, problem] of [
    ["a web page", html, { kind: "unexpectedAnswer", status: 200, found: "html", title: "Welcome" }],
    [
      "a missing page",
      { ...html, status: 404 },
      { kind: "unexpectedAnswer", status: 404, found: "html", title: "Welcome" },
    ],
    [
      "a login proxy",
      { status: 302, headers: { Location: "/login" } },
      { kind: "redirected", location: "/login", to: "elsewhere" },
    ],
    ["a maintenance page", { ...html, status: 503 }, { kind: "serverFailed", status: 503 }],
    ["another API", json(200, { openapi: "3.0" }), otherShape],
    ["another service's list of APIs", json(200, { apis: { pulp: "/pulp/" } }), otherShape],
    ["a list of versions alone", json(200, { available_versions: { v2: "/api/v2/" } }), otherShape],
    ["a JSON text", json(200, "AWX"), otherShape],
  ] as const) {
    it(`finds no AWX in ${title}`, async () => {
      awx().intercept({}, answer);
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(problem, "GET /api/"));
      assert.deepEqual(pathsOf(awx()), ["/api/"]);
    });
  }

  for (const version of [
    "/other/v2/",
    "/api/v3/",
    "/api/v2",
    "/awx/api/v2/",
    "https://evil.test/api/v2/",
    "http://[",
  ]) {
    it(`does not follow a root that says its present version is at ${version}`, async () => {
      awx().intercept({ path: /^\/api\/$/ }, json(200, { current_version: version, available_versions: {} }));
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(otherShape, "GET /api/"));
      assert.deepEqual(pathsOf(awx()), ["/api/"]);
    });
  }

  it("sends nothing to another server that a root says its version is at", async () => {
    const elsewhere = await startFakeAwx();
    try {
      const root = { current_version: `${elsewhere.url}/api/v2/`, available_versions: {} };
      awx().intercept({ path: /^\/api\/$/ }, json(200, root));
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(otherShape, "GET /api/"));
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await elsewhere.stop();
    }
  });

  for (const [title, answer, problem] of [
    ["fails", json(500, {}), { kind: "serverFailed", status: 500 }],
    ["lists no endpoint that every AWX has", json(200, { tokens: "/api/v2/tokens/" }), otherShape],
    ["is a web page", html, { kind: "unexpectedAnswer", status: 200, found: "html", title: "Welcome" }],
  ] as const) {
    it(`finds no AWX when the list of endpoints ${title}`, async () => {
      awx().intercept({ path: /v2/ }, answer);
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(problem, "GET /api/v2/"));
    });
  }

  it("asks once when nothing answers, however long the path", async () => {
    awx().intercept({}, "reset");
    await assert.rejects(
      discover(anonymously(awx()), `${awx().url}/a/b`),
      withProblem({ kind: "noAnswer", code: "ECONNRESET" }, "GET /a/b/api/"),
    );
    assert.equal(awx().requests.length, 1);
  });

  it("asks once when no answer comes in time", async () => {
    awx().intercept({}, "hang");
    await assert.rejects(
      discover(anonymously(awx(), 60), `${awx().url}/a/b`),
      withProblem({ kind: "timedOut", milliseconds: 60 }, "GET /a/b/api/"),
    );
    assert.equal(awx().requests.length, 1);
  });

  it("asks no more once it was given up", async () => {
    awx().intercept({}, "hang");
    const abort = new AbortController();
    const rejected = assert.rejects(
      discover(anonymously(awx()), `${awx().url}/a/b`, abort.signal),
      withProblem({ kind: "cancelled" }, "GET /a/b/api/"),
    );
    await until(() => awx().requests.length === 1);
    abort.abort();
    await rejected;
    assert.equal(awx().requests.length, 1);
  });

  it("can be given up at the list of endpoints too", async () => {
    awx().intercept({ path: /v2/ }, "hang");
    const abort = new AbortController();
    const rejected = assert.rejects(
      discover(anonymously(awx()), awx().url, abort.signal),
      withProblem({ kind: "cancelled" }, "GET /api/v2/"),
    );
    await until(() => awx().requests.length === 2);
    abort.abort();
    await rejected;
  });

  it("still says what was found at the address itself when nothing answers further up", async () => {
    awx().intercept({ path: /^\/a\/api/ }, "reset");
    await assert.rejects(
      discover(anonymously(awx()), `${awx().url}/a/b`),
      withProblem({ kind: "unexpectedAnswer", status: 404, found: "html", title: "Not Found" }, "GET /a/b/api/"),
    );
    assert.deepEqual(pathsOf(awx()), ["/a/b/api/", "/a/api/"]);
  });
});
