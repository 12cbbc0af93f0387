import assert from "node:assert/strict";
import { hostname } from "node:os";
import type * as vscode from "vscode";
import { canaryPassword } from "../support/canaries";
import { configure, rows, run, startExtension, statusRow, tokenRow, tokenRows } from "./support/extension";
import { settled } from "./support/person";
import { eachSignedIn, eachWithServer, signIn, type Scene } from "./support/signedIn";
import { until } from "./support/watch";

const tokenName = `VS Code on ${hostname()}`;
const lab = { kind: "server", serverName: "lab" };

describe("signing in with a user name and password", () => {
  const scene = eachWithServer();

  it("makes a token of the chosen scopes, and from then on sends that alone", async () => {
    const { awx } = scene;
    await signInWithPassword(scene, "alice", canaryPassword, "read");
    const [made] = awx.tokens().filter(({ description }) => description === tokenName);
    assert.ok(made, "no token was made");
    assert.equal(made.scope, "read");
    awx.clearRequests();
    await run("refresh");
    await tokenRows(3);
    for (const { headers } of awx.requests) assert.equal(headers.authorization, `Bearer ${awx.secretOf(made.id)}`);
  });

  it("counts the steps, and loses nothing on the way back", async () => {
    const { person } = scene;
    const { done } = await begin(scene);
    const method = await person.reaches(1);
    assert.equal(method.totalSteps, 2);
    assert.deepEqual(method.buttons, [], "there is nothing to go back to");
    await person.chooses("User name and password");
    const user = (await person.reaches(2)) as vscode.InputBox;
    assert.equal(user.totalSteps, 4);
    assert.equal(user.password, false);
    await person.enters("alice");
    const password = (await person.reaches(3)) as vscode.InputBox;
    assert.ok(password.password);
    password.value = "half of i";
    await person.goesBack();
    assert.equal(((await person.reaches(2)) as vscode.InputBox).value, "alice");
    await person.goesBack();
    const again = (await person.reaches(1)) as vscode.QuickPick<vscode.QuickPickItem>;
    assert.equal(again.activeItems[0]?.label, "User name and password");
    await person.chooses("User name and password");
    await person.reaches(2);
    await person.enters("alice");
    assert.equal(((await person.reaches(3)) as vscode.InputBox).value, "half of i");
    await person.enters(canaryPassword);
    const scopes = (await person.reaches(4)) as vscode.QuickPick<vscode.QuickPickItem>;
    assert.match(scopes.title ?? "", new RegExp(`^Scopes of “${tokenName}” on lab`));
    scopes.selectedItems = scopes.items.filter(({ label }) => label === "read");
    await settled();
    await person.goesBack();
    assert.equal(((await person.reaches(3)) as vscode.InputBox).value, canaryPassword);
    await person.enters(canaryPassword);
    const scopesAgain = (await person.reaches(4)) as vscode.QuickPick<vscode.QuickPickItem>;
    assert.deepEqual(
      scopesAgain.selectedItems.map(({ label }) => label),
      ["read"],
    );
    await person.escapes();
    await done;
    assert.ok(!scene.awx.tokens().some(({ description }) => description === tokenName), "nothing was to be made yet");
    await run("refresh");
    assert.match((await statusRow()).label, /^Sign in/);
  });

  it("takes a wrong password for a slip of the hand, and never writes one into the log", async () => {
    const { person } = scene;
    const { done } = await begin(scene);
    await person.chooses("User name and password");
    await person.reaches(2);
    await person.enters("alice");
    await person.reaches(3);
    const box = await person.enters("a wrong one");
    await until(() => {
      assert.match(messageOf(box), /does not accept the user name and password/);
    });
    assert.equal(box.value, "a wrong one");
    await person.escapes();
    await done;
    const { log } = await startExtension();
    const encoded = Buffer.from("alice:a wrong one").toString("base64");
    assert.ok(!log.some((line) => line.includes("wrong one") || line.includes(encoded)));
  });

  it("wants a user name that can be sent", async () => {
    const { person } = scene;
    const { done } = await begin(scene);
    await person.chooses("User name and password");
    await person.reaches(2);
    const box = await person.enters(" ");
    await until(() => {
      assert.match(messageOf(box), /^Enter a user name/);
    });
    await person.enters("do:main");
    await until(() => {
      assert.match(messageOf(box), /with a colon/);
    });
    await person.escapes();
    await done;
    assert.ok(!scene.awx.requests.some(({ headers }) => "authorization" in headers));
  });

  it("wants a password, and sends the user name without blanks around it", async () => {
    const { awx, person } = scene;
    const { done } = await begin(scene);
    await person.chooses("User name and password");
    await person.reaches(2);
    await person.enters(" alice ");
    await person.reaches(3);
    const box = await person.enters("");
    await until(() => {
      assert.match(messageOf(box), /^Enter the password/);
    });
    assert.ok(!awx.requests.some(({ headers }) => "authorization" in headers));
    await person.enters(canaryPassword);
    await person.reaches(4);
    await person.escapes();
    await done;
    const basic = `Basic ${Buffer.from(`alice:${canaryPassword}`).toString("base64")}`;
    const sent = awx.requests.flatMap(({ headers }) => headers.authorization ?? []);
    assert.deepEqual([...new Set(sent)], [basic]);
  });

  it("asks the server when the answer does not come, and says that no token was made", async () => {
    const { awx, person } = scene;
    awx.intercept({ method: "POST" }, "reset", { times: 1 });
    // The one is another's, the other is for something else.
    awx.createToken({ userId: 3, description: tokenName, scope: "read" });
    awx.createToken({ userId: 2, description: tokenName, scope: "write" });
    await signInWithPassword(scene, "alice", canaryPassword, "read");
    const message = await person.sees("error");
    assert.match(message.text, /^You are not signed in to lab: no access token was made\. The connection was cut/);
    assert.deepEqual(message.buttons, ["Try Again"]);
    assert.equal(
      awx.requests.at(-1)?.path,
      "/api/v2/tokens/?user=2&application__isnull=true&order_by=-id&page_size=200",
    );
  });

  it("names the token that may be it, and revokes that with the password", async () => {
    const { awx, person } = scene;
    const made = awx.createToken({ userId: 2, description: tokenName, scope: "read" });
    awx.intercept({ method: "POST" }, "reset", { times: 1 });
    await signInWithPassword(scene, "alice", canaryPassword, "read");
    const message = await person.sees("error");
    assert.match(
      message.text,
      new RegExp(
        `^You are not signed in to lab\\. “${tokenName}” \\(token ${String(made)}\\), which was made there .*(now|ago), may be the one that was to sign you in: nobody has its value\\. The connection was cut`,
      ),
    );
    assert.deepEqual(message.buttons, ["Revoke Token"]);
    const recover = awx.intercept({ method: "DELETE" }, "reset");
    message.answer("Revoke Token");
    const refused = await person.sees("error");
    assert.match(refused.text, new RegExp(`^Token ${String(made)} on lab was not revoked\\. The connection was cut`));
    recover();
    refused.answer("Try Again");
    assert.match((await person.sees("info")).text, /was revoked\.$/);
    assert.equal(awx.token(made), undefined);
    assert.match(String(awx.requests.at(-1)?.headers.authorization), /^Basic /);
  });

  it("does not take a token for it that was listed before", async () => {
    const { awx, person } = scene;
    awx.createToken({ userId: 2, description: tokenName, scope: "read" });
    await signInWithPassword(scene, "alice", canaryPassword, "write");
    await tokenRows(4);
    awx.intercept({ method: "POST" }, "reset", { times: 1 });
    await signInWithPassword(scene, "alice", canaryPassword, "read");
    assert.match((await person.sees("error")).text, /no access token was made/);
  });

  it("asks again what was made when that fails as well", async () => {
    const { awx, person } = scene;
    awx.intercept({ method: "POST" }, "reset", { times: 1 });
    const recover = awx.intercept({ path: /order_by=-id/ }, { status: 500, headers: {}, body: "" });
    await signInWithPassword(scene, "alice", canaryPassword, "read");
    const message = await person.sees("error");
    assert.match(
      message.text,
      new RegExp(
        `^You are not signed in to lab\\. It cannot be told whether a token “${tokenName}” was made there, and asking for it failed as well\\. The server failed`,
      ),
    );
    assert.deepEqual(message.buttons, ["Check Again"]);
    recover();
    message.answer("Check Again");
    assert.match((await person.sees("error")).text, /: no access token was made\./);
  });

  it("offers to try again with all that was entered when no token could be made", async () => {
    const { awx, person } = scene;
    const refusal = { status: 400, headers: { "content-type": "application/json" }, body: '{"detail":"Not now."}' };
    awx.intercept({ method: "POST" }, refusal, { times: 1 });
    await signInWithPassword(scene, "alice", canaryPassword, "read");
    const message = await person.sees("error");
    assert.match(message.text, /^You are not signed in to lab: no access token was made\. .*Not now\./);
    message.answer("Try Again");
    await person.chooses("User name and password");
    await person.reaches(2);
    assert.equal((await person.inputBox()).value, "alice");
    await person.enters("alice");
    await person.reaches(3);
    assert.equal((await person.inputBox()).value, canaryPassword);
    await person.enters(canaryPassword);
    await person.reaches(4);
    await person.ticks("read");
    await until(() => {
      assert.ok(awx.tokens().some(({ description }) => description === tokenName));
    });
    await tokenRows(3);
  });

  describe("and signing out again", () => {
    it("revokes the token that was made, when the person wants that", async () => {
      const { awx, person } = scene;
      await signInWithPassword(scene, "alice", canaryPassword, "write");
      await tokenRows(3);
      const count = awx.tokens().length;
      const done = run("signOut", lab);
      const question = await person.sees("warning");
      assert.deepEqual(question.buttons, ["Sign Out and Revoke", "Sign Out"]);
      question.answer("Sign Out and Revoke");
      await done;
      assert.equal(awx.tokens().length, count - 1);
      assert.ok(!awx.tokens().some(({ description }) => description === tokenName));
      await run("refresh");
      assert.match((await statusRow()).label, /^Sign in/);
    });

    it("takes a token that is gone already for revoked", async () => {
      const { awx, person } = scene;
      await signInWithPassword(scene, "alice", canaryPassword, "write");
      // A list that is still being read would find out that the token is gone.
      await tokenRows(3);
      awx.deleteToken(awx.tokens().find(({ description }) => description === tokenName)?.id ?? 0);
      const done = run("signOut", lab);
      (await person.sees("warning")).answer("Sign Out and Revoke");
      await done;
      await until(async () => {
        assert.equal((await statusRow()).label, "Sign in to see this server's tokens");
      });
      assert.ok(!person.messages.some(({ text }) => text.startsWith("You are still signed in")));
    });

    it("leaves it alone when the person does not, or closes the question", async () => {
      const { awx, person } = scene;
      await signInWithPassword(scene, "alice", canaryPassword, "write");
      await tokenRows(3);
      const closed = run("signOut", lab);
      (await person.sees("warning")).answer(undefined);
      await closed;
      await tokenRows(3);
      const done = run("signOut", lab);
      (await person.sees("warning")).answer("Sign Out");
      await done;
      assert.ok(awx.tokens().some(({ description }) => description === tokenName));
    });

    it("says of a read-only token that it cannot revoke itself", async () => {
      const { awx, person } = scene;
      await signInWithPassword(scene, "alice", canaryPassword, "read");
      const done = run("signOut", lab);
      const question = await person.sees("warning");
      assert.deepEqual(question.buttons, ["Sign Out"]);
      assert.match(question.detail ?? "", /Token \d+.*read-only and cannot revoke itself/);
      question.answer("Sign Out");
      await done;
      assert.ok(awx.tokens().some(({ description }) => description === tokenName));
    });

    it("stays signed in, and says why, when the token cannot be revoked", async () => {
      const { awx, person } = scene;
      await signInWithPassword(scene, "alice", canaryPassword, "write");
      awx.intercept({ method: "DELETE" }, "reset", { times: 1 });
      const done = run("removeServer", lab);
      (await person.sees("warning")).answer("Remove Server and Revoke");
      await done;
      assert.match((await person.sees("error")).text, /^lab was not removed\. The connection was cut/);
      await run("refresh");
      await tokenRows(3);
    });
  });
});

describe("signing in once more", () => {
  const scene = eachWithServer();

  it("offers to revoke the token that was made before, which nobody has any more", async () => {
    const { awx, person } = scene;
    await signInWithPassword(scene, "alice", canaryPassword, "write");
    await tokenRows(3);
    const made = awx.tokens().find(({ description }) => description === tokenName);
    assert.ok(made);
    await signIn(scene, 4);
    const message = await person.sees("info");
    assert.match(message.text, new RegExp(`^Token ${String(made.id)}, which was made to sign in to lab before`));
    message.answer("Revoke Token");
    await until(() => {
      assert.equal(awx.token(made.id), undefined);
    });
    await tokenRows(2);
  });

  it("leaves the token alone when the message is closed, or when it cannot be revoked, which it says", async () => {
    const { awx, person } = scene;
    for (const answer of [undefined, "Revoke Token"]) {
      await signInWithPassword(scene, "alice", canaryPassword, "write");
      await signIn(scene, 4);
      const made = awx.tokens().findLast(({ description }) => description === tokenName);
      assert.ok(made);
      awx.intercept({ method: "DELETE" }, "reset");
      awx.clearRequests();
      (await person.sees("info")).answer(answer);
      await settled();
      await run("refresh");
      assert.equal(
        awx.requests.some(({ method }) => method === "DELETE"),
        answer !== undefined,
      );
      if (answer !== undefined)
        assert.match((await person.sees("error")).text, /^Token \d+ on lab was not revoked\. The connection was cut/);
      assert.ok(awx.token(made.id));
    }
  });

  it("offers nothing of a read-only token, which cannot revoke itself", async () => {
    const { person } = scene;
    await signInWithPassword(scene, "alice", canaryPassword, "read");
    await signIn(scene, 4);
    await run("refresh");
    assert.ok(!person.messages.some(({ severity }) => severity === "info"));
  });

  it("leaves a token alone that somebody pasted, and says nothing of it", async () => {
    const { awx, person } = scene;
    const { done } = await begin(scene);
    await person.chooses("Access token");
    await person.enters(awx.secretOf(4));
    await done;
    await signIn(scene, 5);
    await tokenRows(2);
    assert.ok(!person.messages.some(({ severity }) => severity === "info"));
  });

  it("says nothing of a token that was made before and is not accepted any more", async () => {
    const { awx, person } = scene;
    await signInWithPassword(scene, "alice", canaryPassword, "write");
    await tokenRows(3);
    awx.deleteToken(awx.tokens().find(({ description }) => description === tokenName)?.id ?? 0);
    await run("refresh");
    await person.sees("error");
    await signIn(scene, 4);
    await tokenRows(2);
    assert.ok(!person.messages.some(({ severity }) => severity === "info"));
  });
});

describe("signing in while the settings change", () => {
  const scene = eachWithServer();

  for (const [title, change] of [
    ["has another address", (url: string) => ({ name: "lab", url: `${url}/elsewhere` })],
    ["is believed otherwise", (url: string) => ({ name: "lab", url, skipCertificateVerification: true })],
    ["is gone", (url: string) => ({ name: "other", url })],
  ] as const) {
    it(`sends nothing when the server ${title} by then`, async () => {
      const { awx, person } = scene;
      const { done } = await begin(scene);
      await person.chooses("Access token");
      const box = await person.inputBox();
      await configure(change(awx.url));
      await person.enters(awx.secretOf(1));
      await until(() => {
        assert.match(messageOf(box), /^lab was changed in the settings meanwhile\. Begin again\.$/);
      });
      await person.escapes();
      await done;
      assert.ok(!awx.requests.some(({ headers }) => "authorization" in headers));
    });
  }

  it("makes no token when that happens at the last question", async () => {
    const { awx, person } = scene;
    const { done } = await begin(scene);
    await person.chooses("User name and password");
    await person.reaches(2);
    await person.enters("alice");
    await person.reaches(3);
    await person.enters(canaryPassword);
    await person.reaches(4);
    await configure({ name: "lab", url: `${awx.url}/elsewhere` });
    await person.ticks("write");
    await done;
    assert.equal(
      (await person.sees("error")).text,
      "You are not signed in to lab. lab was changed in the settings meanwhile. Begin again.",
    );
    assert.ok(!awx.requests.some(({ method }) => method === "POST"));
  });
});

describe("signing in where the server makes no tokens for its users", () => {
  const scene = eachWithServer({ externalUsers: ["alice"] });

  it("keeps the password when the person agrees, and sends it with every request", async () => {
    const { awx, person } = scene;
    const { done } = await entersAll(scene, "alice", canaryPassword, "write");
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    assert.equal(question.text, "Keep your password for lab?");
    assert.match(question.detail ?? "", /external authentication provider/);
    question.answer("Keep Password");
    await done;
    awx.clearRequests();
    await run("refresh");
    await tokenRows(2);
    const basic = `Basic ${Buffer.from(`alice:${canaryPassword}`).toString("base64")}`;
    for (const { headers } of awx.requests) assert.equal(headers.authorization, basic);
    const { log } = await startExtension();
    assert.ok(!log.some((line) => line.includes(basic.slice(6))));
  });

  it("keeps nothing when the person does not", async () => {
    const { person } = scene;
    const { done } = await entersAll(scene, "alice", canaryPassword, "write");
    (await person.sees("warning")).answer(undefined);
    await done;
    await run("refresh");
    assert.match((await statusRow()).label, /^Sign in/);
  });
});

describe("a read-only credential", () => {
  const scene = eachSignedIn(2);

  it("is shown on the server's row", async () => {
    const [server] = await rows();
    assert.equal(server?.description, "admin · read-only · not encrypted · 8 tokens");
    assert.match(server.tooltip, /cannot change anything/);
  });

  for (const name of ["editDescription", "editScopes"] as const) {
    it(`makes ${name} say so before anything is asked or sent`, async () => {
      for (const argument of [(await tokenRow(1)).row, undefined]) {
        await run(name, argument);
        const message = await scene.person.sees("error");
        assert.equal(message.text, "Nothing on lab can be changed: what you signed in with is read-only.");
        assert.deepEqual(message.buttons, ["Sign In Again"]);
      }
      await scene.person.hasNothingOpen();
      assert.deepEqual(scene.awx.requests, []);
    });
  }

  it("may be exchanged for another", async () => {
    await run("editScopes", (await tokenRow(1)).row);
    (await scene.person.sees("error")).answer("Sign In Again");
    (await scene.person.sees("warning")).answer("Use Without Encryption");
    await scene.person.chooses("Access token");
    await scene.person.enters(scene.awx.secretOf(1));
    await until(async () => {
      assert.equal((await rows())[0]?.description, "admin · not encrypted · 8 tokens");
    });
  });
});

describe("a credential that stops working", () => {
  const scene = eachSignedIn();

  it("is told of once, however many requests find it out", async () => {
    const { awx, person } = scene;
    const told = person.messages.length;
    awx.deleteToken(1);
    await run("refresh");
    await run("refresh");
    await run("refresh", lab);
    const message = await person.sees("error");
    assert.match(message.text, /^You are no longer signed in to lab\. The server does not accept the access token/);
    assert.deepEqual(message.buttons, ["Sign In Again"]);
    assert.equal(person.messages.length, told + 1);
    message.answer("Sign In Again");
    (await person.sees("warning")).answer("Use Without Encryption");
    await person.chooses("Access token");
    await person.enters(awx.secretOf(7));
    await tokenRows(7);
    awx.deleteToken(7);
    await run("refresh");
    assert.match((await person.sees("error")).text, /^You are no longer signed in/, "the next credential's turn");
  });

  it("is not signed in to again when the message is closed", async () => {
    const { awx, person } = scene;
    awx.deleteToken(1);
    await run("refresh");
    const message = await person.sees("error");
    const told = person.messages.length;
    message.answer(undefined);
    await settled();
    // A question that was asked then would be shown by the end of this.
    await run("showLog");
    assert.equal(person.messages.length, told);
    await person.hasNothingOpen();
  });

  it("is told of again when it worked again meanwhile", async () => {
    const { awx, person } = scene;
    const refused = { status: 401, headers: { "content-type": "application/json" }, body: "{}" };
    for (let time = 0; time < 2; time++) {
      const recover = awx.intercept({}, refused);
      await run("refresh");
      assert.match((await person.sees("error")).text, /^You are no longer signed in/);
      recover();
      await run("refresh");
      await tokenRows(8);
    }
  });

  it("is told of by the command that finds it out, and not once more", async () => {
    const { awx, person } = scene;
    const told = person.messages.length;
    const row = (await tokenRow(2)).row;
    awx.deleteToken(1);
    const done = run("editDescription", row);
    await person.enters("other");
    await done;
    assert.match((await person.sees("error")).text, /was not changed\. The server does not accept/);
    await run("refresh");
    // What would be said once more would be said by the end of this.
    await run("copyTokenId");
    const message = await person.sees("error");
    assert.match(message.text, /^The tokens of lab could not be read/);
    assert.deepEqual(message.buttons, ["Sign In Again"]);
    assert.equal(person.messages.length, told + 2);
    assert.deepEqual((await rows())[0]?.flags, ["server", "signedOut"]);
    const { flags, label, icon, description, spoken } = await statusRow();
    assert.deepEqual([label, icon, flags], ["Sign in again", "sign-in", ["signedOut", "status"]]);
    assert.match(description, /^Out of date, read \d.+\. The server does not accept the access token/);
    assert.match(spoken, /^Sign in again Out of date/);
  });
});

/** Opens the sign-in to `lab`; `done` is its end. */
async function begin({ awx, person }: Scene): Promise<{ readonly done: Promise<void> }> {
  await configure({ name: "lab", url: awx.url });
  const done = run("signIn", lab);
  (await person.sees("warning")).answer("Use Without Encryption");
  return { done };
}

/** Gives all that signing in to `lab` with a password asks for; `done` is the end of it. */
async function entersAll(scene: Scene, user: string, password: string, scope: string) {
  const { person } = scene;
  const signingIn = await begin(scene);
  await person.chooses("User name and password");
  await person.reaches(2);
  await person.enters(user);
  await person.reaches(3);
  await person.enters(password);
  await person.reaches(4);
  await person.ticks(scope);
  return signingIn;
}

/** The same, to its end. */
async function signInWithPassword(scene: Scene, user: string, password: string, scope: string): Promise<void> {
  await (
    await entersAll(scene, user, password, scope)
  ).done;
}

function messageOf({ validationMessage }: vscode.InputBox): string {
  return typeof validationMessage === "string" ? validationMessage : (validationMessage?.message ?? "");
}
