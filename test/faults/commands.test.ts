import { closeEditors } from "../host/support/editor";
import {
  addServer,
  askWhoWeAre,
  checkPassword,
  create,
  checkToken,
  changeDescription,
  changeDescriptions,
  findServer,
  lookAtToken,
  makeToken,
  openList,
  countTokens,
  refreshChanges,
  refreshList,
  revoke,
  changeScopes,
  signOut,
  tryConnection,
  trySignIn,
} from "./acts";
import { bodyFaults, connectionFaults, echoFaults, redirectFaults, statusFaults } from "./faults";
import { lookBeforeSave, readBeforeSave, saveToken, saveTokens } from "./saves";
import { stageForAll } from "./stage";
import { cases } from "./survives";

const all = [...connectionFaults, ...statusFaults, ...bodyFaults, ...redirectFaults, ...echoFaults];

/** One of each kind of failure. */
const typical = named(
  "the connection is refused",
  "the host name is not found",
  "connections are reset before a request",
  "the connection is reset within a request",
  "the connection is reset when the server has done it",
  "half a header comes",
  "half a JSON body comes and then the end",
  "the bytes of the body come too slowly",
  "405",
  "403 of a firewall",
  "429 with Retry-After 3600",
  "500",
  "503",
  "504 when the server has done it",
  "a login page with 200",
  "nothing with 200, called JSON",
  "{} with 200",
  "302 to another host",
);

/** The same where another act that reads or sends in the same way is met with all of them, or a case takes long. */
const few = named(
  "the connection is refused",
  "the host name is not found",
  "the connection is reset within a request",
  "half a JSON body comes and then the end",
  "the bytes of the body come too slowly",
  "403 of a firewall",
  "429 with Retry-After 3600",
  "503",
  "a login page with 200",
  "{} with 200",
  "302 to another host",
);

describe("a fault while tokens are read", () => {
  const stage = stageForAll();
  cases(stage, [refreshList], all);
  cases(stage, [refreshChanges, openList], typical);
  // Then where the tokens are is found out anew, and they are where they were.
  cases(stage, [{ ...refreshChanges, tells: () => ({ in: "nothing" }) }], named("404", "a page with 404"));
  cases(stage, [countTokens], few);
  cases(stage, [askWhoWeAre], [...few, ...named("401", "403", "404")]);
});

describe("a fault while a token is edited", () => {
  const stage = stageForAll();
  cases(stage, [changeDescription], all);
  cases(stage, [lookAtToken], [...few, ...named("401", "403", "404")]);
  cases(stage, [changeScopes], [...few, ...named("401", "403", "404")]);
  cases(stage, [changeDescriptions], [...few, ...named("403", "404")]);
});

describe("a fault while a file of tokens is saved", () => {
  const stage = stageForAll();
  afterEach(closeEditors);
  cases(stage, [saveToken], [...typical, ...echoFaults, ...named("401", "403", "404")]);
  cases(stage, [lookBeforeSave], [...few, ...named("401", "403", "404")]);
  cases(stage, [saveTokens], [...few, ...echoFaults, ...named("401", "403", "404")]);
  cases(stage, [readBeforeSave], [...few, ...named("401", "403")]);
});

describe("a fault while a token is revoked", () => {
  const stage = stageForAll();
  cases(stage, [revoke], [...typical, ...named("401", "403", "404")]);
});

describe("a fault while a token is created", () => {
  const stage = stageForAll();
  cases(stage, [create], [...typical, ...named("401", "403", "404")]);
});

describe("a fault while somebody signs in or out", () => {
  const stage = stageForAll();
  cases(stage, [findServer], [...few, ...named("401", "403", "404", "a page with 404")]);
  cases(stage, [checkToken], [...few, ...echoFaults, ...named("401", "403", "404")]);
  cases(stage, [checkPassword], [...echoFaults, ...named("401", "500")]);
  cases(
    stage,
    [makeToken],
    [...typical, ...named("401")].filter(({ name }) => !name.startsWith("403")),
  );
  cases(stage, [signOut], [...typical, ...named("403")]);
});

describe("a fault while a server is added or tested", () => {
  const stage = stageForAll();
  cases(stage, [addServer], [...few, ...named("401", "403", "404", "a page with 404")]);
  cases(stage, [tryConnection], [...few, ...named("401", "404")]);
  cases(stage, [trySignIn], [...few, ...echoFaults, ...named("401", "403", "404")]);
});

function named(...names: readonly string[]) {
  return names.map((name) => {
    const found = all.find((fault) => fault.name === name);
    if (!found) throw new RangeError(`there is no fault “${name}”`);
    return found;
  });
}
