import assert from "node:assert/strict";
import { parseFilter } from "../../src/tokens/filter";
import { matchesOf } from "../../src/tokens/filterMatches";
import { readTokensJson, tokensJson } from "../../src/tokens/tokenJson";
import type { TokenList } from "../../src/tokens/tokenList";
import { BlockWatch, heap, median, ratio, timed } from "./measure";
import { arrange, drawFrom, listFrom, rowsOf, type Answers } from "./model";
import { Person, type BenchServer } from "./person";
import { bareGet, bareGets, requestsOf } from "./requests";
import type { Figure, Growth, Measured } from "./results";

/** How often each thing is done that is compared. */
const times = 9;

/** The tokens that most rows are about, and the few that they are compared with. */
const [many, few] = [10_000, 100];

/** What a person types into a filter, letter by letter. */
const typed = [
  "nightly inventory sync",
  "jenkins lab",
  "owner:alice scope:write",
  "expires:<30d -backup",
  "app:vscode",
];

/** The longest block in each thing of ours that was watched, in milliseconds. */
const blocks: number[] = [];

/** What is left to do before the next thing is timed. */
const open: (() => Promise<void>)[] = [];

async function settle(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

async function watched(act: () => unknown): Promise<void> {
  const watch = new BlockWatch();
  await act();
  blocks.push(watch.end());
}

/** Opens the view of a server until all its tokens are there. */
async function opens(server: BenchServer): Promise<void> {
  const person = await Person.before(server);
  await watched(() => person.opens());
  person.leaves();
}

/** The same, until the first rows are there. */
async function seesFirstRows(server: BenchServer): Promise<void> {
  const person = await Person.before(server);
  const seen = new Promise<void>((resolve) => {
    person.onFirstRows = resolve;
  });
  const opened = person.opens();
  open.push(async () => {
    await opened;
    person.leaves();
  });
  await seen;
}

async function pagesOf(server: BenchServer): Promise<string[]> {
  const sent = await requestsOf(() => opens(server));
  return sent.map(({ url }) => url).filter((url) => url.includes("page_size=200"));
}

async function openRow(server: BenchServer): Promise<Figure[]> {
  const pages = await pagesOf(server);
  const value = await ratio({
    times,
    ours: () => opens(server),
    floor: () => bareGets(pages, server.secret),
  });
  return [{ name: "open", value, limit: 1.25 }];
}

async function firstRowsRow(server: BenchServer): Promise<Figure[]> {
  const [first = ""] = await pagesOf(server);
  const value = await ratio({
    times,
    ours: () => seesFirstRows(server),
    floor: () => bareGets([first], server.secret),
    settle,
  });
  return [{ name: "firstRows", value, limit: 1.5 }];
}

/** What changes a token's description, for a person who sees the tokens of a server. */
async function editOf(person: Person): Promise<() => Promise<void>> {
  const token = (await person.draw(true)).find((row) => row.kind === "token");
  return () => {
    person.enters(`described by the benchmark at ${new Date().toISOString()}`);
    return person.runs("editDescription", token);
  };
}

async function requestRows(server: BenchServer): Promise<Figure[]> {
  const person = await Person.before(server);
  const opened = await requestsOf(() => person.opens());
  const refreshed = await requestsOf(() => person.runs("refresh"));
  const edits = await editOf(person);
  const edited = await requestsOf(() => watched(edits));
  person.leaves();
  const methods = edited.map(({ method }) => method);
  const pages = opened.filter(({ url }) => url.includes("page_size=200"));
  return [
    { name: "openPages", value: pages.length, limit: many / 200, isExact: true },
    { name: "openOthers", value: opened.length - pages.length, limit: 2 },
    { name: "refreshRequests", value: refreshed.length, limit: 2, isExact: true },
    { name: "editGets", value: methods.filter((method) => method === "GET").length, limit: 1, isExact: true },
    { name: "editPatches", value: methods.filter((method) => method === "PATCH").length, limit: 1, isExact: true },
    { name: "editRequests", value: methods.length, limit: 2, isExact: true },
  ];
}

async function refreshRow(large: BenchServer, small: BenchServer): Promise<Figure[]> {
  const persons: Person[] = [];
  for (const server of [large, small]) {
    const person = await Person.before(server);
    await person.opens();
    persons.push(person);
  }
  const [atLarge, atSmall] = persons;
  const value = await ratio({
    times: times * 2,
    ours: () => watched(() => atLarge?.runs("refresh")),
    floor: () => watched(() => atSmall?.runs("refresh")),
    // Neither waits for what the other has VS Code draw by and by.
    settle: async () => {
      for (const person of persons) await watched(() => person.catchesUp());
    },
  });
  for (const person of persons) person.leaves();
  return [{ name: "refresh", value, limit: 1.5 }];
}

/** What a server answers when its view is opened. */
async function answersOf(server: BenchServer): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { url } of await requestsOf(() => opens(server))) {
    texts.set(url.slice(server.url.length), await bareGet(url, server.secret));
  }
  return texts;
}

function parsed(texts: ReadonlyMap<string, string>): Answers {
  return new Map([...texts].map(([path, text]) => [path, JSON.parse(text) as unknown]));
}

async function modelRow(server: BenchServer): Promise<Figure[]> {
  const texts = await answersOf(server);
  const answers = parsed(texts);
  const rows = rowsOf(await listFrom(answers));
  assert.equal(rows.length, many);
  const value = await ratio({
    times: times * 3,
    ours: () => drawFrom(answers, rows),
    floor: () => {
      for (const text of texts.values()) JSON.parse(text);
    },
  });
  return [{ name: "model", value, limit: 3 }];
}

/** Does something for each letter of what is typed. */
function typing(act: (text: string) => unknown): void {
  for (const text of typed) for (let length = 1; length <= text.length; length++) act(text.slice(0, length));
}

async function keystrokeRows(server: BenchServer): Promise<Figure[]> {
  const list = await listFrom(parsed(await answersOf(server)));
  const context = { now: new Date(), soonDays: 14 };
  const tokens = list.tokens.all();
  const value = await ratio({
    times,
    ours: () => {
      typing((text) => matchesOf(list, parseFilter(text), context));
    },
    floor: () => {
      typing((text) => tokens.filter(({ description }) => description.includes(text)));
    },
  });
  return [
    { name: "keystroke", value, limit: 3 },
    { name: "keystrokeBlock", value: Math.max(...keystrokes(list)), limit: 16 },
  ];
}

/** What is done after each pause in typing, in a file of a thousand tokens. */
async function editorRow(server: BenchServer): Promise<Figure[]> {
  const { tokens } = await listFrom(parsed(await answersOf(server)));
  const known = new Map(tokens.all().map((token) => [String(token.id), token]));
  const text = tokensJson(
    [],
    Array.from(known, ([key, values]) => ({ key, values, comment: "" })),
  );
  const looks: number[] = [];
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    const { entries, problems } = readTokensJson(text, known);
    looks.push(performance.now() - start);
    assert.deepEqual([entries.size, problems], [known.size, []]);
  }
  return [{ name: "editorLook", value: median(looks), limit: 50 }];
}

/** How long the view has no time for anything else after each letter, in milliseconds. */
function keystrokes(list: TokenList): number[] {
  const rounds: number[][] = [];
  for (let round = 0; round <= times; round++) {
    // Another list, of which nothing is known that the letters before found out.
    const fresh = { ...list };
    const figures: number[] = [];
    typing((text) => {
      const start = performance.now();
      arrange(fresh, text);
      figures.push(performance.now() - start);
    });
    rounds.push(figures);
    globalThis.gc?.();
  }
  const [, ...counted] = rounds;
  return (counted[0] ?? []).map((_, letter) => median(counted.map((figures) => figures[letter] ?? NaN)));
}

/** What is held for a server's tokens, in megabytes. */
async function heldFor(server: BenchServer): Promise<number> {
  const person = await Person.before(server);
  const before = await heap();
  await person.opens();
  const held = (await heap()) - before;
  person.leaves();
  return held;
}

async function heapRow(server: BenchServer): Promise<Figure[]> {
  // What is loaded and kept once is not held for the tokens.
  await opens(server);
  return [{ name: "heap", value: await heldFor(server), limit: 12 }];
}

async function growthOf(tokens: number, server: BenchServer): Promise<Growth> {
  const usual = async (act: () => Promise<void>): Promise<number> => {
    const figures: number[] = [];
    for (let time = 0; time < 3; time++) {
      figures.push(await timed(act));
      await settle();
    }
    return median(figures);
  };
  // First, when nothing is held that could be let go meanwhile.
  const held = await heldFor(server);
  const list = await listFrom(parsed(await answersOf(server)));
  const pages = await pagesOf(server);
  const person = await Person.before(server);
  await person.opens();
  const refresh = await usual(() => person.runs("refresh"));
  const edit = await usual(await editOf(person));
  person.leaves();
  return {
    tokens,
    open: await usual(() => opens(server)),
    bareGets: await usual(() => bareGets(pages, server.secret)),
    firstRows: await usual(() => seesFirstRows(server)),
    refresh,
    edit,
    keystroke: median(keystrokes(list)),
    heap: held,
  };
}

async function measure(servers: ReadonlyMap<number, BenchServer>, names: readonly string[]): Promise<Measured> {
  const [large, middle, small] = [many, 1000, few].map((count) => servers.get(count));
  assert.ok(large && middle && small);
  const measures: Readonly<Record<string, () => Promise<Figure[]>>> = {
    open: () => openRow(large),
    firstRows: () => firstRowsRow(large),
    requests: () => requestRows(large),
    refresh: () => refreshRow(large, small),
    model: () => modelRow(large),
    heap: () => heapRow(large),
    keystroke: () => keystrokeRows(large),
    editor: () => editorRow(middle),
  };
  // Node loads what fetches when somebody first does, which is its block and not ours.
  await bareGet(`${small.url}/api/v2/ping/`, small.secret);
  const rows: Figure[] = [];
  for (const [name, act] of Object.entries(measures)) {
    if (names.length === 0 || names.includes(name)) rows.push(...(await act()));
  }
  if (blocks.length > 0) rows.push({ name: "block", value: Math.max(...blocks), limit: 50 });
  const growth: Growth[] = [];
  if (names.length === 0) for (const [tokens, server] of servers) growth.push(await growthOf(tokens, server));
  return { rows, growth };
}

const [given = "[]", ...names] = process.argv.slice(2);

void measure(new Map(JSON.parse(given) as [number, BenchServer][]), names).then((measured) => {
  process.send?.(measured);
  process.disconnect();
});
