import assert from "node:assert/strict";
import { changeDescription, openList, refreshList, type Act } from "./acts";
import { onRequest, otherShape, rewriting, textAnswer, type FaultCase } from "./faults";
import { drawnBelow, showsWhatIsThere, stageForAll, type Stage } from "./stage";
import { cases } from "./survives";

/** JSON as it comes, to be changed. */
type Json = Record<string, unknown>;
type Page = Json & { next: string | null; count: number; results: (Json & { summary_fields: Json })[] };

/** Acts that nothing is to be told of, though what comes is odd. */
const quietly = (act: Act, shows: (stage: Stage) => Promise<void> = showsTheServer): Act => ({
  ...act,
  tells: () => ({ in: "nothing" }),
  shows,
});

const showsTheServer = (stage: Stage): Promise<void> => showsWhatIsThere(stage.awx);

/** What a token may have in a field that AWX never puts there. */
const wrongFields: readonly (readonly [name: string, value: unknown])[] = [
  ["id", "2"],
  ["id", 1.5],
  ["id", undefined],
  ["description", 7],
  ["description", null],
  ["scope", ["read"]],
  ["scope", undefined],
  ["user", "admin"],
  ["application", "vscode"],
  ["created", "yesterday"],
  ["modified", 5],
  ["expires", null],
  ["last_used", "soon"],
  ["summary_fields", null],
  ["summary_fields", { user: "admin" }],
  ["summary_fields", { user: { username: 9 } }],
  ["summary_fields", { application: { name: {} } }],
];

const wrongTokens = wrongFields.map(([field, value]) => {
  const spelled = value === undefined ? "nothing" : JSON.stringify(value);
  return rewriting(`${spelled} for ${field}`, otherShape, "made", (json: Json & Partial<Page>) => {
    for (const token of json.results?.slice(1, 2) ?? [json]) token[field] = value;
  });
});

const wrongPages: readonly FaultCase[] = (
  [
    ["count", "8"],
    ["count", -1],
    ["next", 7],
    ["results", {}],
    ["results", [null]],
  ] as const
).map(([field, value]) =>
  rewriting(`${JSON.stringify(value)} for a page's ${field}`, otherShape, "made", (page: Json) => {
    page[field] = value;
  }),
);

describe("a list that is not as AWX gives it", () => {
  const stage = stageForAll();
  cases(stage, [refreshList], [...wrongTokens, ...wrongPages]);
  cases(stage, [openList], wrongTokens.slice(0, 1));
  cases(stage, [changeDescription], wrongTokens);
  cases(
    stage,
    [{ ...refreshList, name: "read all again, asking who we are", match: { path: /\/me\/$/ } }],
    [
      rewriting("nobody", otherShape, "made", (page: Page) => ({ ...page, results: [] })),
      rewriting("two users", otherShape, "made", (page: Page) => ({
        ...page,
        results: [...page.results, ...page.results],
      })),
      rewriting("a user without a name", otherShape, "made", (page: Page) => ({ ...page, results: [{ id: 1 }] })),
    ],
  );
});

describe("tokens that are odd", () => {
  const stage = stageForAll();
  cases(
    stage,
    [quietly(refreshList), quietly(openList)],
    [
      described("a description with control characters", "a\u0000b\u0007c\u001b[31md\r\ne\u009bf"),
      described("a description with bidi characters", "abc\u202edef\u2066ghi\u2069\u200f"),
      described("a description with zero-width characters", "a\u200bb\u200cc\u200dd\ufeffe\u2060f\u{e0041}"),
      described("a description of half a surrogate pair", "a\ud83d"),
      described("a description of 100,000 characters", "x".repeat(100_000)),
      described("a description of blanks", "  \u2003 "),
    ],
  );
  cases(
    stage,
    [quietly(refreshList, draws)],
    [
      rewriting("dates of the year 3026", "", "made", dated("3026-11-24T11:00:00.000001Z")),
      rewriting("dates of the year 1", "", "made", dated("0001-01-01T00:00:00Z")),
      rewriting("dates beyond the calendar", "", "made", dated("+275760-09-13T00:00:00Z")),
      rewriting("a clock that is a week ahead", "", "made", dated(new Date(Date.now() + 7 * 86_400_000).toISOString())),
      rewriting("scopes that nobody knows", "", "made", (page: Page) => {
        for (const token of page.results.slice(1)) token["scope"] = "\u202eroot  admin:*";
      }),
      rewriting("a token twice", "", "made", (page: Page) => ({
        ...page,
        results: [...page.results, ...page.results],
      })),
      rewriting("a count that is wrong", "", "made", (page: Page) => ({ ...page, count: 4000 })),
      rewriting("fields that nobody knows", "", "made", (page: Page) => {
        for (const token of page.results) token["__proto__x"] = JSON.parse("[".repeat(2000) + "]".repeat(2000));
      }),
    ],
  );
  cases(
    stage,
    [{ ...changeDescription, tells: () => ({ in: "nothing" }) }],
    [
      rewriting("a stamp that goes back", "", "made", (token: Json) => {
        token["modified"] = "2001-01-01T00:00:00Z";
      }),
      rewriting("a stamp that is a year ahead", "", "made", (token: Json) => {
        token["modified"] = new Date(Date.now() + 365 * 86_400_000).toISOString();
      }),
    ],
  );
});

const secondPage = /\/tokens\/\?.*\bid__gt=/;
const firstPage = /\/tokens\/\?order_by=id&page_size=200$/;
const endless = "The list does not end: its next page leads back to an earlier one\\.";

function next(name: string, link: (stage: Stage) => string): FaultCase {
  return rewriting(name, "", "made", (page: Page, stage) => ({ ...page, next: link(stage) }));
}

describe("a list of several pages", function () {
  this.timeout(60_000);
  const stage = stageForAll({ extraTokens: 210 });
  const onFirst: Act = { ...refreshList, match: { path: firstPage } };
  const onSecond: Act = { ...refreshList, name: "read all again, second page", match: { path: secondPage } };
  const openSecond: Act = { ...openList, name: "open the list, second page", match: { path: secondPage } };
  // It is asked for by what has been read, wherever it is said to be.
  cases(
    stage,
    [quietly(onFirst, missesNone), quietly(onSecond, missesNone)],
    [
      next("next page at another host", ({ trapUrl }) => `${trapUrl}/api/v2/tokens/?page=2`),
      next("next page at another host, scheme left out", ({ trapUrl }) => `${trapUrl.slice(5)}/api/v2/tokens/?page=2`),
      next("next page behind backslashes", ({ trapUrl }) => `\\\\${trapUrl.slice(7)}/api/v2/tokens/?page=2`),
      next("next page at another scheme", ({ url }) => `${url.replace("http:", "https:")}/api/v2/tokens/?page=2`),
      next("next page that is no address", () => "http://["),
      next("next page that is the first", () => "/api/v2/tokens/?order_by=id&page_size=200"),
      next("next page that runs a script", () => "javascript:alert(1)"),
    ],
  );
  cases(
    stage,
    [onSecond],
    [rewriting("pages without end", endless, "made", (page: Page) => ({ ...page, next: "/", results: [] }))],
  );
  cases(
    stage,
    [onSecond, openSecond],
    [
      onRequest("500", "The server failed with status 500\\.", "lost", 1, async ({ body, answer }) => {
        await body();
        answer(textAnswer(500, "text/html", ""));
      }),
      onRequest("half a JSON body", "The connection was cut", "made", 3, async ({ forward, socket }) => {
        const { body } = await forward();
        socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${String(body.length)}\r\n\r\n${body.toString().slice(0, 99)}`);
      }),
      rewriting("JSON of another shape", otherShape, "made", () => ({ results: 1 })),
    ],
  );
  cases(
    stage,
    [quietly({ ...refreshList, name: "read all again while a colleague" }, missesNone)],
    [
      whilePaging("makes a token", ({ awx }) => {
        awx.createToken({ userId: 2, description: "made meanwhile" });
      }),
      whilePaging("revokes one of the page before", ({ awx }) => {
        awx.deleteToken(awx.tokens()[20]?.id ?? 0);
      }),
      whilePaging("revokes so many that a page is gone", ({ awx }) => {
        for (const { id } of awx.tokens().slice(8, 50)) awx.deleteToken(id);
      }),
    ],
  );
});

/** A colleague does something once the first page has been answered. */
function whilePaging(name: string, act: (stage: Stage) => void): FaultCase {
  let isDone = false;
  return {
    name,
    why: "",
    ofWrite: "made",
    attempts: 1,
    begin: (stage) => {
      isDone = false;
      stage.layer.inject({ path: firstPage }, async ({ forward, answer }) => {
        const page = await forward();
        if (!isDone) act(stage);
        isDone = true;
        answer(page);
      });
    },
  };
}

function described(name: string, description: string): FaultCase {
  return {
    name,
    why: "",
    ofWrite: "made",
    attempts: 1,
    begin: ({ awx }) => {
      awx.updateToken(3, { description });
    },
  };
}

function dated(time: string) {
  return (page: Page): void => {
    for (const token of page.results.slice(1)) Object.assign(token, { created: time, modified: time, expires: time });
  };
}

/** Every token that the server has, and maybe one that is gone since it was read. */
async function missesNone({ awx }: Stage): Promise<void> {
  const shown = new Set((await drawnBelow()).map(({ row }) => (row.kind === "token" ? row.tokenId : 0)));
  assert.deepEqual(
    awx.tokens().flatMap(({ id }) => (shown.has(id) ? [] : [id])),
    [],
  );
}

/** Every token that the server has, each once, whatever is odd about it. */
async function draws({ awx }: Stage): Promise<void> {
  const rows = (await drawnBelow()).filter(({ row }) => row.kind === "token");
  const ids = rows.map(({ row }) => (row.kind === "token" ? row.tokenId : 0));
  assert.deepEqual(
    ids.sort((a, b) => a - b),
    awx.tokens().map(({ id }) => id),
  );
  for (const { label, description, tooltip, spoken } of rows) {
    const text = [label, description, tooltip, spoken].join("\n");
    assert.ok(!/Invalid|NaN|undefined|[\u202a-\u202e\u2066-\u2069]/.test(text), text);
  }
}
