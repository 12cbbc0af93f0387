import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Family } from "../fakeAwx/families";
import { startFakeAwx, type FakeAwx } from "../fakeAwx/server";
import { run, tokenRow } from "../host/support/extension";
import { makeAuthority } from "../support/certificates";
import {
  changeDescription,
  changeScopes,
  checkToken,
  findServer,
  lookAtToken,
  makeToken,
  refreshList,
  tryConnection,
  type Act,
  type Telling,
} from "./acts";
import { bodyFaults, connectionFaults, redirectFaults, statusFaults, textAnswer, type FaultCase } from "./faults";
import { lab, showsWhatIsThere, stageForAll, type Stage, type StageOptions } from "./stage";
import { cases } from "./survives";

const described = "“admin read only” \\(token 2\\)";
const gone = error(`${described} does not exist on lab any more, or is no longer yours to see\\.$`);
const noLongerIn = /^You are no longer signed in to lab\. The server does not accept the access token/;

describe("a colleague", () => {
  alone(
    { ...lookAtToken, tells: () => gone, shows: hasNoRow, recover: refreshed },
    behind("revokes the token before it is looked at", revoked),
  );
  alone(
    { ...changeDescription, tells: () => gone, shows: hasNoRow, recover: refreshed },
    behind("revokes the token while the box is open", revoked),
  );
  alone(
    { ...lookAtToken, tells: () => notChanged("The server does not accept the access token"), recover: signedInAnew },
    behind("revokes our credential before the token is looked at", withoutUs),
  );
  alone(
    {
      ...changeDescription,
      tells: () => notChanged("The server does not accept the access token"),
      recover: signedInAnew,
    },
    behind("revokes our credential while the box is open", withoutUs),
  );
  alone(
    {
      ...refreshList,
      tells: () => ({ in: "row", text: /The server does not accept the access token/, alsoMessage: noLongerIn }),
      recover: signedInAnew,
    },
    behind("revokes our credential", withoutUs),
  );
  alone(
    { ...changeDescription, tells: () => notChanged("The server does not allow it") },
    {
      ...behind("narrows our credential to read while the box is open", ({ awx }) => {
        awx.updateToken(1, { scope: "read" });
      }),
      end: ({ awx }) => {
        awx.updateToken(1, { scope: "write" });
      },
    },
  );
  alone(
    meanwhile("Keep Mine", "edited"),
    behind("changes the description before it is looked at, and we keep ours", ({ awx }) => {
      awx.updateToken(2, { description: "a colleague's" });
    }),
  );
  alone(
    meanwhile("Take Server's", "a colleague's"),
    behind("changes the description before it is looked at, and we take theirs", ({ awx }) => {
      awx.updateToken(2, { description: "a colleague's" });
    }),
  );
  alone(
    {
      ...changeDescription,
      tells: () => ({
        in: "warning",
        text: new RegExp(`^Your edit of ${described} on lab was saved\\. .* Scopes: “read” became “write”`),
      }),
      recover: refreshed,
    },
    behind("changes the scopes while the box is open", ({ awx }) => {
      awx.updateToken(2, { scope: "write" });
    }),
  );
});

describe("another server at the address", () => {
  const noTokens = "This AWX has no access tokens: ";
  const notAccepted = "The server does not accept the access token";
  alone({ ...refreshList, tells: () => ({ in: "row", text: new RegExp(noTokens) }) }, swap("none"));
  alone({ ...lookAtToken, tells: () => notChanged("The answer is a web page"), recover: refreshed }, swap("none"));
  alone({ ...findServer, tells: () => error(`You cannot sign in to lab\\. ${noTokens}`) }, swap("none"));
  alone({ ...checkToken, tells: () => ({ in: "box", text: new RegExp(`^${notAccepted}`) }) }, swap("none"));
  alone({ ...tryConnection, tells: () => ({ in: "report", text: /the server has no access tokens/ }) }, swap("none"));
  for (const family of ["gateway", "both"] as const) {
    const told = { in: "row", text: new RegExp(notAccepted), alsoMessage: noLongerIn } as const;
    alone({ ...refreshList, tells: () => told }, swap(family));
    alone({ ...checkToken, tells: () => ({ in: "box", text: /^The answer is a web page/ }) }, swap(family));
    alone({ ...tryConnection, tells: () => ({ in: "report", text: /signing in fails/ }) }, swap(family));
  }
});

const toPlain: FaultCase = {
  name: "301 to http",
  begin: (stage, match) => {
    stage.layer.inject(match, async (exchange) => {
      await exchange.body();
      exchange.answer(textAnswer(301, "text/html", "", [["Location", stage.url.replace("https:", "http:")]]));
    });
  },
  why: "The server sent us to another address \\(http://localhost",
  ofWrite: "refused",
  attempts: 1,
};

const folder = mkdtempSync(join(tmpdir(), "awx-tokens-"));
const authority = makeAuthority("Private CA");
const caFile = join(folder, "ca.pem");
writeFileSync(caFile, authority.cert);

const bodies = bodyFaults.filter(({ name }) =>
  /^(a login page|nothing|half|a body that is not UTF-8|a body of 100 MB)/.test(name),
);
const redirects = redirectFaults.filter(({ name }) => name.endsWith("to another host"));
const named = (...names: readonly string[]) => statusFaults.filter(({ name }) => names.includes(name));

describe("a fault behind TLS, with a CA file", () => {
  const identity = authority.issue();
  const stage = stageForAll({ layerTls: { identity, caFile } });
  const connections = connectionFaults
    .filter(({ name, isSlow }) => !isSlow || name === "the bytes of the body come too slowly")
    // Node ends such a connection, and says no more.
    .map((fault) =>
      fault.name === "the chunks of a body are garbled"
        ? { ...fault, why: "The connection was cut before an answer came\\.", attempts: 3 as const }
        : fault,
    );
  cases(stage, [refreshList], [...connections, ...named("401", "404", "503"), ...bodies, ...redirects, toPlain]);
  cases(
    stage,
    [changeDescription],
    [...connections.slice(0, 10), ...named("401", "404", "503"), ...redirects, toPlain],
  );
  cases(stage, [checkToken, changeScopes, makeToken], [toPlain]);
});

/** A case that nothing is left to go on with after: it has a stage of its own. */
function alone(act: Act, fault: FaultCase, options: StageOptions = {}): void {
  describe("on a stage of its own", function () {
    this.timeout(30_000);
    const stage = stageForAll(options);
    cases(stage, [act], [fault]);
  });
}

/** Something that happens on the server, behind our back. */
function behind(name: string, act: (stage: Stage) => void): FaultCase {
  return { name, begin: act, why: "", ofWrite: "lost", attempts: 1 };
}

/** Has a server of another family stand at the address. */
function swap(family: Family): FaultCase {
  let other: FakeAwx | undefined;
  return {
    ...behind(`a server of the family “${family}”`, () => undefined),
    begin: async ({ layer }) => {
      other = await startFakeAwx({ family });
      layer.target = other.url;
    },
    end: async ({ layer, awx }) => {
      layer.target = awx.url;
      await other?.stop();
    },
  };
}

/** Edits what somebody else has changed, and presses a button of the question that is asked then. */
function meanwhile(button: string, expected: string): Act {
  return {
    ...changeDescription,
    name: "edit a description that is not what is shown",
    act: async (stage, begin) => {
      await begin();
      const done = run("editDescription", { kind: "token", serverName: "lab", source: "controller", tokenId: 2 });
      await stage.person.enters("edited");
      const question = await stage.message(0);
      assert.ok(question.isModal && question.detail?.includes("“a colleague's”"), question.detail);
      question.answer(button);
      await done;
      return { rows: [], messages: [...stage.person.messages], box: undefined, report: undefined };
    },
    tells: () => ({ in: "warning", text: new RegExp(`^${described} on lab was changed meanwhile$`) }),
    recover: async (stage) => {
      await showsWhatIsThere(stage.awx);
      assert.equal(stage.awx.token(2)?.description, expected);
    },
  };
}

function revoked({ awx }: Stage): void {
  awx.deleteToken(2);
}

function withoutUs({ awx }: Stage): void {
  awx.deleteToken(1);
}

async function hasNoRow(): Promise<void> {
  await assert.rejects(tokenRow(2), /is not shown/);
}

async function refreshed({ awx }: Stage): Promise<void> {
  await run("refresh", lab);
  await showsWhatIsThere(awx);
}

/** Signs in with another token of the same user. */
async function signedInAnew(stage: Stage): Promise<void> {
  await stage.signIn(3);
  await showsWhatIsThere(stage.awx);
}

function notChanged(why: string): Telling {
  return error(`The description of ${described} on lab was not changed\\. ${why}`);
}

function error(text: string): Telling {
  return { in: "error", text: new RegExp(`^${text}`) };
}
