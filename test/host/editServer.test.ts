import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { makeAuthority } from "../support/certificates";
import { configure, configured, rows, run, startExtension, tokenRows } from "./support/extension";
import { filterBy } from "./support/filterBy";
import { replace } from "./support/replace";
import { rowOf } from "./support/rows";
import { eachSignedIn, eachWithServer, type Scene } from "./support/signedIn";
import { until } from "./support/watch";

const lab = { kind: "server", serverName: "lab" };

describe("edit server", () => {
  const scene = eachSignedIn();
  const folder = eachFolder();

  it("lists what can be changed with its value, and changes nothing on Escape", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    const pick = await person.quickPick();
    assert.equal(pick.title, "Edit lab");
    assert.deepEqual(
      pick.items.map(({ label, description }) => [label, description]),
      [
        ["Name", "lab"],
        ["Address", awx.url],
        ["CA file", "none; your system's authorities are trusted"],
        ["Certificate checks", "on"],
      ],
    );
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    assert.deepEqual(awx.requests, []);
  });

  it("keeps the person signed in under another name, one change after the other", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Name");
    assert.equal((await person.inputBox()).value, "lab");
    await person.enters(" prod ");
    assert.equal((await listed(scene)).title, "Edit prod");
    assert.deepEqual(configured(), [{ name: "prod", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
    await person.chooses("Name");
    await person.enters("lab");
    assert.equal((await listed(scene)).title, "Edit lab");
    await person.escapes();
    await done;
    await run("refresh");
    await tokenRows(8);
  });

  it("keeps the filter of a server under another name, and the edits that can be undone there", async () => {
    const { awx, person } = scene;
    const editing = run("editDescription", rowOf(2));
    await person.enters("mine");
    await editing;
    await filterBy(person, "mine", "Show 1 of 8 tokens");
    const done = run("editServer", lab);
    await person.chooses("Name");
    await person.enters("prod");
    assert.equal((await listed(scene)).title, "Edit prod");
    await person.escapes();
    await done;
    await tokenRows(1);
    await run("undoLastEdit");
    assert.equal(
      (await person.sees("info")).text,
      "The edit on prod was undone: Description of “admin read only” (token 2).",
    );
    assert.equal(awx.token(2)?.description, "admin read only");
    await run("clearFilter", { kind: "server", serverName: "prod" });
    await tokenRows(8);
  });

  it("goes back to the list, and keeps what was typed", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Name");
    (await person.inputBox()).value = "pro";
    await person.goesBack();
    const list = await listed(scene);
    assert.deepEqual(
      list.activeItems.map(({ label }) => label),
      ["Name"],
    );
    await person.chooses("Name");
    assert.equal((await person.inputBox()).value, "pro");
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
  });

  it("begins with the present name once another one was saved, and takes that as it is", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Name");
    (await person.inputBox()).value = "pro";
    await person.goesBack();
    await listed(scene);
    await person.chooses("Name");
    await person.enters(awx.url);
    await listed(scene);
    await person.chooses("Name");
    const box = await person.inputBox();
    assert.equal(box.value, awx.url);
    await person.enters(" ");
    await until(() => {
      assert.match(messageOf(box), /Give the server a name/);
    });
    await person.enters(awx.url);
    await listed(scene);
    await person.chooses("Name");
    await person.enters("lab");
    await listed(scene);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
  });

  it("keeps what else the entry has, and every other entry", async () => {
    const { awx, person } = scene;
    const others = [
      { name: "lab", url: "https://other.invalid" },
      { name: "odd", address: "mistyped" },
    ];
    await configure({ name: "lab", url: awx.url, note: "mine" } as never, ...(others as never[]));
    const done = run("editServer", lab);
    await person.chooses("Certificate checks");
    (await person.sees("warning")).answer("Use Without Checking");
    await listed(scene);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [
      { name: "lab", url: awx.url, skipCertificateVerification: true, note: "mine" },
      ...others,
    ]);
  });

  it("takes no name that another server has", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url }, { name: "prod", url: "https://other.invalid" });
    const done = run("editServer", lab);
    await person.chooses("Name");
    const box = await person.enters("prod");
    await until(() => {
      assert.match(messageOf(box), /of that name already/);
    });
    await person.escapes();
    await done;
  });

  it("says that nothing was changed when the settings cannot be written, and loses nothing", async () => {
    const { awx, person } = scene;
    let isWritable = false;
    replace(vscode.workspace, "getConfiguration", (original) => (...args) => {
      const settings = original(...args);
      return isWritable ? settings : unwritable(settings);
    });
    const done = run("editServer", lab);
    await person.chooses("Name");
    await person.enters("prod");
    const message = await person.sees("error");
    assert.match(message.text, /^lab was not changed\. /);
    assert.deepEqual(message.buttons, ["Show Log"]);
    await done;
    isWritable = true;
    const { log, logShows } = await startExtension();
    assert.ok(log.includes(`editServer: ${message.text}`));
    const before = logShows();
    message.answer("Show Log");
    await until(() => {
      assert.equal(logShows(), before + 1);
    });
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("signs in again at another address, and does not send there what was for the first", async () => {
    const { awx, person } = scene;
    const other = await startFakeAwx();
    try {
      const done = run("editServer", lab);
      await person.chooses("Address");
      assert.equal((await person.inputBox()).value, awx.url);
      await person.enters(`${other.url}/#/home`);
      (await person.sees("warning")).answer("Use Without Encryption");
      assert.match((await person.sees("info")).text, /lab has another address now.*not sent there/);
      await person.chooses("Access token");
      await person.enters(other.secretOf(4));
      await done;
      assert.deepEqual(configured(), [{ name: "lab", url: other.url }]);
      await run("refresh");
      await tokenRows(2);
      for (const { headers } of other.requests) {
        assert.ok(!headers.authorization?.includes(awx.secretOf(1)));
      }
    } finally {
      await other.stop();
    }
  });

  it("takes what was agreed about the certificate of one host to no other", async () => {
    const { awx, person } = scene;
    const other = await startFakeAwx();
    try {
      await configure({ name: "lab", url: awx.url, skipCertificateVerification: true });
      const done = run("editServer", lab);
      await person.chooses("Address");
      await person.enters(other.url);
      (await person.sees("warning")).answer("Use Without Encryption");
      await person.sees("info");
      await person.quickPick();
      await person.escapes();
      await done;
      assert.deepEqual(configured(), [{ name: "lab", url: other.url }]);
    } finally {
      await other.stop();
    }
  });

  it("changes nothing of a server that was changed in the settings meanwhile", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: awx.url, skipCertificateVerification: true });
    const done = run("editServer", lab);
    await person.chooses("Name");
    await person.inputBox();
    await configure({ name: "lab", url: awx.url });
    await person.enters("prod");
    assert.equal(
      (await person.sees("error")).text,
      "lab was not changed. lab was changed in the settings meanwhile. Begin again.",
    );
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("moves no credential to a server that is not there any more", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Name");
    await person.inputBox();
    await configure();
    await person.enters("prod");
    assert.match((await person.sees("error")).text, /^lab was not changed\./);
    await done;
    await configure({ name: "lab", url: awx.url });
    await run("refresh");
    await tokenRows(8);
  });

  it("stays signed in at another address of the same host and port", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: `${awx.url}/home` });
    const done = run("editServer", lab);
    await person.chooses("Address");
    await person.enters(awx.url);
    (await person.sees("warning")).answer("Use Without Encryption");
    await listed(scene);
    await person.escapes();
    await done;
    assert.ok(!person.messages.some(({ severity }) => severity === "info"));
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("takes a CA file from the dialog, says what is wrong with one, and removes it", async () => {
    const { awx, person } = scene;
    const [wrong, right] = [join(folder(), "wrong.pem"), join(folder(), "right.pem")];
    await writeFile(wrong, "nothing");
    await writeFile(right, makeAuthority("Private CA").cert);
    replace(vscode.window, "showOpenDialog", () => () => Promise.resolve([vscode.Uri.file(wrong)]));
    const done = run("editServer", lab);
    await person.chooses("CA file");
    await person.chooses("Choose a CA file…");
    const box = await person.inputBox();
    assert.equal(box.value, wrong);
    assert.match(messageOf(box), /does not hold certificates in PEM form/);
    await person.enters("ca.pem");
    await until(() => {
      assert.match(messageOf(box), /full path/);
    });
    await person.enters(right);
    assert.equal((await listed(scene)).items[2]?.description, right);
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, caFile: right }]);
    await person.chooses("CA file");
    await person.chooses("Enter the path of a CA file…");
    assert.equal((await person.inputBox()).value, right);
    await person.enters("");
    await listed(scene);
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await person.escapes();
    await done;
  });

  it("turns certificate checks off after a question alone, and keeps the person signed in", async () => {
    const { awx, person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Certificate checks");
    (await person.sees("warning")).answer(undefined);
    await listed(scene);
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    await person.chooses("Certificate checks");
    const question = await person.sees("warning");
    assert.ok(question.isModal);
    question.answer("Use Without Checking");
    await until(async () => {
      assert.match((await person.quickPick()).items[3]?.description ?? "", /^off; anyone/);
    });
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, skipCertificateVerification: true }]);
    await run("refresh");
    await tokenRows(8);
    const [{ description, icon } = { description: "", icon: "" }] = await rows();
    assert.equal(description, "admin · not encrypted · 8 tokens", "there is no certificate to check");
    assert.equal(icon, "server");
    await person.chooses("Certificate checks");
    await until(() => {
      assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    });
    await listed(scene);
    await person.escapes();
    await done;
    await run("refresh");
    await tokenRows(8);
  });
});

describe("edit server, for an address whose certificate is not trusted", () => {
  const scene = eachSignedIn();
  const folder = eachFolder();
  const tls = eachPrivate(folder);

  it("saves the address as it is when that is chosen, and asks for no credential", async () => {
    const { person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Address");
    await person.enters(tls.awx.url);
    await offered(scene, "Save the address as it is");
    await person.chooses("Save the address as it is");
    assert.match((await person.sees("info")).text, /has another address now/);
    await done;
    await person.hasNothingOpen();
    assert.deepEqual(configured(), [{ name: "lab", url: tls.awx.url }]);
    assert.ok(!person.messages.some(({ severity }) => severity === "error"));
  });

  it("goes back to the address as it was typed, and takes a CA file", async () => {
    const { person } = scene;
    const done = run("editServer", lab);
    await person.chooses("Address");
    await person.enters(`${tls.awx.url}/#/home`);
    await offered(scene, "Save the address as it is");
    await person.goesBack();
    assert.equal((await person.inputBox()).value, `${tls.awx.url}/#/home`);
    (await person.inputBox()).value = tls.awx.url;
    await person.goesBack();
    await listed(scene);
    await person.chooses("Address");
    assert.equal((await person.inputBox()).value, tls.awx.url);
    await person.enters(tls.awx.url);
    await offered(scene, "Save the address as it is");
    await person.chooses("Enter the path of a CA file…");
    await person.enters(` ${tls.caFile} `);
    await person.sees("info");
    await person.chooses("Access token");
    await person.enters(tls.awx.secretOf(4));
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: tls.awx.url, caFile: tls.caFile }]);
    await run("refresh");
    await tokenRows(2);
  });
});

describe("edit server, of a server that nobody is signed in to", () => {
  const scene = eachWithServer();

  it("says nothing of a credential when the address becomes another", async () => {
    const { awx, person } = scene;
    await configure({ name: "lab", url: "https://other.invalid" });
    const done = run("editServer", lab);
    await person.chooses("Address");
    await person.enters(awx.url);
    (await person.sees("warning")).answer("Use Without Encryption");
    await listed(scene);
    await person.escapes();
    await done;
    assert.equal(person.messages.length, 1);
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
  });
});

describe("the CA file of a server", () => {
  const scene = eachSignedIn();
  const folder = eachFolder();

  it("is asked for again when the dialog is closed, and keeps on Back what was typed", async () => {
    const { awx, person } = scene;
    replace(vscode.window, "showOpenDialog", () => () => Promise.resolve(undefined));
    const done = run("editServer", lab);
    await person.chooses("CA file");
    await person.chooses("Choose a CA file…");
    await offered(scene, "Choose a CA file…");
    await person.chooses("Enter the path of a CA file…");
    (await person.inputBox()).value = "/half/of/";
    await person.goesBack();
    const ways = await offered(scene, "Choose a CA file…");
    assert.equal(ways.activeItems[0]?.label, "Enter the path of a CA file…");
    await person.chooses("Enter the path of a CA file…");
    assert.equal((await person.inputBox()).value, "/half/of/");
    await person.goesBack();
    await offered(scene, "Choose a CA file…");
    await person.goesBack();
    await listed(scene);
    await person.chooses("CA file");
    await person.chooses("Enter the path of a CA file…");
    assert.equal((await person.inputBox()).value, "/half/of/");
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
  });

  it("may be tried once more when it was mended since it was refused", async () => {
    const { awx, person } = scene;
    const file = join(folder(), "ca.pem");
    await writeFile(file, "nothing");
    replace(vscode.window, "showOpenDialog", () => () => Promise.resolve([vscode.Uri.file(file)]));
    const done = run("editServer", lab);
    await person.chooses("CA file");
    await person.chooses("Choose a CA file…");
    assert.match(messageOf(await person.inputBox()), /does not hold certificates/);
    await writeFile(file, makeAuthority("Private CA").cert);
    await person.enters(file);
    await listed(scene);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, caFile: file }]);
    assert.match((await rows())[0]?.tooltip ?? "", /CA file\*\* .*ca/);
  });
});

describe("the order of servers", () => {
  const scene = eachWithServer();

  it("changes with Move Up and Move Down, and ends at either end", async () => {
    const names = async () => (await rows()).map(({ label }) => label);
    await configure({ name: "lab", url: scene.awx.url }, { name: "other", url: "https://other.invalid" });
    await run("moveServerDown", lab);
    assert.deepEqual(await names(), ["other", "lab"]);
    await run("moveServerDown", lab);
    assert.deepEqual(await names(), ["other", "lab"]);
    await run("moveServerUp", lab);
    assert.deepEqual(await names(), ["lab", "other"]);
  });

  it("leaves entries that cannot be used where they are", async () => {
    const [first, odd, last] = [
      { name: "lab", url: scene.awx.url },
      { name: "odd", address: "mistyped" },
      { name: "other", url: "https://other.invalid", note: "kept" },
    ];
    await configure(...([first, odd, last] as never[]));
    await run("moveServerDown", lab);
    assert.deepEqual(configured(), [last, odd, first]);
  });

  it("stays as it is when the settings cannot be written, and says so", async () => {
    const servers = [
      { name: "lab", url: scene.awx.url },
      { name: "other", url: "https://other.invalid" },
    ];
    await configure(...servers);
    let isWritable = false;
    replace(vscode.workspace, "getConfiguration", (original) => (...args) => {
      const settings = original(...args);
      return isWritable ? settings : unwritable(settings);
    });
    await run("moveServerDown", lab);
    isWritable = true;
    assert.match((await scene.person.sees("error")).text, /^lab was not moved\. settings\.json has errors/);
    assert.deepEqual(configured(), servers);
  });

  it("is in the settings that Open Settings shows", async () => {
    await configure({ name: "lab", url: scene.awx.url });
    await run("openSettings");
    await until(() => {
      const { document, selection } = vscode.window.activeTextEditor ?? {};
      assert.match(document?.uri.path ?? "", /settings\.json$/);
      const place = document && selection && document.lineAt(selection.active.line).text;
      assert.match(place ?? "", /"awxTokens\.servers"/);
    });
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });
});

describe("a certificate that is not trusted, at Add Server", () => {
  const scene = eachWithServer();
  const folder = eachFolder();
  const tls = eachPrivate(folder);

  it("leads to a step of its own, where a CA file makes it trusted", async () => {
    const { person } = scene;
    const { awx, caFile } = tls;
    const other = join(folder(), "other.pem");
    await writeFile(other, makeAuthority("Another CA").cert);
    const done = run("addServer");
    await person.enters(`${awx.url}/#/home`);
    await person.reaches(2);
    const pick = await person.quickPick();
    assert.match(pick.placeholder ?? "", /certificate/);
    assert.equal(pick.items.length, 4);
    await person.chooses("Enter the path of a CA file…");
    const box = await person.enters(other);
    await until(() => {
      assert.match(messageOf(box), /certificate/);
    });
    await person.enters(caFile);
    const name = await person.reaches(3);
    assert.equal((name as vscode.InputBox).value, new URL(awx.url).host);
    await person.enters("lab");
    await person.reaches(4);
    await person.chooses("Access token");
    await person.enters(awx.secretOf(1));
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, caFile }]);
    await run("refresh");
    await tokenRows(8);
  });

  it("is not checked after a question alone, and can be come back to", async () => {
    const { person } = scene;
    const { awx } = tls;
    const done = run("addServer");
    await person.enters(awx.url);
    await person.reaches(2);
    await person.chooses("Skip certificate checks…");
    (await person.sees("warning")).answer(undefined);
    await person.reaches(2);
    await person.chooses("Skip certificate checks…");
    const question = await person.sees("warning");
    assert.match(question.detail ?? "", /pose as this server/);
    question.answer("Use Without Checking");
    await person.reaches(3);
    await person.goesBack();
    await person.reaches(2);
    assert.deepEqual(
      (await person.quickPick()).activeItems.map(({ label }) => label),
      ["Skip certificate checks…"],
    );
    await person.goesBack();
    await person.reaches(1);
    awx.clearRequests();
    await person.enters(awx.url);
    await person.reaches(2);
    assert.notEqual(awx.requests.length, 0, "what was agreed on is forgotten");
    assert.deepEqual(
      (await person.quickPick()).activeItems.map(({ label }) => label),
      ["Skip certificate checks…"],
    );
    await person.chooses("Skip certificate checks…");
    (await person.sees("warning")).answer("Use Without Checking");
    await person.reaches(3);
    await person.enters("lab");
    await person.reaches(4);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url, skipCertificateVerification: true }]);
  });

  it("may stay as it is: the server is added, and signed in to later", async () => {
    const { person } = scene;
    const { awx } = tls;
    const done = run("addServer");
    await person.enters(awx.url);
    await person.reaches(2);
    await person.chooses("Add the server as it is");
    await person.reaches(3);
    await person.enters("lab");
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: awx.url }]);
    for (const { headers } of awx.requests) assert.ok(!("authorization" in headers));
  });

  it("is believed at the address alone where that was agreed on", async () => {
    const { person } = scene;
    const other = await startFakeAwx({ tls: makeAuthority("Another CA").issue() });
    try {
      const done = run("addServer");
      await skipsChecks(tls.awx.url);
      await person.goesBack();
      await person.reaches(2);
      await person.goesBack();
      await person.reaches(1);
      await person.enters(other.url);
      await person.reaches(2);
      assert.equal((await person.quickPick()).activeItems[0]?.label, "Choose a CA file…");
      assert.deepEqual(other.requests, [], "nobody has agreed to believe this one");
      await person.escapes();
      await done;
      assert.deepEqual(configured(), []);
    } finally {
      await other.stop();
    }
  });

  it("is asked about no more when the address becomes one without it", async () => {
    const { awx, person } = scene;
    const done = run("addServer");
    await person.enters(tls.awx.url);
    await person.reaches(2);
    await person.chooses("Add the server as it is");
    await person.reaches(3);
    await person.goesBack();
    await person.reaches(2);
    await person.goesBack();
    await person.reaches(1);
    await person.enters(awx.url);
    (await person.sees("warning")).answer("Use Without Encryption");
    assert.equal(((await person.reaches(2)) as vscode.InputBox).value, new URL(awx.url).host);
    await person.escapes();
    await done;
  });

  it("stays checked when that is what was chosen last", async () => {
    const { person } = scene;
    const done = run("addServer");
    const other = join(folder(), "other.pem");
    await writeFile(other, makeAuthority("Another CA").cert);
    await skipsChecks(tls.awx.url);
    await person.goesBack();
    await person.reaches(2);
    await person.chooses("Enter the path of a CA file…");
    const box = await person.enters(other);
    await until(() => {
      assert.match(messageOf(box), /not signed by an authority/);
    });
    await person.goesBack();
    await person.reaches(2);
    await person.chooses("Add the server as it is");
    await person.reaches(3);
    await person.enters("lab");
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: tls.awx.url }]);
  });

  it("is either checked with a CA file or not at all, as was chosen last", async () => {
    const { person } = scene;
    const done = run("addServer");
    await person.enters(tls.awx.url);
    await person.reaches(2);
    await person.chooses("Enter the path of a CA file…");
    (await person.inputBox()).value = "/half/of/";
    await person.goesBack();
    await person.reaches(2);
    await person.chooses("Enter the path of a CA file…");
    assert.equal((await person.inputBox()).value, "/half/of/");
    const box = await person.enters(" ");
    await until(() => {
      assert.match(messageOf(box), /full path/);
    });
    await person.enters(tls.caFile);
    await person.reaches(3);
    await person.goesBack();
    await person.reaches(2);
    await person.chooses("Skip certificate checks…");
    (await person.sees("warning")).answer("Use Without Checking");
    await person.reaches(3);
    await person.enters("lab");
    await person.reaches(4);
    await person.escapes();
    await done;
    assert.deepEqual(configured(), [{ name: "lab", url: tls.awx.url, skipCertificateVerification: true }]);
  });

  it("is asked about again, with the reason, when the server does not answer without the checks either", async () => {
    const { person } = scene;
    const done = run("addServer");
    await person.enters(tls.awx.url);
    await person.reaches(2);
    tls.awx.intercept({ path: /api/ }, { status: 500, headers: {}, body: "" });
    await person.chooses("Skip certificate checks…");
    (await person.sees("warning")).answer("Use Without Checking");
    await until(async () => {
      assert.match((await person.quickPick()).placeholder ?? "", /^The server failed with status 500\.$/);
    });
    await person.escapes();
    await done;
    assert.deepEqual(configured(), []);
  });

  /** Enters an address, agrees that its certificate is not checked, and gets to the name. */
  async function skipsChecks(url: string): Promise<void> {
    await scene.person.enters(url);
    await scene.person.reaches(2);
    await scene.person.chooses("Skip certificate checks…");
    (await scene.person.sees("warning")).answer("Use Without Checking");
    await scene.person.reaches(3);
  }
});

/** The list of what can be changed, once it is open again. */
async function listed({ person }: Scene): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
  return until(async () => {
    const pick = await person.quickPick();
    assert.equal(pick.items[0]?.label, "Name");
    return pick;
  });
}

/** The list of ways that has this one, once it is open. */
async function offered({ person }: Scene, way: string): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
  return until(async () => {
    const pick = await person.quickPick();
    assert.ok(pick.items.some(({ label }) => label === way));
    return pick;
  });
}

/** A server, new for each test, whose authority's certificate is in a file and trusted by nobody. */
function eachPrivate(folder: () => string): { readonly awx: FakeAwx; readonly caFile: string } {
  const server: { awx?: FakeAwx; caFile?: string } = {};
  beforeEach(async () => {
    const authority = makeAuthority("Private CA");
    server.awx = await startFakeAwx({ tls: authority.issue() });
    server.caFile = join(folder(), "ca.pem");
    await writeFile(server.caFile, authority.cert);
  });
  afterEach(() => server.awx?.stop());
  return {
    get awx() {
      assert.ok(server.awx, "no test runs");
      return server.awx;
    },
    get caFile() {
      assert.ok(server.caFile, "no test runs");
      return server.caFile;
    },
  };
}

function unwritable(settings: vscode.WorkspaceConfiguration): vscode.WorkspaceConfiguration {
  return {
    get: settings.get.bind(settings),
    has: settings.has.bind(settings),
    inspect: settings.inspect.bind(settings),
    update: () => Promise.reject(new Error("settings.json has errors")),
  };
}

function messageOf(box: vscode.InputBox): string {
  const { validationMessage } = box;
  return typeof validationMessage === "string" ? validationMessage : (validationMessage?.message ?? "");
}

/** A folder that is new for each test of the suite this is called in. */
function eachFolder(): () => string {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "awx-tokens-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return () => folder;
}
