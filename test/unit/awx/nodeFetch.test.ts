import assert from "node:assert/strict";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { nodeFetch } from "../../../src/awx/nodeFetch";
import { Transport } from "../../../src/awx/transport";
import { makeAuthority } from "../../support/certificates";
import { failureOf } from "../support/failure";
import { until } from "../support/fakeAwx";

describe("nodeFetch", () => {
  const authority = makeAuthority("Private CA");
  const identity = authority.issue();
  const trust = { authorities: authority.cert };
  const fetch = nodeFetch(trust);

  let server: Server | undefined;
  let connections = 0;
  afterEach(async () => {
    const closed = new Promise((resolve) => server?.close(resolve));
    server?.closeAllConnections();
    await closed;
  });

  async function serving(listener: RequestListener): Promise<string> {
    connections = 0;
    const listening = createServer(identity, listener);
    listening.on("secureConnection", () => connections++);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    return `https://127.0.0.1:${String((listening.address() as AddressInfo).port)}`;
  }

  async function textOf(request: IncomingMessage): Promise<string> {
    const chunks = await request.toArray();
    return Buffer.concat(chunks as Buffer[]).toString("utf8");
  }

  it("sends method, path, query, headers and body, and nothing of its own", async () => {
    let seen: unknown;
    const url = await serving((request, response) => {
      void textOf(request).then((body) => {
        const { host, connection, ...headers } = request.headers;
        seen = { method: request.method, url: request.url, headers, body };
        assert.ok(host && connection);
        response.end("{}");
      });
    });
    await fetch(`${url}/api/v2/tokens/1/?a=%20b`, {
      method: "PATCH",
      headers: { Authorization: "Bearer x", "Content-Type": "application/json" },
      body: '{"description":"Łódź"}',
    });
    assert.deepEqual(seen, {
      method: "PATCH",
      url: "/api/v2/tokens/1/?a=%20b",
      headers: { authorization: "Bearer x", "content-type": "application/json", "content-length": "25" },
      body: '{"description":"Łódź"}',
    });
  });

  it("gives status, headers and body as they came", async () => {
    const url = await serving((_, response) => {
      response.writeHead(418, "Teapot", ["X-Twice", "a", "X-Twice", "b", "Content-Type", "text/plain; charset=utf-8"]);
      response.end("Łódź");
    });
    const answer = await fetch(url);
    assert.deepEqual([answer.status, answer.statusText, answer.ok], [418, "Teapot", false]);
    assert.equal(answer.headers.get("x-twice"), "a, b");
    assert.equal(await answer.text(), "Łódź");
  });

  it("takes a URL and a Request as well as a text", async () => {
    const url = await serving((request, response) => response.end(request.url));
    assert.equal(await (await fetch(new URL("/a", url))).text(), "/a");
    assert.equal(await (await fetch(new Request(`${url}/b`))).text(), "/b");
  });

  it("uses a connection again", async () => {
    const url = await serving((_, response) => response.end("ok"));
    for (let i = 0; i < 3; i++) assert.equal(await (await fetch(url)).text(), "ok");
    assert.equal(connections, 1);
  });

  for (const [what, other] of [
    ["unverified", nodeFetch("unverified")],
    ["another authority", nodeFetch({ authorities: authority.cert + makeAuthority("Other").cert })],
  ] as const) {
    it(`makes a connection of its own for the trust of ${what}`, async () => {
      const url = await serving((_, response) => response.end("ok"));
      await (await other(url)).text();
      await (await fetch(url)).text();
      await (await other(url)).text();
      assert.equal(connections, 2);
    });
  }

  for (const status of [204, 205, 304]) {
    it(`gives a ${String(status)}, which can have no body`, async () => {
      const url = await serving((_, response) => response.writeHead(status, { "X-Is": "here" }).end());
      const answer = await fetch(url);
      assert.deepEqual([answer.status, answer.body, answer.headers.get("x-is")], [status, null, "here"]);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`gives a ${String(status)} as it is`, async () => {
      const paths: unknown[] = [];
      const url = await serving((request, response) => {
        paths.push(request.url);
        response.writeHead(status, { Location: "/elsewhere" }).end("moved");
      });
      const answer = await fetch(`${url}/here`);
      assert.deepEqual([answer.status, answer.headers.get("location")], [status, "/elsewhere"]);
      assert.equal(await answer.text(), "moved");
      assert.deepEqual(paths, ["/here"]);
    });
  }

  it("streams a large body", async () => {
    const chunk = "x".repeat(65_536);
    const url = await serving((_, response) => {
      for (let i = 0; i < 160; i++) response.write(chunk);
      response.end();
    });
    const answer = await fetch(url);
    assert.equal((await answer.text()).length, 160 * chunk.length);
  });

  it("gives the head before the body is there", async () => {
    let end: () => void = () => undefined;
    const url = await serving((_, response) => {
      response.write("first, ");
      end = () => response.end("last");
    });
    const answer = await fetch(url);
    end();
    assert.equal(await answer.text(), "first, last");
  });

  describe("given up", () => {
    const reason = new Error("for a reason of its own");

    it("before it began, sends nothing", async () => {
      const url = await serving((_, response) => response.end());
      await assert.rejects(fetch(url, { signal: AbortSignal.abort(reason) }), reason);
      assert.equal(connections, 0);
    });

    for (const [when, begin] of [
      ["while it waits for the head", () => undefined],
      ["while the body comes", (response: ServerResponse) => response.write("first")],
    ] as const) {
      it(`${when}, rejects with the reason and closes the connection`, async () => {
        const abort = new AbortController();
        let isClosed = false;
        let isUnderWay = false;
        const url = await serving((request, response) => {
          request.socket.once("close", () => (isClosed = true));
          begin(response);
          isUnderWay = true;
        });
        const text = fetch(url, { signal: abort.signal }).then((answer) => {
          abort.abort(reason);
          return answer.text();
        });
        // Under way in both cases; where a head comes, the answer itself gives up.
        await until(() => isUnderWay);
        if (when.includes("head")) abort.abort(reason);
        await assert.rejects(text, reason);
        await until(() => isClosed);
      });
    }

    it("after its end, changes nothing", async () => {
      const abort = new AbortController();
      const url = await serving((_, response) => response.end("ok"));
      assert.equal(await (await fetch(url, { signal: abort.signal })).text(), "ok");
      abort.abort(reason);
      assert.equal(await (await fetch(url)).text(), "ok");
      assert.equal(connections, 1);
    });
  });

  describe("failing", () => {
    it("rejects with Node's own error before the head", async () => {
      const url = await serving((request) => request.socket.destroy());
      await assert.rejects(fetch(url), { code: "ECONNRESET" });
    });

    it("fails the body with Node's own error after the head", async () => {
      const url = await serving((request, response) => {
        response.writeHead(200, { "Content-Length": 1000 });
        response.write("first", () => request.socket.destroy());
      });
      const answer = await fetch(url);
      await assert.rejects(answer.text(), { code: "ECONNRESET" });
    });

    it("rejects for a header that cannot be sent, and sends nothing", async () => {
      const url = await serving((_, response) => response.end());
      await assert.rejects(fetch(url, { headers: { Authorization: "a\nHost: evil" } }), TypeError);
      assert.equal(connections, 0);
    });

    it("rejects for a status that no response can have, and closes the connection", async () => {
      let isClosed = false;
      const url = await serving((request) => {
        request.socket.once("close", () => (isClosed = true));
        request.socket.write("HTTP/1.1 999 Strange\r\nContent-Length: 10\r\n\r\n");
      });
      await assert.rejects(fetch(url), RangeError);
      await until(() => isClosed);
    });

    it("is a time-out of the transport's when the body does not end", async () => {
      const url = await serving((_, response) => {
        response.writeHead(200, { "Content-Type": "application/json" }).write("{");
      });
      const onExchange = () => undefined;
      const transport = new Transport({ origin: url, trust, timeoutMilliseconds: 300, onExchange });
      const { problem } = await failureOf(transport.request("GET", "/"));
      assert.deepEqual(problem, { kind: "timedOut", milliseconds: 300 });
    });
  });
});
