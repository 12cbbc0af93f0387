import assert from "node:assert/strict";
import { readTokens, type Reader } from "../../../src/tokens/readTokens";
import { isOffered, type TokenList } from "../../../src/tokens/tokenList";
import type { Family } from "../../fakeAwx/families";
import { canaryPassword } from "../../support/canaries";
import { clientOf, readerWith, useFakeAwx } from "../support/fakeAwx";
import { platformReader, requestsTo } from "../support/families";

/** What each caller is, and who. */
const callers = {
  superuser: "admin",
  "system auditor": "bob",
  "organization's administrator": "carol",
  "owner of some": "alice",
  "organization's auditor": "dave",
} as const;

type Caller = keyof typeof callers;
type TokenFamily = Exclude<Family, "none">;

/** The tokens of the seed, and these. */
const added = { ofOtherApplication: 9, carol: 10, dave: 11 } as const;

const signsIn: Readonly<Record<Caller, number>> = {
  superuser: 1,
  "system auditor": 6,
  "organization's administrator": added.carol,
  "owner of some": 4,
  "organization's auditor": added.dave,
};

/** What a controller lists to each caller, what of it they may change, and the tokens that it is asked about. */
const atController: Readonly<Record<Caller, Rights>> = {
  superuser: { listed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], changeable: "all", asked: [] },
  "system auditor": { listed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], changeable: [6], asked: [3, 9] },
  "organization's administrator": { listed: [3, 5, 9, 10], changeable: "all", asked: [3, 9] },
  "owner of some": { listed: [4, 5], changeable: "all", asked: [] },
  "organization's auditor": { listed: [3, 5, 9, 11], changeable: [11], asked: [3, 9] },
};

/** The same at a gateway, which lists everyone's to everyone. */
const atGateway: Readonly<Record<Caller, Rights>> = {
  superuser: { changeable: "all", asked: [] },
  "system auditor": { changeable: [6], asked: [1, 3, 9] },
  "organization's administrator": { changeable: [3, 5, 9, 10], asked: [1, 3, 9] },
  "owner of some": { changeable: [4, 5], asked: [1, 3, 9] },
  "organization's auditor": { changeable: [11], asked: [1, 3, 9] },
};

interface Rights {
  readonly listed?: readonly number[];
  readonly changeable: readonly number[] | "all";
  readonly asked: readonly number[];
}

const tablesOf = {
  controller: [{ source: "controller", root: "/api/v2/", rights: atController }],
  gateway: [{ source: "gateway", root: "/api/gateway/v1/", rights: atGateway }],
  both: [
    { source: "gateway", root: "/api/gateway/v1/", rights: atGateway },
    { source: "controller", root: "/api/controller/v2/", rights: atController },
  ],
} as const satisfies Record<TokenFamily, unknown>;

for (const family of ["controller", "gateway", "both"] as const) {
  describe(`the rights to a ${family === "both" ? "platform's and its controller's" : `${family}'s`} tokens`, () => {
    const awx = useFakeAwx({
      family,
      extraUsers: [{ username: "dave", password: canaryPassword }],
      organizationAuditors: ["dave"],
    });
    const tables = tablesOf[family];

    beforeEach(() => {
      for (const { source } of tables) {
        const held = source === "controller" ? awx().controller : awx();
        const idOf = (place: number): number => place + (source === "gateway" ? 1 : 0);
        held.createToken({ userId: idOf(1), applicationId: 2 });
        held.createToken({ userId: idOf(4) });
        held.createToken({ userId: idOf(5) });
      }
    });

    function readerOf(caller: Caller): Reader {
      const tokenId = signsIn[caller];
      if (family === "controller") return readerWith(clientOf(awx(), tokenId));
      const reader = platformReader(awx(), tokenId);
      return { ...reader, clients: reader.clients.slice(0, tables.length) };
    }

    async function listOf(caller: Caller): Promise<TokenList> {
      return readTokens(readerOf(caller), {
        former: undefined,
        signal: new AbortController().signal,
        onPage: () => undefined,
      });
    }

    for (const caller of Object.keys(callers) as Caller[]) {
      it(`of ${callers[caller]}, ${withArticle(caller)}, are found out with no more questions than needed`, async () => {
        const list = await listOf(caller);
        for (const { source, rights } of tables) {
          const { listed, changeable } = rights[caller];
          const tokens = list.tokens.all().filter((token) => token.source === source);
          const ids = tokens.map(({ id }) => id);
          assert.deepEqual(ids, listed ?? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
          const offered = tokens.filter((token) => isOffered(list, token)).map(({ id }) => id);
          assert.deepEqual(offered, changeable === "all" ? ids : changeable);
        }
        assert.deepEqual(
          requestsTo(awx()).filter((request) => request.startsWith("OPTIONS")),
          tables.flatMap(({ root, rights }) =>
            rights[caller].asked.map((id) => `OPTIONS ${root}tokens/${String(id)}/`),
          ),
        );
      });

      it(`of ${callers[caller]}, ${withArticle(caller)}, are those that an edit is made by`, async () => {
        const list = await listOf(caller);
        for (const token of list.tokens.all()) {
          const client = readerOf(caller).clients.find(({ source }) => source === token.source);
          const isMade = await client?.updateToken(token.id, { description: "edited" }).then(
            () => true,
            () => false,
          );
          assert.equal(isOffered(list, token), isMade, `${token.source} ${String(token.id)}`);
        }
      });
    }
  });
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
