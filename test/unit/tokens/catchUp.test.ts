import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import type { AccessToken } from "../../../src/awx/schemas";
import { catchUp } from "../../../src/tokens/catchUp";
import { readTokens } from "../../../src/tokens/readTokens";
import type { TableTokens } from "../../../src/tokens/tokenTables";
import { startFakeAwx, type FakeAwx } from "../../fakeAwx/server";
import { clientOf, readerWith } from "../support/fakeAwx";
import { platformClient } from "../support/families";

const never = new AbortController().signal;

async function tableOf(client: ReturnType<typeof clientOf>): Promise<TableTokens> {
  const tokens = new Map<number, AccessToken>();
  for await (const page of client.tokenPages()) for (const token of page) tokens.set(token.id, token);
  return tokens;
}

function idsOf(tokens: TableTokens | undefined): number[] {
  return [...(tokens?.keys() ?? [])];
}

function idsAt(awx: FakeAwx): number[] {
  return awx.tokens().map(({ id }) => id);
}

async function withAwx(
  options: Parameters<typeof startFakeAwx>[0],
  act: (awx: FakeAwx) => Promise<void>,
): Promise<void> {
  const awx = await startFakeAwx(options);
  try {
    await act(awx);
  } finally {
    await awx.stop();
  }
}

describe("catchUp", () => {
  for (const extraTokens of [0, 92, 1992]) {
    it(`asks twice when nothing changed among ${String(extraTokens + 8)} tokens`, async () => {
      await withAwx({ extraTokens }, async (awx) => {
        const client = clientOf(awx);
        const known = await tableOf(client);
        awx.clearRequests();
        assert.equal(await catchUp(client, known, never), known);
        const [changed, count, ...more] = awx.requests.map(({ path }) => path);
        assert.match(
          changed ?? "",
          /^\/api\/v2\/tokens\/\?order_by=id&page_size=200&modified__gte=\d{4}-\d\d-\d\dT[\d:.]+Z$/,
        );
        const newest = String(idsAt(awx).at(-1));
        assert.equal(count, `/api/v2/tokens/?order_by=-id&page_size=1&id__lt=${String(Number(newest) + 1)}`);
        assert.deepEqual(more, []);
      });
    });
  }

  it("has what others made and edited, in the order of the ids, for the same two", async () => {
    await withAwx({ extraTokens: 500 }, async (awx) => {
      const client = clientOf(awx);
      const known = await tableOf(client);
      awx.updateToken(3, { description: "edited elsewhere" });
      const made = awx.createToken({ userId: 2, description: "made elsewhere" });
      awx.clearRequests();
      const tokens = await catchUp(client, known, never);
      assert.equal(awx.requests.length, 2);
      assert.deepEqual(idsOf(tokens), idsAt(awx));
      assert.equal(tokens?.get(3)?.description, "edited elsewhere");
      assert.equal(tokens.get(made)?.description, "made elsewhere");
      assert.equal(known.get(3)?.description, "admin app token");
    });
  });

  it("finds the few that are gone among thousands by counting", async () => {
    await withAwx({ extraTokens: 9992 }, async (awx) => {
      const client = clientOf(awx);
      const known = await tableOf(client);
      for (const id of [17, 9_990]) awx.deleteToken(id);
      awx.clearRequests();
      assert.deepEqual(idsOf(await catchUp(client, known, never)), idsAt(awx));
      assert.ok(awx.requests.length < 20, String(awx.requests.length));
    });
  });

  it("finds one that is gone although another was made, so that there are as many", async () => {
    await withAwx({ extraTokens: 300 }, async (awx) => {
      const client = clientOf(awx);
      const known = await tableOf(client);
      awx.deleteToken(2);
      awx.createToken({ userId: 1 });
      assert.deepEqual(idsOf(await catchUp(client, known, never)), idsAt(awx));
    });
  });

  it("has all read again when so many are gone that counting costs more", async () => {
    await withAwx({ extraTokens: 1992 }, async (awx) => {
      const client = clientOf(awx);
      const known = await tableOf(client);
      for (let id = 100; id < 160; id++) awx.deleteToken(id);
      awx.clearRequests();
      assert.equal(await catchUp(client, known, never), undefined);
      assert.equal(awx.requests.length, 2);
    });
  });

  it("has all read again where there was nothing, and where there is more than it knows of", async () => {
    await withAwx({}, async (awx) => {
      const client = clientOf(awx);
      const known = await tableOf(client);
      const part = new Map([...known].filter(([id]) => id !== 3));
      assert.equal(await catchUp(client, new Map(), never), undefined);
      // As if it had been written late: it is older than what is asked for.
      const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
      const old = new Map([...part].map(([id, token]) => [id, { ...token, modified: inAnHour }]));
      assert.equal(await catchUp(client, old, never), undefined);
    });
  });

  it("has all read again, and asks nothing, where a stamp of the future hides what is new", async () => {
    await withAwx({}, async (awx) => {
      const client = clientOf(awx);
      const known = [...(await tableOf(client))];
      awx.clearRequests();
      const odd = new Map(known.map(([id, token]) => [id, { ...token, modified: "3026-11-24T11:00:00.000001Z" }]));
      assert.equal(await catchUp(client, odd, never), undefined);
      assert.deepEqual(awx.requests, []);
    });
  });

  it("asks a gateway for what was used, too", async () => {
    await withAwx({ family: "gateway", extraTokens: 300 }, async (awx) => {
      const client = platformClient(awx, "gateway");
      await client.me();
      const known = await tableOf(client);
      awx.clearRequests();
      const tokens = await catchUp(client, known, never);
      assert.match(awx.requests[0]?.path ?? "", /&or__modified__gte=[^&]+Z&or__last_used__gte=[^&]+Z$/);
      assert.equal(awx.requests.length, 2);
      assert.deepEqual(idsOf(tokens), idsAt(awx));
      // Each request is a use, of which the list of before knows nothing.
      const [used] = awx
        .tokens()
        .filter(({ lastUsed }) => lastUsed !== null)
        .sort((a, b) => Number(b.lastUsed) - Number(a.lastUsed));
      assert.ok(used);
      const [before, after] = [known.get(used.id)?.lastUsed, tokens?.get(used.id)?.lastUsed];
      assert.ok(before && after && after >= before);
    });
  });

  it("ends in what there is, or says that it cannot tell, whatever was done meanwhile", async () => {
    await withAwx({ extraTokens: 700 }, async (awx) => {
      const client = clientOf(awx);
      const act = fc.oneof(
        fc.record({ kind: fc.constant("make" as const) }),
        fc.record({
          kind: fc.constantFrom("edit" as const, "revoke" as const),
          place: fc.integer({ min: 1, max: 600 }),
        }),
      );
      let told = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
          const known = await tableOf(client);
          for (const each of acts) {
            const id = each.kind === "make" ? 0 : (idsAt(awx)[each.place] ?? 0);
            if (each.kind === "make") awx.createToken({ userId: 1 });
            else if (each.kind === "edit") awx.updateToken(id, { description: `edited ${String(told)}` });
            else awx.deleteToken(id);
          }
          const tokens = await catchUp(client, known, never);
          if (!tokens) return;
          told++;
          assert.deepEqual([...tokens], [...(await tableOf(client))]);
        }),
        { numRuns: 25 },
      );
      assert.ok(told > 10, String(told));
    });
  });
});

describe("readTokens of a table that changes while it is read", () => {
  for (const [title, change] of [
    [
      "shrinks",
      (awx: FakeAwx) => {
        awx.deleteToken(idsAt(awx)[3] ?? 0);
      },
    ],
    [
      "grows",
      (awx: FakeAwx) => {
        awx.createToken({ userId: 3, description: "new" });
      },
    ],
    [
      "has as many tokens all the time, but not the same",
      (awx: FakeAwx) => {
        awx.deleteToken(idsAt(awx)[150] ?? 0);
        awx.createToken({ userId: 3, description: "new" });
      },
    ],
    [
      "is edited",
      (awx: FakeAwx) => {
        awx.updateToken(idsAt(awx)[5] ?? 0, { description: "edited" });
        awx.deleteToken(idsAt(awx)[4] ?? 0);
      },
    ],
  ] as const) {
    it(`and ${title} gives all there are in the end, and each once`, async () => {
      await withAwx({ extraTokens: 1792 }, async (awx) => {
        let changes = 0;
        const list = await readTokens(readerWith(clientOf(awx)), {
          former: undefined,
          signal: never,
          onPage: () => {
            if (changes++ < 9) change(awx);
          },
        });
        assert.ok(changes >= 9);
        const found = list.tokens.all();
        assert.deepEqual(
          found.map(({ id }) => id),
          idsAt(awx),
        );
        assert.deepEqual(
          found.map(({ description }) => description),
          awx.tokens().map(({ description }) => description),
        );
      });
    });
  }

  it("reads it again where more is gone than can be told", async () => {
    await withAwx({ extraTokens: 1792 }, async (awx) => {
      let isChanged = false;
      const list = await readTokens(readerWith(clientOf(awx)), {
        former: undefined,
        signal: never,
        onPage: ({ tokens }) => {
          if (isChanged || tokens.size < 1600) return;
          isChanged = true;
          for (let id = 10; id < 110; id++) awx.deleteToken(id);
        },
      });
      await setImmediate();
      assert.deepEqual(
        list.tokens.all().map(({ id }) => id),
        idsAt(awx),
      );
    });
  });

  it("costs one question more than its pages when nothing changed, and none when it fits on one", async () => {
    for (const [extraTokens, requests] of [
      [192, 2],
      [193, 4],
      [1992, 12],
    ] as const) {
      await withAwx({ extraTokens }, async (awx) => {
        await readTokens(readerWith(clientOf(awx)), { former: undefined, signal: never, onPage: () => undefined });
        assert.equal(awx.requests.length, requests);
      });
    }
  });
});
