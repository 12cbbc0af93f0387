import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { basic, bearer } from "../../../src/awx/authorization";
import type { AwxError } from "../../../src/awx/errors";
import { type AwxProblem } from "../../../src/awx/errors";
import { Transport, type Exchange } from "../../../src/awx/transport";
import { startFakeAwx } from "../../fakeAwx/server";
import { failureOf } from "../support/failure";
import { json, transportTo, until, useFakeAwx } from "../support/fakeAwx";

const mePath = "/api/v2/me/";
const html = { status: 200, headers: { "Content-Type": "text/html" }, body: "<!doctype html><title>Log in</title>" };

describe("Transport", () => {
  const awx = useFakeAwx();
  let exchanges: Exchange[];
  const onExchange = (exchange: Exchange) => exchanges.push(exchange);

  beforeEach(() => {
    exchanges = [];
  });

  function requestFrom(options: { timeoutMilliseconds?: number } = {}, tokenId?: number): Transport {
    return transportTo(awx(), tokenId, { onExchange, ...options });
  }

  describe("asked for something", () => {
    it("gives the JSON of the answer to one request", async () => {
      const answer = await requestFrom().request("GET", `${mePath}?format=json`);
      assert.equal((answer as { count: unknown }).count, 1);
      assert.deepEqual(
        awx().requests.map(({ method, path, body }) => [method, path, body]),
        [["GET", `${mePath}?format=json`, ""]],
      );
    });

    it("asks for JSON in English, as the owner of the credential, without a cookie", async () => {
      awx().intercept({}, { ...json(200, {}), headers: { "Content-Type": "application/json", "Set-Cookie": "a=b" } });
      const transport = requestFrom();
      await transport.request("GET", mePath);
      await transport.request("GET", mePath);
      assert.equal(awx().requests.length, 2);
      for (const { headers } of awx().requests) {
        assert.equal(headers.accept, "application/json");
        assert.equal(headers["accept-language"], "en");
        assert.equal(headers.authorization, `Bearer ${awx().secretOf(1)}`);
        assert.match(headers["user-agent"] ?? "", /awx-tokens/);
        assert.equal(headers.cookie, undefined);
      }
    });

    it("sends no credential when it has none", async () => {
      const transport = new Transport({ origin: new URL(awx().url).origin, timeoutMilliseconds: 5000, onExchange });
      await transport.request("GET", "/api/");
      assert.equal(awx().requests[0]?.headers.authorization, undefined);
    });

    it("signs in with a user's name and password, whatever characters they have", async () => {
      const transport = transportTo(awx(), 1, { onExchange, authorization: basic("jörg", "pässword:€") });
      awx().intercept({}, json(200, {}));
      await transport.request("GET", mePath);
      const expected = Buffer.from("jörg:pässword:€", "utf8").toString("base64");
      assert.equal(awx().requests[0]?.headers.authorization, `Basic ${expected}`);
    });

    it("gives the status with what another extension asked for, and none for a job that is to be cancelled", async () => {
      awx().intercept({}, { status: 202, body: "" });
      const transport = requestFrom();
      assert.deepEqual(await transport.send("POST", "/api/v2/jobs/1/cancel/"), { status: 202, json: undefined });
      awx().intercept({}, { status: 202, headers: { "Content-Type": "text/html" }, body: "<p>" });
      assert.deepEqual((await failureOf(transport.send("POST", "/api/v2/jobs/1/cancel/"))).problem, {
        kind: "unexpectedAnswer",
        status: 202,
        found: "html",
      });
    });

    it("gives nothing that another extension could read the credential off", async () => {
      for (const [authorization, quoted] of [
        [bearer(awx().secretOf(1)), awx().secretOf(1)],
        [basic("jörg", "a password"), basic("jörg", "a password").header],
      ] as const) {
        const transport = transportTo(awx(), 1, { onExchange, authorization, by: "a.b" });
        for (const body of [{ detail: [{ sent: `it was ${quoted}` }] }, { [quoted]: 1 }, quoted]) {
          awx().intercept({}, json(200, body));
          const failure = await failureOf(transport.send("GET", mePath));
          assert.deepEqual(failure.problem, { kind: "unexpectedAnswer", status: 200, found: "credential" });
          assert.ok(!inspect(failure, { depth: 8 }).includes(quoted));
        }
        awx().intercept({}, json(200, { detail: "nothing" }));
        assert.deepEqual((await transport.send("GET", mePath)).json, { detail: "nothing" });
      }
      assert.ok(exchanges.every(({ by }) => by === "a.b"));
    });

    it("gives nothing for an answer without a body", async () => {
      awx().intercept({}, { status: 204 });
      assert.equal(await requestFrom().request("DELETE", "/api/v2/tokens/1/"), undefined);
      assert.deepEqual(
        awx().requests.map(({ method, body }) => [method, body]),
        [["DELETE", ""]],
      );
      assert.equal(exchanges[0]?.outcome, 204);
    });

    for (const method of ["POST", "OPTIONS"] as const) {
      it(`sends ${method}`, async () => {
        awx().intercept({}, json(200, { actions: {} }));
        const body = method === "POST" ? { body: { scope: "read" } } : {};
        assert.deepEqual(await requestFrom().request(method, "/api/v2/tokens/", body), { actions: {} });
        assert.deepEqual(
          awx().requests.map((request) => [request.method, request.body]),
          [[method, method === "POST" ? '{"scope":"read"}' : ""]],
        );
      });
    }

    it("sends a change as JSON", async () => {
      await requestFrom().request("PATCH", "/api/v2/tokens/1/", { body: { description: "Łódź" } });
      const [request] = awx().requests;
      assert.equal(request?.method, "PATCH");
      assert.equal(request.body, '{"description":"Łódź"}');
      assert.match(request.headers["content-type"] ?? "", /^application\/json\b/);
      assert.equal(awx().token(1)?.description, "Łódź");
    });

    it("uses the fetch of the moment, which VS Code replaces with one that knows proxies and certificates", async () => {
      const transport = requestFrom();
      const { fetch } = globalThis;
      const asked: unknown[] = [];
      globalThis.fetch = (...args) => {
        asked.push(args[0]);
        return fetch(...args);
      };
      try {
        await transport.request("GET", mePath);
      } finally {
        globalThis.fetch = fetch;
      }
      assert.deepEqual(asked, [awx().url + mePath]);
    });

    it("reports method, path, status and milliseconds of the exchange, and nothing else", async () => {
      await requestFrom().request("GET", `${mePath}?page=1`);
      const milliseconds = exchanges[0]?.milliseconds ?? -1;
      assert.deepEqual(exchanges, [{ method: "GET", path: `${mePath}?page=1`, outcome: 200, milliseconds }]);
      assert.ok(Number.isInteger(milliseconds) && milliseconds >= 0 && milliseconds < 5000);
    });
  });

  describe("refused by the server", () => {
    const forbidden = ["You do not have permission to perform this action."];
    const notAccepted = "Must be a simple space-separated string with allowed scopes ['read', 'write'].";
    const refusals: readonly {
      readonly title: string;
      readonly asTokenId?: number;
      readonly path?: string;
      readonly body?: Record<string, unknown>;
      readonly problem: AwxProblem;
      readonly status: number;
    }[] = [
      {
        title: "an expired credential",
        asTokenId: 8,
        problem: { kind: "unauthenticated", with: "token", reasons: [] },
        status: 401,
      },
      {
        title: "an edit with a read-only credential",
        asTokenId: 2,
        path: "/api/v2/tokens/1/",
        body: { description: "x" },
        problem: { kind: "forbidden", reasons: forbidden },
        status: 403,
      },
      { title: "a token that is not there", path: "/api/v2/tokens/99/", problem: { kind: "notFound" }, status: 404 },
      {
        title: "an endpoint that is not there",
        path: "/api/v2/nothing/",
        problem: { kind: "unexpectedAnswer", status: 404, found: "html", title: "Not Found" },
        status: 404,
      },
      {
        title: "a scope that is none",
        path: "/api/v2/tokens/1/",
        body: { scope: "admin" },
        problem: { kind: "rejected", reasons: [`scope: ${notAccepted}`] },
        status: 400,
      },
      {
        title: "an address without its slash",
        path: "/api/v2/me",
        problem: { kind: "redirected", location: "/api/v2/me/", to: "elsewhere" },
        status: 301,
      },
    ];
    for (const { title, asTokenId, path = mePath, body, problem, status } of refusals) {
      it(`says so for ${title} after one request`, async () => {
        const transport = requestFrom({}, asTokenId);
        const method = body ? "PATCH" : "GET";
        const error = await failureOf(transport.request(method, path, body && { body }));
        assert.deepEqual(error.problem, problem);
        assert.equal(error.request, `${method} ${path}`);
        assert.equal(awx().requests.length, 1);
        assert.deepEqual(
          exchanges.map(({ outcome }) => outcome),
          [status],
        );
      });
    }

    for (const status of [408, 425, 500]) {
      it(`asks once only after ${String(status)}`, async () => {
        awx().intercept({}, { ...html, status });
        await failureOf(requestFrom().request("GET", mePath));
        assert.equal(awx().requests.length, 1);
        assert.deepEqual(
          exchanges.map(({ outcome }) => outcome),
          [status],
        );
      });
    }

    describe("for now", () => {
      const passing = [429, 502, 503, 504].map((status) => [String(status), { ...html, status }] as const);

      for (const [title, answer] of [...passing, ["a cut connection", "reset"]] as const) {
        for (const method of ["GET", "OPTIONS"] as const) {
          it(`asks again with ${method} after ${title}, and gives what is answered then`, async () => {
            awx().intercept({}, answer, { times: 2 });
            assert.ok(await requestFrom().request(method, "/api/v2/tokens/"));
            assert.equal(awx().requests.length, 3);
            assert.equal(exchanges.length, 3, "each is in the log");
          });
        }

        for (const method of ["POST", "PATCH", "DELETE"] as const) {
          it(`never sends ${method} again after ${title}`, async () => {
            awx().intercept({}, answer, { times: 1 });
            await failureOf(requestFrom().request(method, "/api/v2/tokens/2/", { body: { description: "x" } }));
            assert.equal(awx().requests.length, 1);
          });
        }
      }

      it("says what was answered last when it does not pass", async () => {
        awx().intercept({}, { ...html, status: 503 });
        awx().intercept({}, { ...html, status: 502 }, { times: 2 });
        const { problem } = await failureOf(requestFrom().request("GET", mePath));
        assert.deepEqual(problem, { kind: "serverFailed", status: 503 });
        assert.equal(awx().requests.length, 3);
      });

      it("waits as long as the server asks", async () => {
        awx().intercept({}, { ...html, status: 429, headers: { "Retry-After": "1" } }, { times: 1 });
        const start = performance.now();
        await requestFrom().request("GET", mePath);
        assert.ok(performance.now() - start >= 995);
      });

      it("does not come back when the server asks to wait longer than an answer may take, and says when to", async () => {
        awx().intercept({}, { ...html, status: 503, headers: { "Retry-After": "6" } });
        const { problem } = await failureOf(requestFrom().request("GET", mePath));
        assert.deepEqual(problem, { kind: "serverFailed", status: 503, retryAfter: 6 });
        assert.equal(awx().requests.length, 1);
      });

      it("gives up waiting when it is given up", async () => {
        awx().intercept({}, { ...html, status: 429, headers: { "Retry-After": "4" } });
        const abort = new AbortController();
        const failure = failureOf(requestFrom().request("GET", mePath, { signal: abort.signal }));
        await until(() => exchanges.length === 1);
        abort.abort();
        assert.deepEqual((await failure).problem, { kind: "cancelled" });
        assert.equal(awx().requests.length, 1);
      });
    });

    it("reports the status of an answer that is no JSON", async () => {
      awx().intercept({}, html);
      assert.deepEqual((await failureOf(requestFrom().request("GET", mePath))).problem, {
        kind: "unexpectedAnswer",
        status: 200,
        found: "html",
        title: "Log in",
      });
      assert.equal(exchanges[0]?.outcome, 200);
    });

    for (const status of [301, 302, 303, 307, 308]) {
      for (const method of ["GET", "OPTIONS", "POST", "PATCH", "DELETE"] as const) {
        it(`follows no ${String(status)} with ${method}, neither to another server nor on this one`, async () => {
          const elsewhere = await startFakeAwx();
          const body = method === "PATCH" || method === "POST" ? { body: { description: "x" } } : {};
          try {
            for (const location of [`${elsewhere.url}/api/v2/me/`, "/api/v2/tokens/1/"]) {
              awx().clearRequests();
              awx().intercept({ path: /me/ }, { status, headers: { Location: location } });
              const error = await failureOf(requestFrom().request(method, mePath, body));
              assert.deepEqual(error.problem, { kind: "redirected", location, to: "elsewhere" });
              assert.equal(awx().requests.length, 1);
            }
            assert.deepEqual(elsewhere.requests, []);
          } finally {
            await elsewhere.stop();
          }
        });
      }
    }
  });

  describe("without an answer", () => {
    it("says that the connection was refused", async () => {
      const transport = requestFrom();
      await awx().stop();
      const { problem } = await failureOf(transport.request("GET", mePath));
      assert.deepEqual(problem, { kind: "noAnswer", code: "ECONNREFUSED" });
      assert.equal(exchanges[0]?.outcome, "ECONNREFUSED");
    });

    it("says that the connection was cut", async () => {
      awx().intercept({}, "reset");
      const { problem } = await failureOf(requestFrom().request("GET", mePath));
      assert.deepEqual(problem, { kind: "noAnswer", code: "ECONNRESET" });
      assert.equal(exchanges[0]?.outcome, "ECONNRESET");
    });

    it("says that no answer came in time, after one request", async () => {
      awx().intercept({}, "hang");
      const { problem } = await failureOf(requestFrom({ timeoutMilliseconds: 60 }).request("GET", mePath));
      assert.deepEqual(problem, { kind: "timedOut", milliseconds: 60 });
      assert.equal(exchanges.length, 1);
      assert.equal(exchanges[0]?.outcome, "timedOut");
      // A timer of Node may fire a millisecond early.
      assert.ok(exchanges[0].milliseconds >= 59);
      assert.equal(awx().requests.length, 1);
    });

    it("says that it was given up, and not that time was up", async () => {
      awx().intercept({}, "hang");
      const abort = new AbortController();
      const failure = failureOf(requestFrom().request("GET", mePath, { signal: abort.signal }));
      await until(() => awx().requests.length === 1);
      abort.abort(new Error("for a reason of its own"));
      assert.deepEqual((await failure).problem, { kind: "cancelled" });
      assert.equal(exchanges[0]?.outcome, "cancelled");
    });

    it("says that time was up although it could have been given up", async () => {
      awx().intercept({}, "hang");
      const { signal } = new AbortController();
      const failure = failureOf(requestFrom({ timeoutMilliseconds: 60 }).request("GET", mePath, { signal }));
      assert.equal((await failure).problem.kind, "timedOut");
    });

    it("sends nothing when it was given up before", async () => {
      const failure = failureOf(requestFrom().request("GET", mePath, { signal: AbortSignal.abort() }));
      assert.deepEqual((await failure).problem, { kind: "cancelled" });
      assert.deepEqual(awx().requests, []);
      assert.equal(exchanges.length, 1);
    });

    for (const [title, error] of [
      ["the cause of the cause", new TypeError("fetch failed", { cause: coded("CERT_HAS_EXPIRED") })],
      ["the first of several", new TypeError("failed", { cause: new AggregateError([coded("CERT_HAS_EXPIRED")]) })],
    ] as const) {
      it(`finds the code of the failure in ${title}`, async () => {
        const { fetch } = globalThis;
        globalThis.fetch = () => Promise.reject(error);
        try {
          const { problem } = await failureOf(requestFrom().request("GET", mePath));
          assert.deepEqual(problem, { kind: "noAnswer", code: "CERT_HAS_EXPIRED" });
        } finally {
          globalThis.fetch = fetch;
        }
      });
    }
  });

  describe("with an answer whose body stops halfway, or does not stop", () => {
    let server: Server | undefined;
    afterEach(() => {
      server?.closeAllConnections();
      server?.close();
    });

    it("reads no more of it than any AWX would send, however small it was made for the way", async function () {
      // A busy machine takes long to unpack it.
      const longest = 60_000;
      this.timeout(2 * longest);
      const packed = gzipSync(Buffer.alloc(65 * 1024 * 1024, 32), { level: 1 });
      const transport = await transportToServer((_, response) => {
        response.writeHead(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" });
        response.end(packed);
      }, longest);
      const { problem } = await failureOf(transport.request("GET", mePath));
      assert.deepEqual(problem, { kind: "unexpectedAnswer", status: 200, found: "tooLarge" });
      assert.equal(exchanges[0]?.outcome, 200);
    });

    it("reads the reasons of a refusal, but not one that does not end", async () => {
      const transport = await transportToServer((_, response) => {
        response.writeHead(403, { "Content-Type": "application/json" });
        response.write(JSON.stringify({ detail: "No." }).padEnd(2 * 1024 * 1024));
      });
      assert.deepEqual((await failureOf(transport.request("GET", mePath))).problem, {
        kind: "forbidden",
        reasons: ["No."],
      });
    });

    it("takes no bytes that are no text for the server's words", async () => {
      const transport = await transportToServer((_, response) => {
        response.writeHead(200, { "Content-Type": "application/json" });
        response.end(Buffer.from('{"description": "caf\xe9"}', "latin1"));
      });
      const { problem } = await failureOf(transport.request("GET", mePath));
      assert.deepEqual(problem, { kind: "unexpectedAnswer", status: 200, found: "notJson" });
    });

    /** A server of its own: the double sends bodies whole. */
    async function transportToServer(listener: RequestListener, timeoutMilliseconds = 5000): Promise<Transport> {
      const listening = createServer(listener);
      server = listening;
      await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
      const { port } = listening.address() as AddressInfo;
      return new Transport({ origin: `http://127.0.0.1:${String(port)}`, timeoutMilliseconds, onExchange });
    }

    it("says that no answer came in time", async () => {
      const transport = await transportToServer((_, response) => {
        response.writeHead(200, { "Content-Type": "application/json" }).write('{"count": 1, ');
      }, 60);
      const { problem } = await failureOf(transport.request("GET", mePath));
      assert.deepEqual(problem, { kind: "timedOut", milliseconds: 60 });
      assert.equal(exchanges[0]?.outcome, "timedOut");
    });

    it("says that the connection was cut", async () => {
      const transport = await transportToServer((request, response) => {
        response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 1000 });
        response.write('{"count": 1, ', () => request.socket.resetAndDestroy());
      });
      const { problem } = await failureOf(transport.request("GET", mePath));
      assert.equal(problem.kind, "noAnswer");
      assert.match(String(exchanges[0]?.outcome), /^(ECONNRESET|UND_ERR_SOCKET)$/);
    });

    it("says that it was given up", async () => {
      const abort = new AbortController();
      let isUnderWay = false;
      const transport = await transportToServer((_, response) => {
        response.writeHead(200, { "Content-Type": "application/json" });
        response.write('{"count": 1, ', () => (isUnderWay = true));
      });
      const failure = failureOf(transport.request("GET", mePath, { signal: abort.signal }));
      await until(() => isUnderWay);
      abort.abort();
      assert.deepEqual((await failure).problem, { kind: "cancelled" });
    });
  });

  describe("keeps the credential out of errors and reports", () => {
    /** Fails when the credential, or the header it is sent in, can be read off an error or the reports. */
    function assertSecret(error: AwxError, credential: string): void {
      const texts = {
        message: error.message,
        stack: error.stack ?? "",
        json: JSON.stringify(error),
        inspected: inspect(error, { depth: Infinity, showHidden: true }),
        problem: inspect(error.problem, { depth: Infinity }),
        reports: JSON.stringify(exchanges),
      };
      for (const [where, text] of Object.entries(texts)) {
        assert.ok(!text.includes(credential), `the credential is in ${where}`);
        assert.doesNotMatch(text, /bearer/i, where);
      }
      // The texts of the problem as they are, without the escapes of a quoted one.
      for (const text of Object.values(error.problem).flat()) {
        assert.ok(!String(text).includes(credential), "the credential is in the problem");
      }
    }

    const answers = [
      ["when the connection is cut", "reset"],
      ["when no answer comes", "hang"],
      ["after 401", json(401, { detail: "no" })],
      ["after a web page", html],
      ["after broken JSON", { ...json(200, {}), body: "{" }],
    ] as const;
    for (const [title, answer] of answers) {
      it(title, async () => {
        awx().intercept({}, answer);
        const transport = requestFrom({ timeoutMilliseconds: 60 });
        const error = await failureOf(transport.request("GET", mePath));
        assertSecret(error, awx().secretOf(1));
      });
    }

    it("when it is given up", async () => {
      const error = await failureOf(requestFrom().request("GET", mePath, { signal: AbortSignal.abort() }));
      assertSecret(error, awx().secretOf(1));
    });

    it("when the connection is refused", async () => {
      const transport = requestFrom();
      const credential = awx().secretOf(1);
      await awx().stop();
      assertSecret(await failureOf(transport.request("GET", mePath)), credential);
    });

    for (const status of [400, 403, 405]) {
      it(`when the server quotes it in the body of a ${String(status)}`, async () => {
        const credential = awx().secretOf(1);
        awx().intercept(
          {},
          json(status, { detail: `bad token ${credential}, really ${credential}`, [credential]: "?" }),
        );
        const error = await failureOf(requestFrom().request("GET", mePath));
        assert.ok("reasons" in error.problem && error.problem.reasons.length === 2);
        assertSecret(error, credential);
      });
    }

    it("when the server quotes it in a body with JSON's escapes", async () => {
      const credential = 'a"b\\c/d';
      awx().intercept({}, json(400, { detail: `bad token ${credential}` }));
      const transport = transportTo(awx(), 1, { onExchange, authorization: bearer(credential) });
      assertSecret(await failureOf(transport.request("GET", mePath)), credential);
    });

    it("when the path of a later page quotes it", async () => {
      const credential = awx().secretOf(1);
      awx().intercept({}, "reset");
      const error = await failureOf(requestFrom().request("GET", `${mePath}?page=2&token=${credential}`));
      assertSecret(error, credential);
    });

    it("when the server quotes it in the address of a redirect", async () => {
      const credential = awx().secretOf(1);
      awx().intercept({}, { status: 302, headers: { Location: `/login?token=${credential}` } });
      const error = await failureOf(requestFrom().request("GET", mePath));
      assert.equal(error.problem.kind, "redirected");
      assertSecret(error, credential);
    });

    it("when it cannot be sent in a header", async () => {
      const credential = "s3cret\nHost: evil";
      const transport = transportTo(awx(), 1, { onExchange, authorization: bearer(credential) });
      assertSecret(await failureOf(transport.request("GET", mePath)), "s3cret");
      assert.deepEqual(awx().requests, []);
    });

    it("when the server quotes a password, as it is, as a URL has it, or in base64", async () => {
      const password = "pä ss/w%rd";
      const header = Buffer.from(`jörg:${password}`).toString("base64");
      const forms = [password, encodeURIComponent(password), Buffer.from(password).toString("base64"), header];
      for (const form of forms) {
        awx().intercept({}, json(400, { detail: `got ${form}` }), { times: 1 });
        const location = `/login?was=${form === password ? encodeURI(form) : form}`;
        awx().intercept({}, { status: 302, headers: { Location: location } }, { times: 1 });
        awx().intercept({}, { ...html, body: `<title>${form}</title>` }, { times: 1 });
        const transport = transportTo(awx(), 1, { onExchange, authorization: basic("jörg", password) });
        for (let request = 0; request < 3; request++) {
          const error = await failureOf(transport.request("GET", mePath));
          for (const other of [...forms, encodeURI(password)]) assertSecret(error, other);
          assert.match(JSON.stringify(error.problem), /\*{8}/);
        }
      }
    });

    it("but leaves what the server has as it is, or an edit would write something else back", async () => {
      const echo = `Bearer ${awx().secretOf(1)}`;
      awx().intercept({}, json(200, { echo }));
      assert.deepEqual(await requestFrom().request("GET", mePath), { echo });
    });
  });
});

function coded(code: string): Error {
  return Object.assign(new Error("low down"), { code });
}
