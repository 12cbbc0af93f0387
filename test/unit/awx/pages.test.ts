import assert from "node:assert/strict";
import fc from "fast-check";
import { AwxClient } from "../../../src/awx/awxClient";
import { AwxError } from "../../../src/awx/errors";
import type { Transport } from "../../../src/awx/transport";
import { tokenJson } from "../../support/answers";

const origin = "https://awx.example.com";
const tokensPath = "/api/v2/tokens/";

/** A page of a list: the ids of its tokens, and what it says that comes next. */
interface Page {
  readonly ids: readonly number[];
  readonly next: string | null;
  /** How many tokens there are, as it says; none by default. */
  readonly count?: number;
}

/** A next page as servers name it, rightly and wrongly: of this server, at another one, or none at all. */
const next = fc.oneof(
  fc.constant(null),
  fc.nat(8).map((page) => `${origin}${tokensPath}?page=${String(page)}`),
  fc.nat(8).map((page) => `${tokensPath}?page=${String(page)}`),
  fc.nat(8).map((page) => `?page=${String(page)}`),
  fc.nat(8).map((page) => `${origin}:443${tokensPath}?page=${String(page)}#x`),
  fc.constantFrom(
    "",
    "#",
    "?page=1&page=2",
    "//evil.example/api/v2/tokens/?page=1",
    "\\\\evil.example\\?page=1",
    "/\\evil.example/?page=1",
    "//awx.example.com//evil.example/?page=1",
    "http://awx.example.com/api/v2/tokens/?page=1",
    "https://awx.example.com:8443/?page=1",
    "https://awx.example.com@evil.example/?page=1",
    "https://user:password@awx.example.com/?page=1",
    "https://awx.example.com.evil.example/?page=1",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
    "\0",
  ),
  fc.webUrl({ withQueryParameters: true }),
  fc.string({ unit: "binary" }),
);
const page: fc.Arbitrary<Page> = fc.record({ ids: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }), next });

describe("the pages of a list", () => {
  it("end, are asked for once each at the server alone, and are all there is to see, whatever is said to come next", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 9 }), async (pages) => {
        const asked: string[] = [];
        const served: number[] = [];
        const seen: number[] = [];
        const end = await readPages((path) => {
          asked.push(path);
          const url = new URL(origin + path);
          assert.equal(url.origin, origin, path);
          assert.equal(url.username + url.password, "");
          const found = pages[asked.length === 1 ? 0 : Number(url.searchParams.get("page")) % pages.length];
          assert.ok(found);
          served.push(...found.ids);
          return found;
        }, seen);
        assert.deepEqual(seen, served);
        assert.equal(new Set(asked).size, asked.length);
        assert.ok(end === undefined || ["badNextPage", "unexpectedAnswer"].includes(end.problem.kind), String(end));
      }),
      { numRuns: 500 },
    );
  });

  it("end although there is always another one", async () => {
    let count = 0;
    const end = await readPages(() => ({ ids: [], next: `${tokensPath}?page=${String(++count)}` }), []);
    assert.deepEqual(end?.problem, { kind: "badNextPage", reason: "loop" });
    assert.equal(count, 1000);
  });

  it("end although the list becomes shorter with every second one", async () => {
    let asked = 0;
    const end = await readPages(() => {
      asked++;
      assert.ok(asked < 1010, "it does not end");
      return { ids: [asked], next: `${tokensPath}?page=${String(asked)}`, count: asked % 2 };
    }, []);
    assert.deepEqual(end?.problem, { kind: "badNextPage", reason: "loop" });
  });
});

/** Reads a list to its end, and gives what it failed with if it did. */
async function readPages(answer: (path: string) => Page, seen: number[]): Promise<AwxError | undefined> {
  const transport: Pick<Transport, "request"> = {
    request: (method, path) => {
      assert.equal(method, "GET");
      const { ids, next: following, count = 0 } = answer(path);
      return Promise.resolve({ count, next: following, results: ids.map((id) => tokenJson(id)) });
    },
  };
  const client = new AwxClient(transport as Transport, origin, { source: "controller", root: "/api/v2/" });
  try {
    for await (const tokens of client.tokenPages()) seen.push(...tokens.map(({ id }) => id));
    return undefined;
  } catch (error) {
    assert.ok(error instanceof AwxError, String(error));
    return error;
  }
}
