import assert from "node:assert/strict";
import { inspect } from "node:util";
import { discover } from "../../../src/awx/discovery";
import { AwxError, type AwxProblem } from "../../../src/awx/errors";
import { Transport } from "../../../src/awx/transport";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { json, until, useFakeAwx } from "../support/fakeAwx";

const html = { status: 200, headers: { "Content-Type": "text/html" }, body: "<!doctype html><title>Welcome</title>" };
const tables = [{ source: "controller", root: "/api/v2/" }];
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
    assert.deepEqual(await discover(anonymously(awx()), awx().url), {
      family: "controller",
      baseUrl: awx().url,
      tables,
    });
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
        tables: [],
      });
    } finally {
      await withoutTokens.stop();
    }
  });

  it("finds the server that a page of its web UI belongs to", async () => {
    const url = `${awx().url}/portal/users/1`;
    assert.deepEqual(await discover(anonymously(awx()), url), { family: "controller", baseUrl: awx().url, tables });
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
      assert.deepEqual(found, {
        family: "controller",
        baseUrl: prefixed().url,
        tables: [{ source: "controller", root: "/tools/awx/api/v2/" }],
      });
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
    awx().intercept({ path: /^\/a\/b\// }, json(500, {}));
    awx().intercept({ path: /^\/a\/api/ }, json(405, {}));
    await assert.rejects(
      discover(anonymously(awx()), `${awx().url}/a/b`),
      withProblem({ kind: "serverFailed", status: 500 }, "GET /a/b/api/"),
    );
    assert.deepEqual(pathsOf(awx()), ["/a/b/api/", "/a/api/", "/api/"]);
  });

  for (const status of [400, 401, 403, 404, 405, 418]) {
    it(`does not blame a credential or an object for a ${String(status)}, because it asked for neither`, async () => {
      awx().intercept({}, json(status, { detail: "Permission denied." }));
      const refusal: AwxProblem = { kind: "unexpectedAnswer", status, found: "refusal" };
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(refusal, "GET /api/"));
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
    ["a maintenance page", { ...html, status: 500 }, { kind: "serverFailed", status: 500 }],
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

  it("asks for one path when nothing answers, however long the path", async () => {
    awx().intercept({}, "reset");
    await assert.rejects(
      discover(anonymously(awx()), `${awx().url}/a/b`),
      withProblem({ kind: "noAnswer", code: "ECONNRESET" }, "GET /a/b/api/"),
    );
    assert.deepEqual(new Set(pathsOf(awx())), new Set(["/a/b/api/"]));
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
    assert.deepEqual([...new Set(pathsOf(awx()))], ["/a/b/api/", "/a/api/"]);
  });
});

describe("discover at an AAP gateway", () => {
  const awx = useFakeAwx({ family: "both" });
  const ofGateway = { source: "gateway", root: "/api/gateway/v1/" };
  const ofController = { source: "controller", root: "/api/controller/v2/" };
  const controllerPaths = ["/api/controller/", "/api/controller/v2/"];
  const gatewayPaths = ["/api/gateway/", "/api/gateway/v1/"];

  function rootWith(apis: Readonly<Record<string, string>>): void {
    awx().intercept({ path: /^\/api\/$/ }, json(200, { description: "REST API", apis }));
  }

  function exactly(path: string): RegExp {
    return new RegExp(`^${path}$`);
  }

  it("finds the platform's tokens and then the controller's, where both have some", async () => {
    assert.deepEqual(await discover(anonymously(awx()), awx().url), {
      family: "gateway",
      baseUrl: awx().url,
      tables: [ofGateway, ofController],
    });
  });

  it("asks each root once, from the top, and says nothing of who asks", async () => {
    await discover(anonymously(awx()), awx().url);
    const asked = pathsOf(awx());
    assert.equal(asked[0], "/api/");
    assert.deepEqual([...asked].sort(), ["/api/", ...controllerPaths, ...gatewayPaths]);
    for (const [service = "", version = ""] of [controllerPaths, gatewayPaths]) {
      assert.ok(asked.indexOf(service) < asked.indexOf(version), asked.join());
    }
    for (const { method, headers } of awx().requests) {
      assert.equal(method, "GET");
      assert.equal(headers.authorization, undefined);
      assert.equal(headers.cookie, undefined);
    }
  });

  it("finds the platform's tokens alone where its controller has none of its own any more", async () => {
    const alone = await startFakeAwx({ family: "gateway" });
    try {
      assert.deepEqual(await discover(anonymously(alone), alone.url), {
        family: "gateway",
        baseUrl: alone.url,
        tables: [ofGateway],
      });
      assert.deepEqual(pathsOf(alone).sort(), ["/api/", ...controllerPaths, ...gatewayPaths]);
    } finally {
      await alone.stop();
    }
  });

  it("asks for no controller where the platform names none", async () => {
    rootWith({ gateway: "/api/gateway/", eda: "/api/eda/", galaxy: "/api/galaxy/" });
    assert.deepEqual((await discover(anonymously(awx()), awx().url)).tables, [ofGateway]);
    assert.deepEqual(pathsOf(awx()), ["/api/", ...gatewayPaths]);
  });

  it("finds the platform that a page of its web UI belongs to", async () => {
    const { family, baseUrl } = await discover(anonymously(awx()), `${awx().url}/access/users`);
    assert.deepEqual([family, baseUrl], ["gateway", awx().url]);
  });

  it("finds the platform below a prefix, and its tables there", async () => {
    const prefixed = await startFakeAwx({ family: "both", prefix: "/tools/aap" });
    try {
      assert.deepEqual(await discover(anonymously(prefixed), prefixed.url), {
        family: "gateway",
        baseUrl: prefixed.url,
        tables: [
          { source: "gateway", root: "/tools/aap/api/gateway/v1/" },
          { source: "controller", root: "/tools/aap/api/controller/v2/" },
        ],
      });
    } finally {
      await prefixed.stop();
    }
  });

  it("finds the services where the platform says that they are", async () => {
    rootWith({ gateway: "/api/platform/", controller: "/api/jobs/" });
    for (const [service, version] of [
      ["platform", "v1"],
      ["jobs", "v2"],
    ] as const) {
      const root = `/api/${service}/${version}/`;
      awx().intercept({ path: exactly(`/api/${service}/`) }, json(200, { current_version: root }));
      awx().intercept({ path: exactly(root) }, json(200, { me: `${root}me/`, tokens: `${root}tokens/` }));
    }
    assert.deepEqual((await discover(anonymously(awx()), awx().url)).tables, [
      { source: "gateway", root: "/api/platform/v1/" },
      { source: "controller", root: "/api/jobs/v2/" },
    ]);
  });

  for (const [title, answer] of [
    ["fails", json(500, {})],
    ["is a web page of a failure", { ...html, status: 502 }],
    ["breaks off", "reset"],
    ["is refused", json(401, { detail: "no" })],
    ["redirects", { status: 302, headers: { Location: "/login" } }],
  ] as const) {
    for (const path of controllerPaths) {
      it(`takes the controller to have tokens, which it may have, when ${path} ${title}`, async () => {
        awx().intercept({ path: exactly(path) }, answer);
        const found = await discover(anonymously(awx()), awx().url);
        assert.deepEqual(found, { family: "gateway", baseUrl: awx().url, tables: [ofGateway, ofController] });
      });
    }
  }

  for (const [title, answer] of [
    ["is a web page", html],
    ["is missing", { ...html, status: 404 }],
    ["is missing in JSON", json(404, { detail: "Not found." })],
    ["is of another shape", json(200, { current_version: "/api/controller/v3/" })],
  ] as const) {
    for (const path of controllerPaths) {
      it(`finds the platform's tokens alone when ${path} ${title}`, async () => {
        awx().intercept({ path: exactly(path) }, answer);
        const found = await discover(anonymously(awx()), awx().url);
        assert.deepEqual(found, { family: "gateway", baseUrl: awx().url, tables: [ofGateway] });
      });
    }
  }

  it("finds the platform's tokens alone when the controller that it names is not there", async () => {
    const alone = await startFakeAwx({ family: "both", controllerRuns: false });
    try {
      assert.deepEqual((await discover(anonymously(alone), alone.url)).tables, [ofGateway]);
    } finally {
      await alone.stop();
    }
  });

  it("takes the controller to have tokens when it does not answer in time", async () => {
    awx().intercept({ path: exactly("/api/controller/") }, "hang");
    assert.deepEqual((await discover(anonymously(awx(), 600), awx().url)).tables, [ofGateway, ofController]);
  });

  for (const [title, answer, problem] of [
    ["fails", json(500, {}), { kind: "serverFailed", status: 500 }],
    ["is a web page", html, { kind: "unexpectedAnswer", status: 200, found: "html", title: "Welcome" }],
    ["breaks off", "reset", { kind: "noAnswer", code: "ECONNRESET" }],
    ["is of another shape", json(200, { current_version: 1 }), otherShape],
    ["is refused with 401", json(401, {}), { kind: "unexpectedAnswer", status: 401, found: "refusal" }],
    ["is refused with 403", json(403, {}), { kind: "unexpectedAnswer", status: 403, found: "refusal" }],
    ["is refused with 404", json(404, {}), { kind: "unexpectedAnswer", status: 404, found: "refusal" }],
    ["is refused with 418", json(418, {}), { kind: "unexpectedAnswer", status: 418, found: "refusal" }],
    ["is too busy", json(429, {}), { kind: "refused", status: 429, reasons: [] }],
  ] as const) {
    for (const path of gatewayPaths) {
      it(`says what was found when ${path} ${title}, although the controller has tokens`, async () => {
        awx().intercept({ path: exactly(path) }, answer);
        await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(problem, `GET ${path}`));
      });
    }
  }

  const elsewhere = [
    "https://evil.test/api/gateway/",
    "//evil.test/api/gateway/",
    "\\\\evil.test\\api\\gateway\\",
    "http://[",
    "",
    "/",
    "gateway/",
    "/gateway/",
    "/apis/gateway/",
    "/api/gateway",
    "/api/gateway/?format=json",
    "/api/gateway/?",
    "/api/gateway/#top",
    "/api/../gateway/",
    "/api/gateway/../../v1/",
    "/api/%2e%2E/gateway/",
  ];
  for (const path of elsewhere) {
    it(`follows no platform's root to ${JSON.stringify(path)}`, async () => {
      rootWith({ gateway: path });
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(otherShape, "GET /api/"));
      assert.deepEqual(pathsOf(awx()), ["/api/"]);
    });

    it(`does without a controller that is to be at ${JSON.stringify(path)}`, async () => {
      rootWith({ gateway: "/api/gateway/", controller: path });
      assert.deepEqual((await discover(anonymously(awx()), awx().url)).tables, [ofGateway]);
      assert.deepEqual(pathsOf(awx()), ["/api/", ...gatewayPaths]);
    });
  }

  it("sends nothing to another server that a platform's root names", async () => {
    const other = await startFakeAwx({ family: "both" });
    try {
      rootWith({ gateway: "/api/gateway/", controller: `${other.url}/api/controller/` });
      assert.deepEqual((await discover(anonymously(awx()), awx().url)).tables, [ofGateway]);
      rootWith({ gateway: `${other.url}/api/gateway/` });
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(otherShape, "GET /api/"));
      assert.deepEqual(other.requests, []);
    } finally {
      await other.stop();
    }
  });

  for (const version of [
    "/api/gateway/v2/",
    "/api/gateway/v1",
    "/api/gateway/",
    "/api/controller/v1/",
    "/api/gateway/v1/?a=b",
    "/api/gateway/v1/../../x/v1/",
    "https://evil.test/api/gateway/v1/",
  ]) {
    it(`does not follow a platform that says its present version is at ${version}`, async () => {
      rootWith({ gateway: "/api/gateway/" });
      awx().intercept({ path: exactly("/api/gateway/") }, json(200, { current_version: version }));
      await assert.rejects(discover(anonymously(awx()), awx().url), withProblem(otherShape, "GET /api/gateway/"));
      assert.deepEqual(pathsOf(awx()), ["/api/", "/api/gateway/"]);
    });
  }

  it("finds the controller's tokens alone where the platform has none", async () => {
    awx().intercept({ path: exactly("/api/gateway/v1/") }, json(200, { me: "/api/gateway/v1/me/" }));
    assert.deepEqual(await discover(anonymously(awx()), awx().url), {
      family: "gateway",
      baseUrl: awx().url,
      tables: [ofController],
    });
  });

  it("finds no tokens where neither the platform nor its controller has any", async () => {
    awx().intercept({ path: exactly("/api/gateway/v1/") }, json(200, { me: "/api/gateway/v1/me/" }));
    awx().intercept({ path: exactly("/api/controller/v2/") }, json(200, { me: "/api/controller/v2/me/" }));
    assert.deepEqual(await discover(anonymously(awx()), awx().url), {
      family: "withoutTokens",
      baseUrl: awx().url,
      tables: [],
    });
  });

  for (const path of ["/api/", ...gatewayPaths, ...controllerPaths]) {
    it(`can be given up at ${path}`, async () => {
      awx().intercept({ path: exactly(path) }, "hang");
      const abort = new AbortController();
      const rejected = assert.rejects(discover(anonymously(awx()), `${awx().url}/`, abort.signal), (error: unknown) => {
        assert.ok(error instanceof AwxError, inspect(error));
        return error.problem.kind === "cancelled";
      });
      await until(() => pathsOf(awx()).includes(path));
      abort.abort();
      await rejected;
    });
  }

  it("asks no more once it was given up", async () => {
    awx().intercept({ path: exactly("/api/controller/") }, "hang");
    const abort = new AbortController();
    const rejected = assert.rejects(discover(anonymously(awx()), `${awx().url}/a/b`, abort.signal));
    await until(() => awx().requests.find(({ path }) => path === "/api/gateway/v1/")?.status === 200);
    const count = awx().requests.length;
    abort.abort();
    await rejected;
    assert.equal(awx().requests.length, count);
  });
});
