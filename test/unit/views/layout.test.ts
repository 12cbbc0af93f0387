import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOf, type TokenSource } from "../../../src/awx/api";
import { AwxError } from "../../../src/awx/errors";
import type { AccessToken, Me } from "../../../src/awx/schemas";
import { ArrangedList } from "../../../src/tokens/arrangedList";
import { groupings, sortKeys, usualArrangement, type Arrangement } from "../../../src/tokens/arrangement";
import { isOwn, type TokenList } from "../../../src/tokens/tokenList";
import type { TokensState } from "../../../src/tokens/tokenStore";
import { hasStatus } from "../../../src/views/hasStatus";
import { Layout } from "../../../src/views/layout";
import {
  idOf,
  refOf,
  type BranchRow,
  type GroupRow,
  type Row,
  type SectionRow,
  type ServerRow,
  type TokenRow,
} from "../../../src/views/rows";
import { aList, tablesOf } from "../support/aList";
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

function ownedBy(source: TokenSource, ownerId: number | null): BranchRow {
  return { kind: "branch", serverName, source, key: String(ownerId ?? "") };
}

/** The layout of a state, by default as it is before anybody chooses another. */
function layoutOf(state: TokensState, arrangement: Partial<Arrangement> = {}, of = serverName): Layout {
  const list = "list" in state ? state.list : undefined;
  const now = new Date("2026-01-02T03:04:05.678Z");
  const shown = list && new ArrangedList(list, { ...usualArrangement, now, soonDays: 14, ...arrangement });
  return new Layout(of, state, shown);
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
    tokens: tablesOf(...tokens),
  });
}

/** What a platform with both tables lists. */
function platformList(tokens: readonly AccessToken[], values: Partial<TokenList> = {}): TokenList {
  const users = new Map<TokenSource, Me>([
    ["gateway", ofGateway],
    ["controller", ofController],
  ]);
  return aList({
    family: "gateway",
    sources: ["gateway", "controller"],
    users,
    tokens: tablesOf(...tokens),
    ...values,
  });
}

/** All rows below a server, each with the row that listed it. */
function descendants(layout: Layout): (readonly [row: Row, listedBy: Row])[] {
  const all = (parent: Row): (readonly [Row, Row])[] =>
    layout.below(parent).flatMap((row) => [[row, parent] as const, ...all(row)]);
  return all(server);
}

describe("the rows below a server", () => {
  const tokens = tablesOf(inController(1, 2), inController(4), inController(5, null), inController(6));
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
      assert.deepEqual(layoutOf(state).below(server), expected);
      assert.equal(
        hasStatus(state),
        expected.some(({ kind }) => kind === "status"),
      );
    });
  }

  it("are of that server", () => {
    for (const row of layoutOf(loaded(controllerList), {}, "test").below({ kind: "server", serverName: "test" })) {
      assert.equal((row.kind === "token" || row.kind === "branch") && row.serverName, "test");
    }
  });

  it("with a platform's tokens alone are one's own, and then who owns the others, in a group", () => {
    const state = loaded(gatewayList(atGateway(1, 9), atGateway(2), atGateway(3, null), atGateway(4)));
    assert.deepEqual(layoutOf(state).below(server), [
      tokenRow("gateway", 2),
      tokenRow("gateway", 4),
      group("gateway", "others"),
    ]);
    assert.deepEqual(layoutOf(state).below(group("gateway", "others")), [
      ownedBy("gateway", 9),
      ownedBy("gateway", null),
    ]);
    assert.deepEqual(layoutOf(state).below(ownedBy("gateway", 9)), [tokenRow("gateway", 1)]);
    assert.deepEqual(layoutOf(state).below(ownedBy("gateway", null)), [tokenRow("gateway", 3)]);
  });

  it("have no group where a platform lists nobody else's tokens, and the group alone where it lists no own", () => {
    assert.deepEqual(layoutOf(loaded(gatewayList(atGateway(2)))).below(server), [tokenRow("gateway", 2)]);
    assert.deepEqual(layoutOf(loaded(gatewayList(atGateway(2, 9)))).below(server), [group("gateway", "others")]);
    assert.deepEqual(layoutOf(loaded(gatewayList())).below(server), [status]);
  });

  it("with both tables are a group for each, in which the platform's others stand in a group of their own", () => {
    const state = loaded(platformList([atGateway(4), atGateway(5, 9), inController(4), inController(5, 9)]));
    assert.deepEqual(layoutOf(state).below(server), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(layoutOf(state).below(group("gateway", "table")), [
      tokenRow("gateway", 4),
      group("gateway", "others"),
    ]);
    assert.deepEqual(layoutOf(state).below(group("gateway", "others")), [ownedBy("gateway", 9)]);
    assert.deepEqual(layoutOf(state).below(group("controller", "table")), [
      tokenRow("controller", 4),
      ownedBy("controller", 9),
    ]);
    for (const source of ["gateway", "controller"] as const) {
      assert.deepEqual(layoutOf(state).below(ownedBy(source, 9)), [tokenRow(source, 5)]);
    }
  });

  it("tell owners apart by their numbers, and have them by name, nobody last", () => {
    const named = (id: number, ownerId: number | null, ownerName?: string): AccessToken =>
      aToken({ id, ownerId, ownerName });
    const list = aList({
      tokens: tablesOf(
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
      layoutOf(loaded(list)).below(server),
      [8, 6, 7, 5, 9, null].map((ownerId) => ownedBy("controller", ownerId)),
    );
    assert.deepEqual(layoutOf(loaded(list)).below(ownedBy("controller", 8)), [
      tokenRow("controller", 4),
      tokenRow("controller", 6),
    ]);
  });

  it("do not take a token for one's own for the number that one has in the other table", () => {
    const state = loaded(platformList([atGateway(4, ofController.id), inController(5, ofGateway.id)]));
    assert.deepEqual(layoutOf(state).below(group("gateway", "table")), [group("gateway", "others")]);
    assert.deepEqual(layoutOf(state).below(group("controller", "table")), [ownedBy("controller", ofGateway.id)]);
  });

  it("have a group for a table without tokens, too, and a status when no table has any", () => {
    const tables = [group("gateway", "table"), group("controller", "table")];
    assert.deepEqual(layoutOf(loaded(platformList([atGateway(4)]))).below(server), tables);
    assert.deepEqual(layoutOf(loaded(platformList([atGateway(4)]))).below(group("controller", "table")), []);
    assert.deepEqual(layoutOf(loaded(platformList([]))).below(server), [status, ...tables]);
  });

  it("say of one table that it could not be read, before what was listed of it before", () => {
    const unread = new Map([["controller", failure] as const]);
    const state = loaded(platformList([atGateway(4), inController(4), inController(5, 9)], { unread }));
    assert.deepEqual(layoutOf(state).below(server), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(layoutOf(state).below(group("gateway", "table")), [tokenRow("gateway", 4)]);
    assert.deepEqual(layoutOf(state).below(group("controller", "table")), [
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
    assert.deepEqual(layoutOf(state).below(server), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(layoutOf(state).below(group("gateway", "table")), [statusOf("gateway")]);
    assert.deepEqual(layoutOf(state).below(group("controller", "table")), []);
  });

  it("are a group for each table while nothing is known of the second", () => {
    const users = new Map<TokenSource, Me>([["gateway", ofGateway]]);
    const list = platformList([atGateway(4)], { users, isComplete: false });
    const state: TokensState = { kind: "loading", list };
    assert.deepEqual(layoutOf(state).below(server), [group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(layoutOf(state).below(group("controller", "table")), []);
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
        assert.deepEqual(layoutOf(state).below(group("gateway", of)), []);
        assert.deepEqual(layoutOf(state).above(group("gateway", of)), server);
      }
      assert.deepEqual(layoutOf(state).below(ownedBy("gateway", 9)), []);
      assert.deepEqual(layoutOf(state).above(ownedBy("gateway", 9)), server);
    }
  });

  it("are none where the owner has no tokens any more", () => {
    assert.deepEqual(layoutOf(loaded(gatewayList(atGateway(1)))).below(ownedBy("gateway", 9)), []);
  });

  it("are the last list's where a read failed", () => {
    const list = platformList([atGateway(4), inController(4)]);
    const state: TokensState = { kind: "failed", error: failure, list };
    assert.deepEqual(layoutOf(state).below(server), [status, group("gateway", "table"), group("controller", "table")]);
    assert.deepEqual(layoutOf(state).below(group("gateway", "table")), [tokenRow("gateway", 4)]);
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
      const state = loaded({ ...list, tokens: tablesOf(token) });
      assert.deepEqual(layoutOf(state).above(tokenRow(token.source, token.id)), parent);
    });
  }

  it("is the server when the token is not known, or no list", () => {
    assert.deepEqual(layoutOf(loaded(platformList([]))).above(tokenRow("gateway", 4)), server);
    assert.deepEqual(layoutOf({ kind: "idle" }).above(tokenRow("gateway", 4)), server);
  });

  it("has the others' group below the table's where there are two, or else below the server", () => {
    assert.deepEqual(layoutOf(loaded(platformList([]))).above(group("gateway", "others")), group("gateway", "table"));
    assert.deepEqual(layoutOf(loaded(gatewayList())).above(group("gateway", "others")), server);
    assert.deepEqual(layoutOf(loaded(platformList([]))).above(group("gateway", "table")), server);
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
      assert.deepEqual(layoutOf(loaded(list)).above(row), parent);
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
        tokens: tablesOf(...tokens.filter((each) => sources.includes(each.source)).sort((a, b) => a.id - b.id)),
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
        for (const [row, listedBy] of descendants(layoutOf(each))) {
          assert.deepEqual(layoutOf(each).above(row), listedBy);
        }
      }),
    );
  });

  it("are all different, and among them each token once", () => {
    fc.assert(
      fc.property(state, (each) => {
        const rows = descendants(layoutOf(each)).map(([row]) => row);
        assert.equal(new Set(rows.map(idOf)).size, rows.length);
        const shown = rows.filter((row) => row.kind === "token").map((row) => keyOf(refOf(row)));
        assert.deepEqual(shown.sort(), listIn(each).tokens.all().map(keyOf).sort());
      }),
    );
  });

  it("say once of each table that could not be read that it could not", () => {
    fc.assert(
      fc.property(state, (each) => {
        const said = descendants(layoutOf(each)).flatMap(([row]) =>
          row.kind === "status" && row.source ? [row.source] : [],
        );
        assert.deepEqual(said.sort(), [...listIn(each).unread.keys()].sort());
      }),
    );
  });

  it("keep the order of the list among one's own, which come first, and among each owner's", () => {
    fc.assert(
      fc.property(state, (each) => {
        const known = listIn(each);
        for (const source of known.sources) {
          const shown = descendants(layoutOf(each)).flatMap(([row]) =>
            row.kind === "token" && row.source === source ? [row.tokenId] : [],
          );
          const tokens = known.tokens.all().filter((one) => one.source === source);
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
        for (const [row, listedBy] of descendants(layoutOf(each))) {
          if (row.kind === "branch") assert.ok(layoutOf(each).below(row).length > 0);
          if (row.kind !== "token") continue;
          const known = listIn(each);
          const one = known.tokens.get(refOf(row));
          assert.ok(one);
          assert.equal(
            listedBy.kind === "branch" ? listedBy.key : "own",
            isOwn(known, one) ? "own" : String(one.ownerId ?? ""),
          );
        }
      }),
    );
  });
});

describe("the rows of a long list, or of one that is arranged", () => {
  const own = (count: number): readonly AccessToken[] =>
    Array.from({ length: count }, (_, index) => inController(index + 1, index % 10 === 0 ? 9 : ofController.id));

  function section(branch: string | undefined, place: number): SectionRow {
    return { kind: "section", serverName, source: "controller", branch, place };
  }

  it("are tokens up to three hundred, and then sections of two hundred", () => {
    const tokens = Array.from({ length: 500 }, (_, index) => inController(index + 1));
    const few = layoutOf(loaded(aList({ tokens: tablesOf(...tokens.slice(0, 300)) }))).below(server);
    assert.deepEqual([few.length, few[0]], [300, tokenRow("controller", 1)]);
    const layout = layoutOf(loaded(aList({ tokens: tablesOf(...tokens) })));
    assert.deepEqual(layout.below(server), [section(undefined, 0), section(undefined, 1), section(undefined, 2)]);
    assert.deepEqual(
      [0, 1, 2, 3].map((place) => layout.below(section(undefined, place)).map((row) => row.kind).length),
      [200, 200, 100, 0],
    );
    assert.deepEqual(layout.below(section(undefined, 2)).at(-1), tokenRow("controller", 500));
    assert.deepEqual(layout.above(tokenRow("controller", 401)), section(undefined, 2));
  });

  it("are sections in a branch in the same way", () => {
    const tokens = Array.from({ length: 301 }, (_, index) => inController(index + 1, 9));
    const layout = layoutOf(loaded(aList({ tokens: tablesOf(...tokens) })));
    assert.deepEqual(layout.below(ownedBy("controller", 9)), [section("9", 0), section("9", 1)]);
    assert.deepEqual(layout.above(tokenRow("controller", 201)), section("9", 1));
    assert.deepEqual(layout.above(section("9", 1)), ownedBy("controller", 9));
  });

  it("begin with what is filtered, where something is", () => {
    const list = aList({ tokens: tablesOf(inController(1), aToken({ id: 2, scope: "write" })) });
    const layout = layoutOf(loaded(list), { filter: "scope:write" });
    assert.deepEqual(layout.below(server), [{ kind: "filter", serverName }, tokenRow("controller", 2)]);
    assert.deepEqual(layout.above({ kind: "filter", serverName }), server);
    assert.deepEqual(layoutOf(loaded(list), { filter: "nothing like it" }).below(server), [
      { kind: "filter", serverName },
    ]);
    assert.deepEqual(layoutOf(loaded(list), { filter: "  " }).below(server), layoutOf(loaded(list)).below(server));
  });

  it("stand together by what the person groups by, or all in a row", () => {
    const list = aList({
      tokens: tablesOf(
        inController(1),
        aToken({ id: 2, scope: "write", ownerId: 9 }),
        aToken({ id: 3, scope: "write read" }),
      ),
    });
    const byScope = layoutOf(loaded(list), { grouping: "scope" });
    assert.deepEqual(
      byScope.below(server).map((row) => byScope.below(row).map((each) => each.kind === "token" && each.tokenId)),
      [[3], [2], [1]],
    );
    const flat = layoutOf(loaded(list), { grouping: "none" });
    assert.deepEqual(
      flat.below(server),
      [1, 2, 3].map((id) => tokenRow("controller", id)),
    );
  });

  it("of a platform that are grouped have no group of others' tokens", () => {
    const list = gatewayList(atGateway(1, 9), atGateway(2));
    const layout = layoutOf(loaded(list), { grouping: "scope" });
    const [branch, ...more] = layout.below(server);
    assert.deepEqual([branch?.kind, more], ["branch", []]);
    assert.deepEqual(branch && layout.above(branch), server);
  });

  it("are below the row that lists them, however they are arranged, each token that is asked for once", () => {
    const arrangement = fc.record({
      grouping: fc.constantFrom(...groupings),
      sort: fc.record({ by: fc.constantFrom(...sortKeys), isDescending: fc.boolean() }),
      filter: fc.constantFrom("", "id:7", "owner:me", "-owner:me", "nothing like it"),
    });
    fc.assert(
      fc.property(arrangement, fc.constantFrom(0, 5, 700), (each, count) => {
        const list = aList({ tokens: tablesOf(...own(count)) });
        const layout = layoutOf(loaded(list), each);
        const rows = descendants(layout);
        for (const [row, listedBy] of rows) assert.deepEqual(layout.above(row), listedBy);
        assert.equal(new Set(rows.map(([row]) => idOf(row))).size, rows.length);
        for (const [row] of rows) assert.ok(layout.below(row).length <= 300);
        const shown = rows.flatMap(([row]) => (row.kind === "token" ? [row.tokenId] : []));
        const expected = new ArrangedList(list, { ...usualArrangement, ...each, now: new Date(), soonDays: 14 }).tokens;
        assert.deepEqual(
          shown.sort((a, b) => a - b),
          expected.map(({ id }) => id),
        );
      }),
      { numRuns: 60 },
    );
  });
});
