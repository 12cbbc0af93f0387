import assert from "node:assert/strict";
import { run } from "./support/extension";
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
    assert.equal(await presentOf(person, "sortTokens"), "Created: newest first, now oldest first");
    await choose(person, "sortTokens", "Created");
    assert.equal(await presentOf(person, "sortTokens"), "Created: oldest first, now newest first");
    await choose(person, "sortTokens", "Expires");
    assert.equal(await presentOf(person, "sortTokens"), "Expires: latest first, now soonest first");
    await choose(person, "sortTokens", "Changed");
    assert.equal(await presentOf(person, "sortTokens"), "Changed: oldest first, now newest first");
    await choose(person, "sortTokens", "Description");
    assert.equal(await presentOf(person, "sortTokens"), "Description: Z to A, now A to Z");
    await choose(person, "sortTokens", "Description");
    assert.equal(await presentOf(person, "sortTokens"), "Description: A to Z, now Z to A");
  });
});

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
    assert.deepEqual(sent(awx), []);
  });

  it("have a controller asked which tokens were never used, when they are by usage", async () => {
    const { awx, person } = scene;
    await choose(person, "groupTokens", "Usage");
    assert.match(await presentOf(person, "groupTokens"), /^Usage/);
    assert.equal(sent(awx).length, 1);
    assert.match(sent(awx)[0]?.path ?? "", /last_used__isnull=true/);
  });
});
