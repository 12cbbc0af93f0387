import assert from "node:assert/strict";
import type { FakeAwx, FakeAwxOptions } from "../../fakeAwx/server";
import { startFakeAwx } from "../../fakeAwx/server";
import { ask, basic, bearer } from "../support/ask";

const gatewayTokens = "/api/gateway/v1/tokens/";
const controllerTokens = "/api/controller/v2/tokens/";

describe("fakeAwx families", () => {
  const started: FakeAwx[] = [];

  async function start(options: FakeAwxOptions): Promise<FakeAwx> {
    const awx = await startFakeAwx(options);
    started.push(awx);
    return awx;
  }

  afterEach(async () => {
    await Promise.all(started.splice(0).map((awx) => awx.stop()));
  });

  async function get(awx: FakeAwx, path: string, headers?: Record<string, string>): Promise<Record<string, unknown>> {
    const { status, body, text } = await ask(awx, headers ? undefined : "admin", "GET", path, undefined, headers);
    assert.equal(status, 200, text);
    return body as Record<string, unknown>;
  }

  const roots: readonly [family: NonNullable<FakeAwxOptions["family"]>, gateway: boolean, v2: string, own: boolean][] =
    [
      ["controller", false, "/api/v2/", true],
      ["none", false, "/api/v2/", false],
      ["gateway", true, "/api/controller/v2/", false],
      ["both", true, "/api/controller/v2/", true],
    ];
  for (const [family, hasGateway, v2, hasTokens] of roots) {
    it(`tells anyone who asks that it is of the family ${family}`, async () => {
      const awx = await start({ family });
      const anyone = {};
      const root = await get(awx, "/api/", anyone);
      assert.equal("apis" in root, hasGateway);
      assert.equal("oauth2" in root, family === "controller");
      if (hasGateway) {
        const { gateway, controller } = root["apis"] as Record<string, string>;
        const version = (await get(awx, gateway ?? "", anyone))["current_version"];
        assert.equal((await get(awx, String(version), anyone))["tokens"], gatewayTokens);
        const behind = await get(awx, controller ?? "", anyone);
        assert.deepEqual([behind["current_version"], "oauth2" in behind], [v2, false]);
      }
      assert.equal((await get(awx, v2, anyone))["tokens"], hasTokens ? `${v2}tokens/` : undefined);
      const { status, headers } = await ask(awx, "admin", "GET", `${v2}tokens/`);
      assert.deepEqual(
        [status, headers.get("content-type")],
        hasTokens ? [200, "application/json"] : [404, "text/html"],
      );
      assert.equal((await get(awx, `${v2}me/`))["count"], 1);
    });
  }

  it("has the controller's tokens at hand only where it has some", async () => {
    const awx = await start({});
    awx.controller.deleteToken(1);
    assert.equal(awx.token(1), undefined);
    for (const family of ["gateway", "none"] as const) {
      const without = await start({ family });
      assert.throws(() => without.controller, RangeError);
    }
  });

  it("keeps two tables, each with its own ids, links, masks and pages", async () => {
    const awx = await start({ family: "both", extraTokens: 52 });
    const made = awx.controller.createToken({ userId: 2, description: "made behind the gateway" });
    assert.equal(made, 61);
    assert.equal(awx.token(made), undefined);
    awx.updateToken(1, { description: "edited at the gateway" });
    assert.equal(awx.controller.token(1)?.description, "admin laptop");
    const page = async (path: string) => {
      const { next, results } = await get(awx, path);
      const [first, ...rest] = results as Record<string, unknown>[];
      return [next, rest.length + 1, first?.["url"], first?.["user"], first?.["token"]];
    };
    assert.deepEqual(await page(gatewayTokens), [
      `${gatewayTokens}?page=2`,
      50,
      `${gatewayTokens}1/`,
      2,
      "$encrypted$",
    ]);
    const behind = [`${controllerTokens}?page=2`, 25, `${controllerTokens}1/`, 1, "************"];
    assert.deepEqual(await page(controllerTokens), behind);
  });

  it("passes on to the controller whom the gateway knows, under the same name", async () => {
    const awx = await start({ family: "both" });
    for (const headers of [bearer(awx, 4), basic("alice", "password")]) {
      const { results } = await get(awx, "/api/controller/v2/me/", headers);
      const [{ id, username } = {}] = results as { id?: number; username?: string }[];
      assert.deepEqual([id, username], [2, "alice"]);
    }
    assert.ok(awx.token(4)?.lastUsed);
    const { status, body } = await ask(awx, undefined, "POST", controllerTokens, "{}", bearer(awx, 4));
    assert.deepEqual([status, (body as { user: number }).user], [201, 2]);
  });

  it("lets in with a controller's token at the controller alone", async () => {
    const awx = await start({ family: "both" });
    const own = bearer(awx.controller, 4);
    assert.equal((await get(awx, "/api/controller/v2/me/", own))["count"], 1);
    assert.ok(awx.controller.token(4)?.lastUsed);
    const { status, headers } = await ask(awx, undefined, "GET", "/api/gateway/v1/me/", undefined, own);
    assert.equal(status, 401);
    assert.match(headers.get("www-authenticate") ?? "", /invalid_token/);
  });

  it("leaves it to the controller to refuse whom the gateway does not know", async () => {
    const awx = await start({ family: "both" });
    for (const headers of [{}, bearer(awx, 8), basic("alice", "wrong")]) {
      const { status, body } = await ask(awx, undefined, "GET", controllerTokens, undefined, headers);
      assert.equal(status, 401);
      assert.match((body as { detail: string }).detail, /To establish a login session/);
    }
  });

  it("asks for the scope of a gateway's token in front of the controller since AAP 2.7 only", async () => {
    const edit = (awx: FakeAwx, path: string, accept: string) =>
      ask(awx, undefined, "PATCH", path, '{"description": "x"}', { ...bearer(awx, 2), accept });
    const older = await start({ family: "both" });
    assert.equal((await edit(older, `${controllerTokens}1/`, "application/json")).status, 200);
    const awx = await start({ family: "gateway" });
    const path = "/api/controller/v2/organizations/1/";
    const text = "Your token has insufficient scope to perform this action";
    const refused = await edit(awx, path, "application/json");
    assert.deepEqual([refused.status, refused.body], [403, { details: text }]);
    const plain = await edit(awx, path, "*/*");
    assert.deepEqual([plain.status, plain.text, plain.headers.get("content-type")], [403, text, "text/plain"]);
    assert.equal((await edit(awx, `${gatewayTokens}1/`, "*/*")).status, 200);
    assert.equal((await get(awx, path, bearer(awx, 2)))["name"], "Acme");
  });

  it("makes no tokens for users who sign in elsewhere, but edits those they have", async () => {
    const awx = await start({ family: "both", externalUsers: ["alice"] });
    const text = (name: string) =>
      `(access_denied) OAuth2 Tokens cannot be created by users associated with an external authentication provider (${name})`;
    const cases = [
      [gatewayTokens, "Company LDAP"],
      [`${gatewayTokens}?validate=true`, "Company LDAP"],
      [controllerTokens, "ldap"],
      ["/api/controller/v2/users/2/personal_tokens/", "ldap"],
    ] as const;
    for (const [path, name] of cases) {
      const { status, body } = await ask(awx, "alice", "POST", path, '{"description": "x"}');
      assert.deepEqual([status, body], [403, { detail: text(name) }]);
      assert.equal((await ask(awx, "alice", "POST", path, '{"scope": "x"}')).status, 400);
    }
    for (const list of [gatewayTokens, controllerTokens]) {
      assert.equal((await ask(awx, "alice", "PATCH", `${list}4/`, "{}")).status, 200);
      assert.equal((await ask(awx, "bob", "POST", list, "{}")).status, 201);
    }
    const { results } = await get(awx, "/api/controller/v2/me/", basic("alice", "password"));
    assert.equal((results as { external_account: unknown }[])[0]?.external_account, "ldap");
  });

  it("takes Basic for no credentials where it is switched off", async () => {
    const awx = await start({ basicAuth: false });
    const { status, body } = await ask(awx, "admin", "GET", "/api/v2/me/");
    assert.equal(status, 401);
    assert.deepEqual(body, (await ask(awx, undefined, "GET", "/api/v2/me/")).body);
    const settings = await get(awx, "/api/v2/settings/authentication/", bearer(awx, 1));
    assert.equal(settings["AUTH_BASIC_ENABLED"], false);

    const aap = await start({ family: "both", basicAuth: false });
    const refused = await ask(aap, "admin", "GET", gatewayTokens);
    const detail = "Authentication credentials were not provided.";
    assert.deepEqual([refused.status, refused.body], [401, { detail }]);
    assert.equal((await ask(aap, "admin", "GET", controllerTokens)).status, 401);
    assert.equal((await get(aap, controllerTokens, bearer(aap, 1)))["count"], 8);
  });

  for (const [family, me] of [
    ["controller", "/api/v2/me/"],
    ["gateway", "/api/gateway/v1/me/"],
    ["none", "/api/v2/me/"],
  ] as const) {
    it(`reads names and passwords as UTF-8, or else as Latin-1 (${family})`, async () => {
      const extraUsers = [
        { username: "jérôme", password: "pâté:žluťoučký" },
        { username: "émile", password: "été" },
      ];
      const awx = await start({ family, extraUsers });
      assert.equal((await get(awx, me, basic("jérôme", "pâté:žluťoučký")))["count"], 1);
      assert.equal((await get(awx, me, basic("émile", "été", "latin1")))["count"], 1);
    });
  }

  it("serves a gateway below a prefix, links included", async () => {
    const awx = await start({ family: "both", prefix: "/awx" });
    const apis = (await get(awx, "/api/"))["apis"];
    assert.deepEqual(apis, { gateway: "/awx/api/gateway/", controller: "/awx/api/controller/" });
    const { next, results } = await get(awx, `${gatewayTokens}?page_size=1`);
    assert.equal(next, `/awx${gatewayTokens}?page=2&page_size=1`);
    const { activity_stream: history } = (results as { related: Record<string, string> }[])[0]?.related ?? {};
    assert.equal(history, "/awx/api/gateway/v1/activitystream/?content_type=33&object_id=1");
    assert.equal((await get(awx, "/api/controller/"))["current_version"], "/awx/api/controller/v2/");
    const { headers } = await ask(awx, "admin", "PATCH", "/api/controller/v2/tokens/1", "{}");
    assert.equal(headers.get("location"), `/awx${controllerTokens}1/`);
    assert.equal((await fetch(new URL("/api/gateway/", awx.url))).status, 404);
  });
});
