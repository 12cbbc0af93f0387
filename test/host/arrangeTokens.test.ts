import assert from "node:assert/strict";
import { allRows, rows, run, tokenRow, tokenRows } from "./support/extension";
import type { Person } from "./support/person";
import { sent } from "./support/requests";
import { eachSignedIn } from "./support/signedIn";

/** What there is to choose from, and which is the present one. */
async function choices(person: Person): Promise<{ readonly labels: string[]; readonly present: string }> {
  const box = await person.quickPick();
  const present = box.items.find(({ iconPath }) => (iconPath as { readonly id?: string }).id === "check");
  return {
    labels: box.items.map(({ label }) => label),
    present: `${present?.label ?? ""}: ${present?.description ?? ""}`,
  };
}

async function choose(person: Person, command: "sortTokens" | "groupTokens", label: string): Promise<void> {
  const done = run(command);
  await person.chooses(label);
  await done;
}

async function presentOf(person: Person, command: "sortTokens" | "groupTokens"): Promise<string> {
  const done = run(command);
  const { present } = await choices(person);
  await person.escapes();
  await done;
  return present;
}

describe("the order of the tokens", () => {
  // Before the scene ends: the order is to be as it was at its beginning.
  afterEach(async () => {
    const { person } = scene;
    for (const label of ["Owner", "Created", "Created"]) await choose(person, "sortTokens", label);
  });
  const scene = eachSignedIn();

  it("is chosen, turns round when it is chosen again, and stays when it is not", async () => {
    const { person } = scene;
    assert.equal(await presentOf(person, "sortTokens"), "Created: oldest first; choose it for newest first");
    await choose(person, "sortTokens", "Created");
    assert.equal(await presentOf(person, "sortTokens"), "Created: newest first; choose it for oldest first");
    assert.equal((await tokenRows(8))[0]?.label, "expired");
    await choose(person, "sortTokens", "Expires");
    assert.equal(await presentOf(person, "sortTokens"), "Expires: soonest first; choose it for latest first");
    await choose(person, "sortTokens", "Changed");
    assert.equal(await presentOf(person, "sortTokens"), "Changed: newest first; choose it for oldest first");
    await choose(person, "sortTokens", "Description");
    assert.equal(await presentOf(person, "sortTokens"), "Description: A to Z; choose it for Z to A");
    await choose(person, "sortTokens", "Description");
    assert.equal(await presentOf(person, "sortTokens"), "Description: Z to A; choose it for A to Z");
    const own = (await tokenRows(8)).slice(0, 5).map(({ label }) => label);
    assert.deepEqual(own, ["one hour", "expired", "admin read only", "admin laptop", "admin app token"]);
  });
});

/** What is below the server, groups and tokens alike. */
async function shownLabels(): Promise<string[]> {
  const [server] = await rows();
  return (await allRows(server?.row)).map(({ label }) => label);
}

describe("the groups of the tokens", () => {
  // Before the scene ends, likewise.
  afterEach(() => choose(scene.person, "groupTokens", "Owner"));
  const scene = eachSignedIn();

  it("are chosen, and stay when they are not", async () => {
    const { awx, person } = scene;
    const done = run("groupTokens");
    const { labels, present } = await choices(person);
    assert.deepEqual(labels, ["Owner", "No groups", "Application", "Scopes", "Expiry", "Usage"]);
    assert.equal(present, "Owner: your own first, and then the others' by name");
    await person.chooses("Expiry");
    await done;
    assert.match(await presentOf(person, "groupTokens"), /^Expiry/);
    const shown = await shownLabels();
    assert.deepEqual(shown.slice(0, 5), [
      "Expired",
      "expired",
      "Expiring soon",
      "one hour",
      "Practically never expires",
    ]);
    assert.equal(shown.length, 3 + 8);
    await choose(person, "groupTokens", "No groups");
    assert.equal((await shownLabels()).length, 8);
    assert.equal((await tokenRow(4)).description, "write · alice");
    await choose(person, "groupTokens", "Application");
    assert.deepEqual((await shownLabels()).slice(0, 2), ["Personal tokens", "admin laptop"]);
    await choose(person, "groupTokens", "Scopes");
    assert.deepEqual((await shownLabels()).slice(0, 3), ["read write", "one hour", "write"]);
    assert.deepEqual(sent(awx), []);
  });

  it("have a controller asked which tokens were never used, when they are by usage", async () => {
    const { awx, person } = scene;
    await choose(person, "groupTokens", "Usage");
    assert.match(await presentOf(person, "groupTokens"), /^Usage/);
    const shown = await shownLabels();
    assert.deepEqual([shown[0], shown.at(-2)], ["Never used", "Used"]);
    assert.equal(sent(awx).length, 1);
    assert.match(sent(awx)[0]?.path ?? "", /last_used__isnull=true/);
  });
});
