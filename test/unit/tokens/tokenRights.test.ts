import assert from "node:assert/strict";
import { keyOf } from "../../../src/awx/api";
import type { Me } from "../../../src/awx/schemas";
import type { TokenList } from "../../../src/tokens/tokenList";
import { rightsOf, saysWhatMayChange } from "../../../src/tokens/tokenRights";
import { aList } from "../support/aList";
import { aToken } from "../support/aToken";

const own = aToken({ ownerId: 2 });
const others = aToken({ ownerId: 3 });
const ofApplication = { applicationId: 7, applicationName: "ci" };

function listOf(role: Me["role"], values: Partial<TokenList> = {}): TokenList {
  const me: Me = { id: 2, username: "alice", role };
  return aList({
    users: new Map([
      ["controller", me],
      ["gateway", me],
    ]),
    ...values,
  });
}

describe("what one may do with a token", () => {
  it("is everything with one's own", () => {
    const rights = rightsOf(listOf("user"), own);
    assert.deepEqual([rights.change, rights.rotate], ["yes", "yes"]);
    assert.ok(saysWhatMayChange(listOf("user"), own));
  });

  it("is to change another's as a superuser, and not to rotate it", () => {
    const rights = rightsOf(listOf("superuser"), others);
    assert.deepEqual([rights.change, rights.rotate, rights.signsIn], ["yes", "notOwn", "no"]);
  });

  it("is nothing with a read-only credential", () => {
    const rights = rightsOf(listOf("superuser", { canWrite: false }), own);
    assert.deepEqual([rights.change, rights.rotate], ["readOnlyCredential", "readOnlyCredential"]);
  });

  it("is not known of another's application token while the list does not say", () => {
    const token = aToken({ ownerId: 3, ...ofApplication });
    for (const values of [{ isComplete: false }, { unread: new Map([["controller", new Error()]] as const) }]) {
      const list = listOf("user", values);
      assert.ok(!saysWhatMayChange(list, token));
      assert.equal(rightsOf(list, token).change, "notKnown");
      assert.equal(rightsOf(list, token, true).change, "yes");
      assert.equal(rightsOf(list, token, false).change, "notYours");
    }
  });

  it("is what a platform's list says of another's", () => {
    const token = aToken({ source: "gateway", ownerId: 3 });
    const list = listOf("user", { family: "gateway" });
    assert.ok(saysWhatMayChange(list, token));
    assert.equal(rightsOf(list, token).change, "notYours");
    assert.equal(rightsOf({ ...list, changeable: new Set([keyOf(token)]) }, token).change, "yes");
  });

  it("is not to rotate an application's on a platform, unless as a superuser", () => {
    const token = aToken({ source: "gateway", ownerId: 2, ...ofApplication });
    assert.equal(rightsOf(listOf("user", { family: "gateway" }), token).rotate, "superusersOnly");
    assert.equal(rightsOf(listOf("superuser", { family: "gateway" }), token).rotate, "yes");
    assert.equal(rightsOf(listOf("user"), aToken({ ownerId: 2, ...ofApplication })).rotate, "yes");
  });

  it("says whether it is what signs us in, as far as that is known", () => {
    assert.equal(rightsOf(listOf("user", { signInToken: keyOf(own) }), own).signsIn, "yes");
    assert.equal(rightsOf(listOf("user", { signInToken: "controller/99" }), own).signsIn, "no");
    assert.equal(rightsOf(listOf("user"), own).signsIn, "notKnown");
  });
});
