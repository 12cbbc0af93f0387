import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOf, type TokenSource } from "../../../src/awx/api";
import { AwxError } from "../../../src/awx/errors";
import type { AccessToken, Me } from "../../../src/awx/schemas";
import { isOwn, type TokenList } from "../../../src/tokens/tokenList";
import type { TokensState } from "../../../src/tokens/tokenStore";
import {
  hasStatus,
  parentOfGroup,
  parentOfOwner,
  parentOfStatus,
  parentOfToken,
  rowsOfGroup,
  rowsOfOwner,
  rowsOfServer,
} from "../../../src/views/layout";
import {
  idOf,
  refOf,
  type GroupRow,
  type OwnerRow,
  type Row,
  type ServerRow,
  type TokenRow,
} from "../../../src/views/rows";
import { aList, mapOf } from "../support/aList";
import { aToken } from "../support/aToken";

const serverName = "prod";
const server: ServerRow = { kind: "server", serverName };
const status: Row = { kind: "status", serverName };
const failure = new AwxError({ kind: "serverFailed", status: 503 }, "GET /");
const ofController: Me = { id: 1, username: "admin", role: "superuser" };
const ofGateway: Me = { id: 2, username: "admin", role: "superuser" };

function group(source: TokenSource, of: GroupRow["of"]): GroupRow {
  return { kind: "group", serverName, source, of };
}

function ownedBy(source: TokenSource, ownerId: number | null): OwnerRow {
  return { kind: "owner", serverName, source, ownerId };
}

function tokenRow(source: TokenSource, tokenId: number): TokenRow {
  return { kind: "token", serverName, source, tokenId };
}

function statusOf(source: TokenSource): Row {
  return { kind: "status", serverName, source };
}

function loaded(list: TokenList): TokensState {
  return { kind: "loaded", list };
}

/** A token at the platform, where admin has the number 2. */
function atGateway(id: number, ownerId: number | null = ofGateway.id): AccessToken {
  return aToken({ source: "gateway", id, ownerId });
}

/** A token in the controller, where admin has the number 1. */
function inController(id: number, ownerId: number | null = ofController.id): AccessToken {
  return aToken({ source: "controller", id, ownerId });
}

/** What a platform that has its tokens alone lists. */
function gatewayList(...tokens: AccessToken[]): TokenList {
  return aList({
    family: "gateway",
    sources: ["gateway"],
    users: new Map([["gateway", ofGateway]]),
    tokens: mapOf(...tokens),
  });
}

/** What a platform with both tables lists. */
function platformList(tokens: readonly AccessToken[], values: Partial<TokenList> = {}): TokenList {
  const users = new Map<TokenSource, Me>([
    ["gateway", ofGateway],
    ["controller", ofController],
  ]);
  return aList({ family: "gateway", sources: ["gateway", "controller"], users, tokens: mapOf(...tokens), ...values });
}

function parentOf(row: Row, state: TokensState): Row | undefined {
  const list = "list" in state ? state.list : undefined;
  switch (row.kind) {
    case "token":
      return parentOfToken(row, list?.tokens.get(keyOf(refOf(row))), state);
    case "group":
      return parentOfGroup(row, state);
    case "owner":
      return parentOfOwner(row, state);
    case "status":
      return parentOfStatus(row, state);
    default:
      return undefined;
  }
}

/** All rows below a server, each with the row that listed it. */
function descendants(state: TokensState): (readonly [row: Row, listedBy: Row])[] {
  const below = (row: Row): readonly Row[] => {
    if (row.kind === "server") return rowsOfServer(row, state);
    if (row.kind === "owner") return rowsOfOwner(row, state);
    return row.kind === "group" ? rowsOfGroup(row, state) : [];
  };
  const all = (parent: Row): (readonly [Row, Row])[] =>
    below(parent).flatMap((row) => [[row, parent] as const, ...all(row)]);
  return all(server);
}

describe("the rows below a server", () => {
  const tokens = mapOf(inController(1, 2), inController(4), inController(5, null), inController(6));
  const controllerList = aList({ tokens });
  const rows = [
    tokenRow("controller", 4),
    tokenRow("controller", 6),
    ownedBy("controller", 2),
    ownedBy("controller", null),
  ];

  for (const [title, state, expected] of [
    ["that nobody asked for", { kind: "idle" }, []],
    ["that is loading", { kind: "loading", list: undefined }, []],
    ["that is loading again", { kind: "loading", list: controllerList }, rows],
    ["that nobody is signed in to", { kind: "signedOut", reason: "none" }, [status]],
    ["whose credential is lost", { kind: "signedOut", reason: "lost" }, [status]],
    ["that failed", { kind: "failed", error: failure, list: undefined }, [status]],
    ["that failed after it was read", { kind: "failed", error: failure, list: controllerList }, [status, ...rows]],
    ["that is loaded", { kind: "loaded", list: controllerList }, rows],
    ["that has no tokens", { kind: "loaded", list: aList() }, [status]],
    ["that had none and is loading again", { kind: "loading", list: aList() }, []],
    ["that had none and failed", { kind: "failed", error: failure, list: aList() }, [status]],
  ] as const satisfies readonly (readonly [string, TokensState, readonly Row[]])[]) {
    it(`${title} are its status, if there is one to tell, one's own tokens in the order of the list, and who owns others`, () => {
      assert.deepEqual(rowsOfServer(server, state), expected);
      assert.equal(
        hasStatus(state),
        expected.some(({ kind }) => kind === "status"),
      );
    });
  }

  it("are of that server", () => {
    for (const row of rowsOfServer({ kind: "server", serverName: "test" }, loaded(controllerList))) {
      assert.equal((row.kind === "token" || row.kind === "owner") && row.serverName, "test");
    }
  });

  it("with a platform's tokens alone are one's own, and then who owns the others, in a group", () => {
    const state = loaded(gatewayList(atGateway(1, 9), atGateway(2), atGateway(3, null), atGateway(4)));
    assert.deepEqual(rowsOfServer(server, state), [
      tokenRow("gateway", 2),
      tokenRow("gateway", 4),
      group("gateway", "others"),
    ]);
    assert.deepEqual(rowsOfGroup(group("gateway", "others"), state), [ownedBy("gateway", 9), ownedBy("gateway", null)]);
    assert.deepEqual(rowsOfOwner(ownedBy("gateway", 9), state), [tokenRow("gateway", 1)]);
    assert.deepEqual(rowsOfOwner(ownedBy("gateway", null), state), [tokenRow("gateway", 3)]);
  });

  it("have no group where a platform lists nobody else's tokens, and the group alone where it lists no own", () => {
    assert.deepEqual(rowsOfServer(server, loaded(gatewayList(atGateway(2)))), [tokenRow("gateway", 2)]);
    assert.deepEqual(rowsOfServer(server, loaded(gatewayList(atGateway(2, 9)))), [group("gateway", "others")]);
    assert.deepEqual(rowsOfServer(server, loaded(gatewayList())), [status]);
  });

  it("with both tables are a group for each, in which the platform's others stand in a group of their own", () => {
    const state = loaded(platformList([atGateway(4), atGateway(5, 9), inController(4), inController(5, 9)]));
    assert.deepEqual(rowsOfServer(server, state), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(rowsOfGroup(group("gateway", "table"), state), [
      tokenRow("gateway", 4),
      group("gateway", "others"),
    ]);
    assert.deepEqual(rowsOfGroup(group("gateway", "others"), state), [ownedBy("gateway", 9)]);
    assert.deepEqual(rowsOfGroup(group("controller", "table"), state), [
      tokenRow("controller", 4),
      ownedBy("controller", 9),
    ]);
    for (const source of ["gateway", "controller"] as const) {
      assert.deepEqual(rowsOfOwner(ownedBy(source, 9), state), [tokenRow(source, 5)]);
    }
  });

  it("tell owners apart by their numbers, and have them by name, nobody last", () => {
    const named = (id: number, ownerId: number | null, ownerName?: string): AccessToken =>
      aToken({ id, ownerId, ownerName });
    const list = aList({
      tokens: mapOf(
        named(1, null),
        named(2, 9),
        named(3, 7, "bob"),
        named(4, 8, "alice"),
        named(5, 6, "bob"),
        named(6, 8, "alice"),
        named(7, 5, "éva"),
      ),
    });
    assert.deepEqual(
      rowsOfServer(server, loaded(list)),
      [8, 6, 7, 5, 9, null].map((ownerId) => ownedBy("controller", ownerId)),
    );
    assert.deepEqual(rowsOfOwner(ownedBy("controller", 8), loaded(list)), [
      tokenRow("controller", 4),
      tokenRow("controller", 6),
    ]);
  });

  it("do not take a token for one's own for the number that one has in the other table", () => {
    const state = loaded(platformList([atGateway(4, ofController.id), inController(5, ofGateway.id)]));
    assert.deepEqual(rowsOfGroup(group("gateway", "table"), state), [group("gateway", "others")]);
    assert.deepEqual(rowsOfGroup(group("controller", "table"), state), [ownedBy("controller", ofGateway.id)]);
  });

  it("have a group for a table without tokens, too, and a status when no table has any", () => {
    const tables = [group("gateway", "table"), group("controller", "table")];
    assert.deepEqual(rowsOfServer(server, loaded(platformList([atGateway(4)]))), tables);
    assert.deepEqual(rowsOfGroup(group("controller", "table"), loaded(platformList([atGateway(4)]))), []);
    assert.deepEqual(rowsOfServer(server, loaded(platformList([]))), [status, ...tables]);
  });

  it("say of one table that it could not be read, before what was listed of it before", () => {
    const unread = new Map([["controller", failure] as const]);
    const state = loaded(platformList([atGateway(4), inController(4), inController(5, 9)], { unread }));
    assert.deepEqual(rowsOfServer(server, state), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(rowsOfGroup(group("gateway", "table"), state), [tokenRow("gateway", 4)]);
    assert.deepEqual(rowsOfGroup(group("controller", "table"), state), [
      statusOf("controller"),
      tokenRow("controller", 4),
      ownedBy("controller", 9),
    ]);
  });

  it("say so too when nothing was listed of it, and not that there are no tokens", () => {
    const users = new Map<TokenSource, Me>([["controller", ofController]]);
    const unread = new Map([["gateway", failure] as const]);
    const state = loaded(platformList([], { users, unread }));
    assert.equal(hasStatus(state), false);
    assert.deepEqual(rowsOfServer(server, state), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(rowsOfGroup(group("gateway", "table"), state), [statusOf("gateway")]);
    assert.deepEqual(rowsOfGroup(group("controller", "table"), state), []);
  });

  it("are a group for each table while nothing is known of the second", () => {
    const users = new Map<TokenSource, Me>([["gateway", ofGateway]]);
    const list = platformList([atGateway(4)], { users, isComplete: false });
    const state: TokensState = { kind: "loading", list };
    assert.deepEqual(rowsOfServer(server, state), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(rowsOfGroup(group("controller", "table"), state), []);
  });
});

describe("the rows below a group or an owner", () => {
  it("are none where there is no list", () => {
    for (const state of [
      { kind: "idle" },
      { kind: "loading", list: undefined },
      { kind: "signedOut", reason: "unusable" },
      { kind: "failed", error: failure, list: undefined },
    ] as const) {
      for (const of of ["table", "others"] as const) {
        assert.deepEqual(rowsOfGroup(group("gateway", of), state), []);
        assert.deepEqual(parentOfGroup(group("gateway", of), state), server);
      }
      assert.deepEqual(rowsOfOwner(ownedBy("gateway", 9), state), []);
      assert.deepEqual(parentOfOwner(ownedBy("gateway", 9), state), server);
    }
  });

  it("are none where the owner has no tokens any more", () => {
    assert.deepEqual(rowsOfOwner(ownedBy("gateway", 9), loaded(gatewayList(atGateway(1)))), []);
  });

  it("are the last list's where a read failed", () => {
    const list = platformList([atGateway(4), inController(4)]);
    const state: TokensState = { kind: "failed", error: failure, list };
    assert.deepEqual(rowsOfServer(server, state), [status, group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(rowsOfGroup(group("gateway", "table"), state), [tokenRow("gateway", 4)]);
  });
});

describe("the row that a token is below", () => {
  for (const [title, list, token, parent] of [
    ["at a controller is the server, when it is one's own", aList(), inController(4), server],
    ["at a controller is its owner otherwise", aList(), inController(4, 9), ownedBy("controller", 9)],
    ["is nobody, when it has no owner", aList(), inController(4, null), ownedBy("controller", null)],
    ["at a platform is the server, when it is one's own", gatewayList(), atGateway(4), server],
    ["at a platform is its owner otherwise", gatewayList(), atGateway(4, 9), ownedBy("gateway", 9)],
    ["is its table's group where there are two", platformList([]), inController(4), group("controller", "table")],
    ["is its owner in that table otherwise", platformList([]), inController(4, 9), ownedBy("controller", 9)],
  ] as const) {
    it(title, () => {
      const state = loaded({ ...list, tokens: mapOf(token) });
      assert.deepEqual(parentOfToken(tokenRow(token.source, token.id), token, state), parent);
    });
  }

  it("is the server when the token is not known, or no list", () => {
    assert.deepEqual(parentOfToken(tokenRow("gateway", 4), undefined, loaded(platformList([]))), server);
    assert.deepEqual(parentOfToken(tokenRow("gateway", 4), atGateway(4), { kind: "idle" }), server);
  });

  it("has the others' group below the table's where there are two, or else below the server", () => {
    assert.deepEqual(parentOfGroup(group("gateway", "others"), loaded(platformList([]))), group("gateway", "table"));
    assert.deepEqual(parentOfGroup(group("gateway", "others"), loaded(gatewayList())), server);
    assert.deepEqual(parentOfGroup(group("gateway", "table"), loaded(platformList([]))), server);
  });
});

describe("the row that an owner is below", () => {
  for (const [title, list, row, parent] of [
    ["at a controller is the server", aList(), ownedBy("controller", 9), server],
    ["at a platform is the others' group", gatewayList(), ownedBy("gateway", 9), group("gateway", "others")],
    [
      "is the others' group where there are two tables",
      platformList([]),
      ownedBy("gateway", 9),
      group("gateway", "others"),
    ],
    ["is the controller's group there", platformList([]), ownedBy("controller", 9), group("controller", "table")],
  ] as const) {
    it(title, () => {
      assert.deepEqual(parentOfOwner(row, loaded(list)), parent);
    });
  }
});

describe("the rows of any list", () => {
  const source = fc.constantFrom<TokenSource>("gateway", "controller");
  const token = fc
    .record({
      source,
      id: fc.integer({ min: 1, max: 9 }),
      ownerId: fc.option(fc.integer({ min: 1, max: 3 })),
      ownerName: fc.option(fc.constantFrom("alice", "bob", ""), { nil: undefined }),
    })
    .map(aToken);
  /** Which tables there are, and what became of each. */
  const tables = fc
    .record({
      gateway: fc.constantFrom("read", "unread", "none"),
      controller: fc.constantFrom("read", "unread", "none"),
    })
    .filter((all) => all.gateway !== "none" || all.controller !== "none");
  const list = fc
    .record({ tables, tokens: fc.array(token), family: fc.constantFrom("controller", "gateway") })
    .map(({ tables: outcomes, tokens, family }): TokenList => {
      const sources = (["gateway", "controller"] as const).filter((each) => outcomes[each] !== "none");
      const users = { gateway: ofGateway, controller: ofController };
      return aList({
        family,
        sources,
        users: new Map(sources.filter((each) => outcomes[each] === "read").map((each) => [each, users[each]])),
        unread: new Map(sources.filter((each) => outcomes[each] === "unread").map((each) => [each, failure])),
        tokens: mapOf(...tokens.filter((each) => sources.includes(each.source))),
      });
    });
  const state = fc.oneof(
    list.map(loaded),
    list.map((each): TokensState => ({ kind: "loading", list: each })),
    list.map((each): TokensState => ({ kind: "failed", error: failure, list: each })),
  );

  function listIn(each: TokensState): TokenList {
    assert.ok("list" in each && each.list);
    return each.list;
  }

  it("are below the row that lists them", () => {
    fc.assert(
      fc.property(state, (each) => {
        for (const [row, listedBy] of descendants(each)) {
          assert.deepEqual(parentOf(row, each), listedBy);
        }
      }),
    );
  });

  it("are all different, and among them each token once", () => {
    fc.assert(
      fc.property(state, (each) => {
        const rows = descendants(each).map(([row]) => row);
        assert.equal(new Set(rows.map(idOf)).size, rows.length);
        const shown = rows.filter((row) => row.kind === "token").map((row) => keyOf(refOf(row)));
        assert.deepEqual(shown.sort(), [...listIn(each).tokens.keys()].sort());
      }),
    );
  });

  it("say once of each table that could not be read that it could not", () => {
    fc.assert(
      fc.property(state, (each) => {
        const said = descendants(each).flatMap(([row]) => (row.kind === "status" && row.source ? [row.source] : []));
        assert.deepEqual(said.sort(), [...listIn(each).unread.keys()].sort());
      }),
    );
  });

  it("keep the order of the list among one's own, which come first, and among each owner's", () => {
    fc.assert(
      fc.property(state, (each) => {
        const known = listIn(each);
        for (const source of known.sources) {
          const shown = descendants(each).flatMap(([row]) =>
            row.kind === "token" && row.source === source ? [row.tokenId] : [],
          );
          const tokens = [...known.tokens.values()].filter((one) => one.source === source);
          const owners = [null, 1, 2, 3].map((id) => tokens.filter((one) => !isOwn(known, one) && one.ownerId === id));
          const own = tokens.filter((one) => isOwn(known, one));
          assert.deepEqual(
            shown.slice(0, own.length),
            own.map(({ id }) => id),
          );
          for (const theirs of owners) {
            const ids = theirs.map(({ id }) => id);
            assert.deepEqual(
              shown.slice(own.length).filter((id) => ids.includes(id)),
              ids,
            );
          }
        }
      }),
    );
  });

  it("have others' tokens below their owner, and none without tokens", () => {
    fc.assert(
      fc.property(state, (each) => {
        for (const [row, listedBy] of descendants(each)) {
          if (row.kind === "owner") assert.ok(rowsOfOwner(row, each).length > 0);
          if (row.kind !== "token") continue;
          const known = listIn(each);
          const one = known.tokens.get(keyOf(refOf(row)));
          assert.ok(one);
          assert.equal(listedBy.kind === "owner" ? listedBy.ownerId : "own", isOwn(known, one) ? "own" : one.ownerId);
        }
      }),
    );
  });
});
