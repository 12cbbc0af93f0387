import assert from "node:assert/strict";
import { keyOf } from "../../../src/awx/api";
import type { Me } from "../../../src/awx/schemas";
import { lostToken, mayMakeForApplications, rotationObstacle, unlikeAsked } from "../../../src/tokens/newTokens";
import { aList } from "../support/aList";
import { aToken } from "../support/aToken";

const asked = { description: "mine", scope: "read write", applicationId: null };

describe("unlikeAsked", () => {
  it("finds nothing where the server only words it otherwise", () => {
    for (const token of [
      aToken({ description: "mine", scope: "write read" }),
      aToken({ description: "mine", scope: "read\twrite" }),
    ]) {
      assert.deepEqual(unlikeAsked(token, asked), []);
    }
    assert.deepEqual(
      unlikeAsked(aToken({ description: "", scope: "read" }), { description: "\x1f ", scope: "read" }),
      [],
    );
  });

  it("names what was asked for and what there is", () => {
    const token = aToken({ description: "other", scope: "read", applicationId: 2, applicationName: "ci" });
    assert.deepEqual(unlikeAsked(token, { ...asked, applicationId: 1 }, "vscode"), [
      { field: "description", from: "mine", to: "other" },
      { field: "scope", from: "read write", to: "read" },
      { field: "application", from: "vscode", to: "ci" },
    ]);
    assert.deepEqual(unlikeAsked(aToken({ description: "mine", scope: "read write", applicationId: 2 }), asked), [
      { field: "application", from: "", to: "" },
    ]);
  });
});

describe("lostToken", () => {
  const like = (id: number) => aToken({ id, description: "mine", scope: "read write" });

  it("is the newest that is as was asked for and was not there before", () => {
    const newest = [aToken({ id: 12, description: "mine", scope: "read" }), like(11), like(10), like(9)];
    assert.equal(lostToken(newest, asked, new Set([keyOf(like(9))]))?.id, 11);
    assert.equal(lostToken(newest, asked, new Set([11, 10].map((id) => keyOf(like(id)))))?.id, 9);
  });

  it("is none when all that are like it were there before, or are of another application", () => {
    assert.equal(lostToken([like(9)], asked, new Set([keyOf(like(9))])), undefined);
    assert.equal(lostToken([{ ...like(9), applicationId: 1 }], asked, new Set()), undefined);
    assert.equal(lostToken([], asked, new Set()), undefined);
  });

  it("does not take another table's token for one that was there", () => {
    const known = new Set([keyOf({ source: "gateway", id: 9 })]);
    assert.equal(lostToken([like(9)], asked, known)?.id, 9);
  });
});

describe("who may have a new token take the place of one", () => {
  const superuser: Me = { id: 1, username: "admin", role: "superuser" };
  const user: Me = { id: 1, username: "alice", role: "user" };
  const ofPlatform = (me: Me) => aList({ family: "gateway", sources: ["gateway"], users: new Map([["gateway", me]]) });

  it("is its owner", () => {
    assert.equal(rotationObstacle(aList(), aToken()), undefined);
    assert.equal(rotationObstacle(aList(), aToken({ ownerId: 2 })), "others");
    assert.equal(rotationObstacle(aList(), aToken({ ownerId: null })), "others");
    assert.equal(rotationObstacle(aList({ users: new Map() }), aToken()), "others");
    assert.equal(rotationObstacle(aList(), aToken({ source: "gateway" })), "others");
  });

  it("is a superuser alone where it is for an application of a platform", () => {
    const token = aToken({ source: "gateway", applicationId: 1 });
    assert.equal(rotationObstacle(ofPlatform(user), token), "application");
    assert.equal(rotationObstacle(ofPlatform({ ...user, role: "auditor" }), token), "application");
    assert.equal(rotationObstacle(ofPlatform(superuser), token), undefined);
    assert.equal(rotationObstacle(ofPlatform(user), { ...token, applicationId: null }), undefined);
    const ofController = aList({ users: new Map([["controller", user]]) });
    assert.equal(rotationObstacle(ofController, aToken({ applicationId: 1 })), undefined);
  });

  it("makes tokens for the applications of a controller as anybody who sees them", () => {
    assert.equal(mayMakeForApplications("controller", user), true);
    assert.equal(mayMakeForApplications("gateway", user), false);
    assert.equal(mayMakeForApplications("gateway", superuser), true);
  });
});
