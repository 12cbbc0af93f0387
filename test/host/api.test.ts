import assert from "node:assert/strict";
import * as vscode from "vscode";
import type {
  AwxRequest,
  AwxTokensApi,
  AwxTokensError,
  AwxTokensErrorCode,
  AwxTokensExports,
} from "../../src/api/awxTokensApi";
import { startFakeAwx } from "../fakeAwx/server";
import { hitsInValue } from "../support/canaries";
import { jobTemplateNames } from "./support/apiExample";
import { activeDocument } from "./support/editor";
import { configure, extensionId, run, startExtension, tokenRow } from "./support/extension";
import type { ShownMessage } from "./support/person";
import { eachSignedIn, signIn } from "./support/signedIn";
import { until } from "./support/watch";

// What the view asks for of its own accord is another.
const tokenPath = "/api/v2/tokens/3/";
const lab = { kind: "server", serverName: "lab" };

// Extensions that every VS Code has stand in for those that use ours.
const [git, other] = ["vscode.git", "vscode.json-language-features"];

describe("what other extensions can use", () => {
  const scene = eachSignedIn();

  function exported(): AwxTokensExports {
    const extension = vscode.extensions.getExtension<AwxTokensExports>(extensionId);
    assert.ok(extension);
    return extension.exports;
  }

  function apiFor(id = git): AwxTokensApi {
    return exported().getApi(1, { id });
  }

  function reads(id = git, path = tokenPath, token?: vscode.CancellationToken) {
    return apiFor(id).request("lab", { method: "GET", path }, token);
  }

  function patch(id: number, description: string) {
    const request = { method: "PATCH", path: `/api/v2/tokens/${String(id)}/`, body: { description } } as const;
    return apiFor().request("lab", request);
  }

  async function failsWith(code: AwxTokensErrorCode, act: Promise<unknown>): Promise<AwxTokensError> {
    const error = await act.then(
      () => assert.fail(`${code} was expected`),
      (reason: unknown) => reason as AwxTokensError,
    );
    assert.equal(error.code, code, error.message);
    assert.equal(error.name, "AwxTokensError");
    assert.equal(error.cause, undefined);
    assert.deepEqual(hitsInValue(code, error), []);
    return error;
  }

  async function isAsked(about: RegExp): Promise<ShownMessage> {
    const question = await scene.person.sees("warning");
    assert.match(question.text, about);
    assert.ok(question.isModal);
    assert.deepEqual(question.buttons, ["Allow", "Allow in This Session"]);
    return question;
  }

  /** What was sent for an extension; the view reads a server that changed by itself. */
  function sentForThem() {
    return scene.awx.requests.filter(({ path }) => path.includes(tokenPath));
  }

  async function isAllowedToRead(): Promise<void> {
    const done = reads();
    (await isAsked(/to read from lab/)).answer("Allow");
    await done;
  }

  it("are asked about once for reading, and apart for changes, which the view then shows", async () => {
    const { awx, person } = scene;
    const both = [reads(), reads(git, "/api/v2/tokens/?page_size=1")];
    const question = await isAsked(/^Allow the extension “.*Git.*” \(vscode\.git\) to read from lab\?$/);
    assert.match(
      question.detail ?? "",
      /without their values\.\n\nYou are signed in there as admin\.\n\nIt does not get/,
    );
    assert.ok(question.detail?.includes(awx.url));
    assert.deepEqual(sentForThem(), []);
    question.answer("Allow");
    const [token] = await Promise.all(both);
    assert.equal(token?.status, 200);
    assert.equal((token.json as { id: number }).id, 3);
    await reads();

    const change = patch(3, "by another extension");
    (await isAsked(/^Allow the extension .* to make changes on lab\?$/)).answer("Allow in This Session");
    assert.equal((await change).status, 200);
    await until(async () => {
      assert.equal((await tokenRow(3)).label, "by another extension");
    });
    const { log } = await startExtension();
    assert.ok(log.some((line) => /^lab: PATCH \/api\/v2\/tokens\/3\/ 200 \d+ ms, for vscode\.git$/.test(line)));
    const asked = person.messages.length;
    await patch(3, "again");
    assert.equal(person.messages.length, asked);
  });

  it("get no answer to anything that was denied, and ask nobody again", async () => {
    const { awx, person } = scene;
    await isAllowedToRead();
    awx.clearRequests();
    const denied = failsWith("denied", reads(other));
    (await isAsked(/\(vscode\.json-language-features\) to read/)).answer(undefined);
    await denied;
    const asked = person.messages.length;
    await failsWith("denied", reads(other));
    await failsWith("denied", apiFor(other).request("lab", { method: "DELETE", path: "/api/v2/tokens/3/" }));
    assert.equal(person.messages.length, asked);
    assert.deepEqual(sentForThem(), []);
  });

  it("may do no more what was taken back, by the command or with the credential or the address", async () => {
    const { awx, person } = scene;
    await isAllowedToRead();
    const managed = run("manageAccess");
    const { items } = await person.quickPick();
    assert.deepEqual(
      items.map(({ description, detail }) => [description, detail]),
      [[git, `May read from lab (${awx.url})`]],
    );
    await person.ticks(...items.map(({ label }) => label));
    await managed;
    await isAllowedToRead();

    await signIn(scene, 1);
    await isAllowedToRead();

    await configure({ name: "lab", url: `${awx.url}/elsewhere` });
    awx.clearRequests();
    const denied = failsWith("denied", reads());
    const question = await isAsked(/to read from lab/);
    assert.ok(question.detail?.includes(`${awx.url}/elsewhere`));
    question.answer(undefined);
    await denied;
    assert.deepEqual(sentForThem(), []);
    await configure({ name: "lab", url: awx.url });
    await isAllowedToRead();

    await configure();
    await configure({ name: "lab", url: awx.url });
    await isAllowedToRead();
  });

  it("are not sent to a server that changed while the person was asked", async () => {
    const { awx } = scene;
    const failed = failsWith("unknownServer", reads());
    const question = await isAsked(/to read from lab/);
    await configure({ name: "lab", url: `${awx.url}/elsewhere` });
    awx.clearRequests();
    question.answer("Allow");
    await failed;
    assert.deepEqual(sentForThem(), []);
  });

  it("get what the server answered in words, and never what the person is signed in with", async () => {
    const { awx } = scene;
    await isAllowedToRead();
    const elsewhere = await startFakeAwx();
    try {
      const ends: readonly (readonly [
        AwxTokensErrorCode,
        status: number | undefined,
        answer: Parameters<typeof awx.intercept>[1],
      ])[] = [
        ["redirected", undefined, { status: 302, headers: { Location: `${elsewhere.url}${tokenPath}` } }],
        ["unexpectedAnswer", 200, jsonOf(200, { detail: `You sent ${awx.secretOf(1)}` })],
        ["rejected", 400, jsonOf(400, { detail: [`You sent Bearer ${awx.secretOf(1)}`] })],
        ["notFound", 404, jsonOf(404, { detail: "Not found." })],
        ["serverFailed", 500, jsonOf(500, {})],
        ["unreachable", undefined, "reset"],
      ];
      for (const [code, status, answer] of ends) {
        const end = awx.intercept({ path: /tokens\/3\// }, answer);
        const error = await failsWith(code, reads());
        assert.equal(error.status, status);
        assert.equal(error.isOutcomeUnknown, false);
        end();
      }
      assert.deepEqual(elsewhere.requests, []);
    } finally {
      await elsewhere.stop();
    }
    const change = apiFor().request("lab", {
      method: "POST",
      path: "/api/v2/tokens/",
      body: { description: "d", scope: "read" },
    });
    (await isAsked(/make changes/)).answer("Allow");
    const { status, json } = await change;
    assert.equal(status, 201);
    const made = json as { readonly id: number; readonly token: string };
    assert.equal(made.token, awx.secretOf(made.id), "whoever may make changes gets the values of tokens that it makes");
    awx.intercept({ method: "PATCH" }, "reset");
    assert.ok((await failsWith("unreachable", patch(3, "x"))).isOutcomeUnknown);
  });

  it("have nothing sent, and nobody asked, that leads elsewhere or cannot be done", async () => {
    const { awx, person } = scene;
    const asked = person.messages.length;
    for (const path of [
      "https://evil.example/api/",
      "//evil.example/api/",
      "/api/../x/",
      "/api/%2e%2e/x/",
      "/static/",
      5,
      null,
    ]) {
      await failsWith("invalidRequest", reads(git, path as string));
    }
    const ask = (request: unknown) => apiFor().request("lab", request as AwxRequest);
    await failsWith("invalidRequest", ask({ method: "TRACE", path: tokenPath }));
    await failsWith("invalidRequest", ask({ method: "toString", path: tokenPath }));
    await failsWith("invalidRequest", ask({ method: "GET", path: tokenPath, body: {} }));
    await failsWith("invalidRequest", ask({ method: "POST", path: tokenPath, body: [1] }));
    await failsWith("invalidRequest", ask({ method: "POST", path: tokenPath, body: { big: 1n } }));
    await failsWith("invalidRequest", ask({ method: "GET", path: tokenPath, query: { a: { b: 1 } } }));
    await failsWith("invalidRequest", ask(null));
    await failsWith("unknownServer", apiFor().request("prod", { method: "GET", path: tokenPath }));
    assert.throws(() => exported().getApi(2 as 1, { id: git }), { code: "unknownVersion", message: /has version 1\./ });
    assert.throws(() => exported().getApi(1, { id: "nobody.nothing" }), { code: "unknownExtension" });
    for (const given of [exported(), apiFor()]) assert.ok(Object.isFrozen(given), "one could change what others call");
    assert.deepEqual(sentForThem(), []);
    assert.equal(person.messages.length, asked);

    await signIn(scene, awx.createToken({ userId: 1, scope: "read" }));
    awx.clearRequests();
    await failsWith("readOnly", patch(3, "x"));
    person.agreesTo("Sign Out");
    await run("signOut", lab);
    await failsWith("notSignedIn", reads());
    await failsWith("notSignedIn", apiFor().openToken("lab", { id: 3 }));
    assert.deepEqual(sentForThem(), []);
  });

  it("send what was asked for when it was, whatever becomes of the object meanwhile", async () => {
    const request = { method: "GET", path: tokenPath };
    const done = apiFor().request("lab", request as AwxRequest);
    request.path = "/api/v2/tokens/3/y/";
    const question = await isAsked(/to read/);
    request.method = "DELETE";
    request.path = "/api/v2/tokens/3/x/";
    question.answer("Allow");
    await done;
    assert.deepEqual(
      sentForThem().map(({ method, path }) => [method, path]),
      [["GET", tokenPath]],
    );
  });

  it("ask again when somebody else is signed in by the time that the person answers", async () => {
    const first = reads();
    const question = await isAsked(/to read/);
    await signIn(scene, 4);
    question.answer("Allow");
    (await isAsked(/to read/)).answer("Deny");
    await failsWith("denied", first);
    assert.deepEqual(sentForThem(), []);
  });

  it("are told that nothing was changed when they give up before the person has answered", async () => {
    const asking = new vscode.CancellationTokenSource();
    const request = { method: "PATCH", path: tokenPath, body: { description: "x" } } as const;
    const done = failsWith("cancelled", apiFor().request("lab", request, asking.token));
    const question = await isAsked(/to make changes/);
    asking.cancel();
    assert.equal((await done).isOutcomeUnknown, false);
    question.answer(undefined);
    assert.deepEqual(sentForThem(), []);
  });

  it("can be given up, while the person is asked and while the server is", async () => {
    const { awx } = scene;
    const asking = new vscode.CancellationTokenSource();
    const first = failsWith("cancelled", reads(git, tokenPath, asking.token));
    const question = await isAsked(/to read/);
    asking.cancel();
    await first;
    assert.deepEqual(sentForThem(), []);
    question.answer("Allow");
    await reads();

    awx.intercept({ path: /tokens\/3\// }, "hang", { times: 1 });
    awx.clearRequests();
    const waiting = new vscode.CancellationTokenSource();
    const second = failsWith("cancelled", reads(git, tokenPath, waiting.token));
    await until(() => {
      assert.equal(sentForThem().length, 1);
    });
    waiting.cancel();
    await second;
  });

  it("see the servers, and are told when they change, without anybody being asked", async () => {
    const { awx, person } = scene;
    const server = { name: "lab", url: awx.url };
    const api = apiFor();
    let told = 0;
    const subscription = api.onDidChangeServers(() => told++);
    const signedIn = { isSignedIn: true, isReadOnly: false, family: "controller" };
    assert.deepEqual(await api.getServers(), [{ ...server, ...signedIn }]);
    assert.deepEqual(sentForThem(), []);
    person.agreesTo("Sign Out");
    await run("signOut", lab);
    await until(() => {
      assert.ok(told > 0);
    });
    const signedOut = { isSignedIn: false, isReadOnly: false, family: undefined };
    assert.deepEqual(await api.getServers(), [{ ...server, ...signedOut }]);
    told = 0;
    await configure(server, { name: "prod", url: "https://prod.example/awx" });
    await until(() => {
      assert.ok(told > 0);
    });
    assert.deepEqual((await api.getServers())[1], { name: "prod", url: "https://prod.example/awx", ...signedOut });
    subscription.dispose();
  });

  it("can show a token, also one that was just made, and are told of one that there is not", async () => {
    const { awx } = scene;
    const { view } = await startExtension();
    await apiFor().openToken("lab", { id: 3 });
    await activeDocument("/Token 3 on lab");
    await until(() => {
      assert.deepEqual(
        view.selection.map((row) => (row as { tokenId?: number }).tokenId),
        [3],
      );
    });
    const made = awx.createToken({ userId: 1 });
    await apiFor().openToken("lab", { id: made, source: "controller" });
    await activeDocument(`/Token ${String(made)} on lab`);
    await failsWith("unknownToken", apiFor().openToken("lab", { id: 4711 }));
    await failsWith("unknownToken", apiFor().openToken("lab", { id: 3, source: "gateway" }));
    awx.deleteToken(made);
    await failsWith("unknownToken", apiFor().openToken("lab", { id: made }));
  });

  it("work as the example in docs/api.md has it", async () => {
    const { awx } = scene;
    const next = "/api/v2/job_templates/?page=2&page_size=200";
    awx.intercept({ path: /job_templates/ }, jsonOf(200, { next, results: [{ name: "Deploy" }] }));
    awx.intercept({ path: /page=2/ }, jsonOf(200, { next: null, results: [{ name: "Patch" }] }));
    const names = jobTemplateNames({ extension: vscode.extensions.getExtension(git) } as vscode.ExtensionContext);
    (await isAsked(/to read/)).answer("Allow in This Session");
    assert.deepEqual(await names, ["Deploy", "Patch"]);
  });
});

function jsonOf(status: number, body: unknown) {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
