import assert from "node:assert/strict";
import * as vscode from "vscode";
import { allRows, rows, run, startExtension, tokenRow, type DrawnRow } from "./support/extension";
import { eachSignedIn } from "./support/signedIn";
import { until } from "./support/watch";

/** The rows below the one server, once it has been read. */
async function children(): Promise<DrawnRow[]> {
  return until(async () => {
    const [server] = await rows();
    assert.ok(server && !server.description.includes("loading"), server?.description);
    return rows(server.row);
  });
}

function childNamed(parent: readonly DrawnRow[], label: string): DrawnRow {
  const found = parent.find((row) => row.label === label);
  assert.ok(found, `${label} is not among ${parent.map((row) => row.label).join(", ")}`);
  return found;
}

function labels(drawn: readonly DrawnRow[]): string[] {
  return drawn.map(({ label }) => label);
}

describe("a platform's tokens, seen by a user", () => {
  // Alice's personal token; a gateway lists everyone's tokens to everyone.
  const scene = eachSignedIn(4, 8, { family: "gateway" });

  it("come with one's own first, and everyone else's apart", async () => {
    const [server] = await rows();
    assert.equal(server?.description, "alice · not encrypted · 8 tokens");
    assert.match(server.tooltip, /Ansible Automation Platform/);
    const drawn = await children();
    assert.deepEqual(labels(drawn), ["alice personal", "alice app token", "Other users' tokens"]);
    const others = childNamed(drawn, "Other users' tokens");
    assert.equal(others.description, "6 tokens · not yours to change");
    assert.equal(others.spoken, "Other users' tokens, 6 tokens, not yours to change, lab");
    assert.deepEqual(others.flags, ["group"]);
    assert.deepEqual(labels(await rows(others.row)), ["admin", "bob"]);
    const apart = (await allRows(others.row)).filter(({ row }) => row.kind === "token");
    assert.equal(apart.length, 6);
    for (const { flags, tooltip } of apart) {
      assert.ok(!flags.includes("editable"), flags.join());
      assert.match(tooltip, /you may not change it/);
    }
    const { provider } = await startExtension();
    assert.ok(server);
    assert.equal(await provider.getParent?.(others.row), server.row);
    const { collapsibleState } = await provider.getTreeItem(others.row);
    assert.equal(collapsibleState, vscode.TreeItemCollapsibleState.Collapsed, "one's own come first");
    for (const { flags } of drawn.slice(0, 2)) assert.ok(flags.includes("editable"), flags.join());
  });

  it("say when they were used last", async () => {
    const [own] = await children();
    assert.match(own?.tooltip ?? "", /Last used\*\* .*(ago|now)/);
  });

  it("are edited with a PATCH of one field, never of the application", async () => {
    const { awx, person } = scene;
    const [own] = await children();
    const done = run("editScopes", own?.row);
    await person.ticks("read", "write");
    await done;
    const [request] = awx.requests.filter(({ method }) => method === "PATCH");
    assert.equal(request?.path, "/api/gateway/v1/tokens/4/");
    assert.deepEqual(JSON.parse(request.body), { scope: "read write" });
    assert.equal((await children())[0]?.description, "read write");
  });

  it("refuse an edit of somebody else's before anything is asked or sent", async () => {
    const { awx, person } = scene;
    const { row } = await tokenRow(1);
    awx.clearRequests();
    await run("editDescription", row);
    assert.equal(
      (await person.sees("error")).text,
      "“admin laptop” (token 1) on lab is another user's, and the server does not let you change it.",
    );
    await person.hasNothingOpen();
    assert.deepEqual(awx.requests, []);
  });

  it("offer one's own alone to the commands that change one, and all to the others", async () => {
    const { person } = scene;
    const editing = run("editDescription");
    assert.equal((await person.quickPick()).items.length, 2);
    await person.escapes();
    await editing;
    const copying = run("copyTokenId");
    const { items } = await person.quickPick();
    assert.deepEqual(
      items.slice(0, 3).map(({ label }) => label),
      ["alice personal", "alice app token", "admin laptop"],
    );
    assert.equal(items.length, 8);
    await person.escapes();
    await copying;
  });
});

describe("a platform's tokens, seen by an administrator", () => {
  const scene = eachSignedIn(1, 8, { family: "gateway" });

  it("may all be changed, and nothing is asked about that", async () => {
    const { awx, person } = scene;
    await run("refresh");
    assert.ok(!awx.requests.some(({ method }) => method === "OPTIONS"));
    const others = childNamed(await children(), "Other users' tokens");
    assert.equal(others.description, "3 tokens");
    const first = await tokenRow(4);
    assert.ok(first.flags.includes("editable"), "not editable");
    const done = run("editDescription", first.row);
    await person.enters("seen to");
    await done;
    assert.equal((await tokenRow(4)).label, "seen to");
  });
});

describe("a platform whose controller has tokens of its own", () => {
  const scene = eachSignedIn(4, 10, { family: "both" });

  it("shows both tables under one server, each by its name", async () => {
    const drawn = await children();
    assert.deepEqual(labels(drawn), ["Platform tokens", "Controller tokens"]);
    assert.deepEqual(
      drawn.map(({ description }) => description),
      ["8 tokens", "2 tokens"],
    );
    for (const { row } of drawn) {
      assert.deepEqual(labels(await rows(row)).slice(0, 2), ["alice personal", "alice app token"]);
    }
    assert.deepEqual(labels(await rows(drawn[1]?.row)), ["alice personal", "alice app token"]);
  });

  it("edits the token of the table that it was chosen in", async () => {
    const { awx, person } = scene;
    const controller = childNamed(await children(), "Controller tokens");
    const done = run("editDescription", (await rows(controller.row))[0]?.row);
    await person.enters("of the controller");
    await done;
    assert.equal(awx.controller.token(4)?.description, "of the controller");
    assert.equal(awx.token(4)?.description, "alice personal");
    assert.equal((await rows(controller.row))[0]?.label, "of the controller");
  });

  it("names the table of each token where one is picked", async () => {
    const done = run("editDescription");
    const { items } = await scene.person.quickPick();
    assert.deepEqual(
      items.map(({ label, description }) => [label, /(Platform|Controller) tokens/.exec(description ?? "")?.[1]]),
      [
        ["alice personal", "Platform"],
        ["alice app token", "Platform"],
        ["alice personal", "Controller"],
        ["alice app token", "Controller"],
      ],
    );
    await scene.person.escapes();
    await done;
  });

  it("shows the platform's tokens when the controller alone cannot be read, and says why", async () => {
    const { awx } = scene;
    const recover = awx.intercept({ path: /controller.*tokens/ }, { status: 500, headers: {}, body: "" });
    await run("refresh");
    const controller = childNamed(await children(), "Controller tokens");
    assert.equal(controller.description, "server error");
    const [status, former] = await rows(controller.row);
    assert.equal(status?.label, "Could not be read");
    assert.match(status.description, /^The server failed with status 500/);
    assert.equal(former?.label, "alice personal", "the last good list stays");
    recover();
    await run("refresh");
    assert.equal((await rows(controller.row)).length, 2);
  });

  it("is signed in to with a token of the controller, which shows the controller's alone", async () => {
    const { awx, person } = scene;
    const done = run("signIn", { kind: "server", serverName: "lab" });
    (await person.sees("warning")).answer("Use Without Encryption");
    await person.chooses("Access token");
    assert.match((await person.inputBox()).prompt ?? "", /On the platform you make one under .*API tokens\.$/);
    await person.enters(awx.controller.secretOf(4));
    await done;
    await until(async () => {
      assert.deepEqual(labels(await children()), ["alice personal", "alice app token"]);
    });
  });
});

describe("a server that is upgraded to a release without tokens", () => {
  const scene = eachSignedIn();

  it("is named as such instead of as one that fails", async () => {
    const { awx } = scene;
    const gone = { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not Found</h1>" };
    awx.intercept({ path: /tokens/ }, gone);
    const endpoints = { ping: "/api/v2/ping/", me: "/api/v2/me/" };
    awx.intercept(
      { path: /^\/api\/v2\/$/ },
      { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(endpoints) },
    );
    await run("refresh");
    const [server] = await rows();
    assert.match(server?.description ?? "", /^has no access tokens/);
    const [status] = await rows(server?.row);
    assert.match(status?.description ?? "", /removed from AWX after release 24\.6\.1/);
  });
});
