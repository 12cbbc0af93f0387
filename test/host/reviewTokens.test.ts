import assert from "node:assert/strict";
import type * as vscode from "vscode";
import { json } from "../support/answers";
import { configure, run, tokenRows } from "./support/extension";
import { changes, sent } from "./support/requests";
import { eachSignedIn, eachWithServer, signIn } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" };
const day = 24 * 60 * 60 * 1000;
const eternal = "practically never expires, and may write";

/** The question that a controller's list leaves open. */
const neverUsedQuestion = "tokens/?order_by=id&page_size=200&last_used__isnull=true";

/** The items as they read, headings by their text alone. */
function read({ items }: vscode.QuickPick<vscode.QuickPickItem>): string[] {
  return items.map(({ label, detail }) => (detail === undefined ? label : `${label}: ${detail}`));
}

/** What is found in the seed's tokens by who sees all of them, the administrator's first, and what else is said. */
function seedsFindings(note: (owner: "admin" | "alice" | "bob") => string): string[] {
  const [admin, alice, bob] = [note("admin"), note("alice"), note("bob")];
  return [
    ...["Expired (1)", `expired: expired · never used${admin}`],
    ...["Expiring soon (1)", `one hour: expires soon · never used${admin}`],
    "Practically never expires, and may write (4)",
    ...[`admin laptop: ${eternal}${admin}`, `admin app token: ${eternal} · never used${admin}`],
    ...[`alice personal: ${eternal} · never used${alice}`, `bob auditor: ${eternal} · never used${bob}`],
    ...["Never used (2)", `admin read only: never used${admin}`, `alice app token: never used${alice}`],
  ];
}

for (const { family, root, questions } of [
  { family: "controller", root: "/api/v2/", questions: [`/api/v2/${neverUsedQuestion}`] },
  { family: "gateway", root: "/api/gateway/v1/", questions: [] },
] as const) {
  describe(`the review of a ${family}'s tokens`, () => {
    const scene = eachSignedIn(1, 8, { family });

    it("lists what there is to see to, the gravest first, ticks nothing, and asks only what the list does not say", async () => {
      const { awx, person } = scene;
      const done = run("reviewTokens", lab);
      const pick = await person.quickPick();
      assert.equal(pick.title, "Review the tokens of lab");
      assert.equal(pick.placeholder, "Tick those to act on: 8 of 8 need attention");
      assert.deepEqual(
        read(pick),
        seedsFindings(() => ""),
      );
      assert.match(pick.items[1]?.description ?? "", /^write · expired .* · ID 8$/);
      assert.match(pick.items[7]?.description ?? "", /^write · alice · ID 4$/);
      assert.deepEqual(pick.selectedItems, []);
      assert.ok(pick.matchOnDetail && pick.matchOnDescription && pick.canSelectMany);
      assert.deepEqual(
        sent(awx),
        questions.map((path) => ({ method: "GET", path, body: "" })),
      );
      await person.escapes();
      await done;
    });

    it("has those that are ticked revoked", async () => {
      const { awx, person } = scene;
      const done = run("reviewTokens", lab);
      await person.ticks("expired", "one hour");
      await until(async () => {
        assert.match((await person.quickPick()).title ?? "", /^2 tokens on lab/);
      });
      await person.chooses("Revoke");
      const question = await person.sees("warning");
      assert.match(question.detail ?? "", /^“expired” \(token 8\)\n“one hour” \(token 7\)\n/);
      question.answer("Revoke 2 Tokens");
      await done;
      assert.deepEqual(
        changes(awx)
          .map(({ method, path }) => `${method} ${path}`)
          .sort(),
        [`DELETE ${root}tokens/7/`, `DELETE ${root}tokens/8/`],
      );
      await tokenRows(6);
    });

    it("does nothing when nothing is ticked", async () => {
      const { awx, person } = scene;
      const told = person.messages.length;
      const done = run("reviewTokens", lab);
      await person.ticks();
      await done;
      await person.hasNothingOpen();
      assert.deepEqual(changes(awx), []);
      assert.equal(person.messages.length, told);
    });

    it("names what is the same, and what has no description", async () => {
      const { awx, person } = scene;
      const expires = new Date(Date.now() + 100 * day);
      for (const [id, description] of [
        [1, "$(key) [ci](command:x)"],
        [2, " $(key) [CI](command:x)"],
        [3, "x"],
        [7, "X"],
        [8, "x "],
        [4, "x"],
        [5, ""],
      ] as const) {
        awx.updateToken(id, { description, expires, scope: "read" });
      }
      await run("refresh");
      const done = run("reviewTokens", lab);
      const pick = await person.quickPick();
      const details = new Map(
        pick.items.map(({ description, detail }) => [/ID (\d+)$/.exec(description ?? "")?.[1], detail]),
      );
      assert.match(details.get("1") ?? "", /^same description as token 2$/);
      assert.match(details.get("2") ?? "", /same description as token 1$/);
      for (const id of ["3", "7", "8"]) assert.match(details.get(id) ?? "", /same description as 2 other tokens$/);
      assert.doesNotMatch(details.get("4") ?? "", /same/);
      assert.match(details.get("5") ?? "", /no description$/);
      for (const { label, description = "", detail = "" } of pick.items) {
        for (const text of [label, description, detail]) assert.ok(!text.includes("$(") && !text.includes("]("), text);
      }
      await person.escapes();
      await done;
    });
  });

  describe(`the review of a ${family}'s tokens by a system auditor`, () => {
    const scene = eachSignedIn(6, 8, { family });

    it("shows all, says which are not theirs to change, and offers to change the others", async () => {
      const { awx, person } = scene;
      const done = run("reviewTokens", lab);
      const pick = await person.quickPick();
      const found = read(pick);
      assert.deepEqual(found.slice(0, 2), ["Expired (1)", "expired: expired · never used · not yours to change"]);
      assert.ok(found.includes(`bob auditor: ${eternal}`));
      assert.equal(found.filter((text) => text.endsWith(" · not yours to change")).length, 7);
      await person.ticks("bob auditor", "expired");
      const acts = await until(async () => {
        const shown = await person.quickPick();
        assert.match(shown.title ?? "", /^2 tokens on lab/);
        return shown;
      });
      const revoke = acts.items.find(({ label }) => label === "Revoke");
      assert.equal(revoke?.description, "1 of them: the others are not yours to change");
      await person.escapes();
      await done;
      assert.deepEqual(changes(awx), []);
    });

    it("offers to change nothing that is not theirs", async () => {
      const { person } = scene;
      const done = run("reviewTokens", lab);
      await person.ticks("expired", "one hour");
      await until(async () => {
        const { items } = await person.quickPick();
        assert.deepEqual(
          items.map(({ label }) => label),
          ["Export"],
        );
      });
      await person.escapes();
      await done;
    });
  });

  describe(`the review of a ${family}'s tokens by one who owns some`, () => {
    const scene = eachSignedIn(4, family === "controller" ? 2 : 8, { family });

    it("says when there is nothing to see to", async () => {
      const { awx, person } = scene;
      for (const { id } of awx.tokens()) if (id !== 4) awx.deleteToken(id);
      awx.updateToken(4, { expires: new Date(Date.now() + 100 * day) });
      await run("refresh");
      await run("reviewTokens", lab);
      const message = await person.sees("info");
      assert.equal(message.text, "There is nothing to see to about the tokens of lab (1 token looked at).");
      await person.hasNothingOpen();
    });
  });
}

describe("the review of the tokens of a platform with both tables", () => {
  const scene = eachSignedIn(1, 16, { family: "both" });

  it("asks the controller alone which were never used, and names the table of each", async () => {
    const { awx, person } = scene;
    const expires = new Date(Date.now() - day);
    for (const table of [awx, awx.controller]) table.updateToken(8, { expires });
    await run("refresh");
    awx.clearRequests();
    const done = run("reviewTokens");
    const pick = await person.quickPick();
    assert.equal(pick.items[0]?.label, "Expired (2)");
    assert.match(pick.items[1]?.description ?? "", / · Platform tokens · ID 8$/);
    assert.match(pick.items[2]?.description ?? "", / · Controller tokens · ID 8$/);
    assert.deepEqual(sent(awx), [{ method: "GET", path: `/api/controller/v2/${neverUsedQuestion}`, body: "" }]);
    await person.escapes();
    await done;
  });

  it("says which table could not be read, and asks it nothing", async () => {
    const { awx, person } = scene;
    awx.intercept({ path: /controller\/v2\/tokens/ }, json(500, {}));
    await run("refresh");
    awx.clearRequests();
    const done = run("reviewTokens", lab);
    const warning = await person.sees("warning");
    assert.match(
      warning.text,
      /^Controller tokens on lab could not be read, so what was found about them is of an earlier time\. The server failed with status 500/,
    );
    assert.equal((await person.quickPick()).items[0]?.label, "Expired (2)");
    assert.deepEqual(awx.requests, []);
    await person.escapes();
    await done;
  });
});

describe("the review of a controller's tokens, when something goes wrong", () => {
  const scene = eachSignedIn();

  it("goes on when it cannot be found out which were never used, and says so", async () => {
    const { awx, person } = scene;
    awx.intercept({ path: /last_used__isnull/ }, json(403, { detail: "Filtering is not allowed." }));
    const done = run("reviewTokens", lab);
    const warning = await person.sees("warning");
    assert.match(
      warning.text,
      /^Which tokens on lab were never used could not be found out\. .*Filtering is not allowed/,
    );
    assert.ok(!warning.isModal);
    const pick = await person.quickPick();
    assert.deepEqual(read(pick).slice(0, 4), [
      "Expired (1)",
      "expired: expired",
      "Expiring soon (1)",
      "one hour: expires soon",
    ]);
    assert.equal(read(pick).length, 9);
    await person.escapes();
    await done;
  });

  it("is given up by closing it while the server is asked, without a word", async () => {
    const { awx, person } = scene;
    const told = person.messages.length;
    awx.intercept({ path: /last_used__isnull/ }, "hang");
    const done = run("reviewTokens", lab);
    await until(() => {
      assert.equal(awx.requests.length, 1);
    });
    await person.escapes();
    await done;
    assert.equal(person.messages.length, told);
  });

  it("reads the list when it is not there, and says why it cannot", async () => {
    const { awx, person } = scene;
    const recover = awx.intercept({ path: /tokens/ }, json(500, {}));
    await run("refresh");
    await run("reviewTokens", lab);
    const message = await person.sees("error");
    assert.match(message.text, /^The tokens of lab could not be read\. The server failed with status 500/);
    recover();
    const done = run("reviewTokens", lab);
    assert.equal((await person.quickPick()).items.length, 12);
    await person.escapes();
    await done;
  });
});

describe("the review with a read-only credential", () => {
  const scene = eachWithServer();

  it("shows everything, and says that nothing can be changed", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url });
    await signIn(scene, 2);
    await tokenRows(8);
    const done = run("reviewTokens", lab);
    const pick = await person.quickPick();
    assert.equal(pick.placeholder, "Nothing can be changed: what you signed in with is read-only");
    assert.equal(pick.items.filter(({ detail }) => detail !== undefined).length, 7);
    assert.ok(!read(pick).some((text) => text.includes("not yours to change")));
    await person.ticks("expired", "one hour");
    await until(async () => {
      const { items } = await person.quickPick();
      assert.deepEqual(
        items.map(({ label }) => label),
        ["Export"],
      );
    });
    await person.escapes();
    await done;
    assert.deepEqual(changes(awx), []);
  });
});
