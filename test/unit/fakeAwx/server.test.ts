import assert from "node:assert/strict";
import type { FakeAwx, FakeAwxOptions } from "../../fakeAwx/server";
import { startFakeAwx } from "../../fakeAwx/server";

describe("fakeAwx server", () => {
  const started: FakeAwx[] = [];

  async function start(options?: FakeAwxOptions): Promise<FakeAwx> {
    const awx = await startFakeAwx(options);
    started.push(awx);
    return awx;
  }

  afterEach(async () => {
    await Promise.all(started.splice(0).map((awx) => awx.stop()));
  });

  async function get(awx: FakeAwx, path: string): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${awx.secretOf(1)}` };
    return (await (await fetch(awx.url + path, { headers })).json()) as Record<string, unknown>;
  }

  it("serves everything below its prefix, links included", async () => {
    const awx = await start({ prefix: "/awx" });
    assert.match(awx.url, /^http:\/\/127\.0\.0\.1:\d+\/awx$/);
    assert.equal((await get(awx, "/api/"))["current_version"], "/awx/api/v2/");
    const { next, results } = await get(awx, "/api/v2/tokens/?page_size=1");
    assert.equal(next, "/awx/api/v2/tokens/?page=2&page_size=1");
    assert.equal((results as { url: string }[])[0]?.url, "/awx/api/v2/tokens/1/");
    assert.equal((await fetch(new URL("/api/", awx.url))).status, 404);
  });

  it("has no trace of tokens as an AWX without OAuth2", async () => {
    const awx = await start({ family: "none" });
    assert.equal("oauth2" in (await get(awx, "/api/")), false);
    const root = await get(awx, "/api/v2/");
    assert.deepEqual([root["tokens"], root["applications"]], [undefined, undefined]);
    const response = await fetch(`${awx.url}/api/v2/tokens/`);
    assert.deepEqual([response.status, response.headers.get("content-type")], [404, "text/html"]);
  });

  it("records requests with their status", async () => {
    const awx = await start();
    await get(awx, "/api/v2/me/?page=1");
    const [request] = awx.requests;
    assert.deepEqual([request?.method, request?.path, request?.status], ["GET", "/api/v2/me/?page=1", 200]);
    awx.clearRequests();
    assert.equal(awx.requests.length, 0);
  });

  it("lets a colleague make, edit and revoke tokens", async () => {
    const awx = await start();
    const id = awx.createToken({ userId: 2, description: "made elsewhere", scope: "read" });
    const before = awx.token(id)?.modified.getTime() ?? 0;
    awx.updateToken(id, { description: "edited elsewhere" });
    assert.equal((await get(awx, `/api/v2/tokens/${String(id)}/`))["description"], "edited elsewhere");
    assert.ok((awx.token(id)?.modified.getTime() ?? 0) > before);
    awx.deleteToken(id);
    assert.equal(awx.token(id), undefined);
    assert.match(awx.secretOf(id), /^\w{30}$/);
    assert.throws(() => {
      awx.updateToken(id, {});
    }, RangeError);
  });

  it("makes as many varied tokens as asked", async () => {
    const awx = await start({ extraTokens: 300 });
    assert.equal(awx.tokens().length, 308);
    const made = awx.tokens().slice(8);
    assert.equal(new Set(made.map(({ userId }) => userId)).size, 4);
    assert.equal(new Set(made.map(({ scope }) => scope)).size, 4);
    assert.ok(made.some(({ expires }) => expires.getTime() < Date.now()));
  });

  describe("intercepts", () => {
    it("answers in place of the rules, as often as asked", async () => {
      const awx = await start();
      awx.intercept(
        { path: /tokens/ },
        { status: 502, headers: { "content-type": "text/html" }, body: "<h1>" },
        { times: 1 },
      );
      const ask = () => fetch(`${awx.url}/api/v2/tokens/`);
      assert.equal((await ask()).status, 502);
      assert.equal((await ask()).status, 401);
    });

    it("stops when told to", async () => {
      const awx = await start();
      const stop = awx.intercept({ method: "GET" }, { status: 503 });
      const ask = () => fetch(`${awx.url}/api/`);
      assert.equal((await ask()).status, 503);
      stop();
      assert.equal((await ask()).status, 200);
    });

    it("resets the connection", async () => {
      const awx = await start();
      awx.intercept({}, "reset");
      await assert.rejects(fetch(`${awx.url}/api/`));
    });

    it("leaves a request hanging, and can still stop", async () => {
      const awx = await start();
      awx.intercept({}, "hang");
      await assert.rejects(fetch(`${awx.url}/api/`, { signal: AbortSignal.timeout(50) }));
      const hanging = assert.rejects(fetch(`${awx.url}/api/`));
      while (awx.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      await awx.stop();
      await hanging;
    });

    it("holds a request until it may go on", async () => {
      const awx = await start();
      let release = (): void => undefined;
      const until = new Promise<void>((resolve) => {
        release = resolve;
      });
      awx.intercept({}, { until });
      const answered = fetch(`${awx.url}/api/`);
      while (awx.requests.length < 1) await new Promise((done) => setTimeout(done, 1));
      assert.equal(awx.requests[0]?.status, undefined);
      release();
      assert.equal((await answered).status, 200);
    });
  });
});
