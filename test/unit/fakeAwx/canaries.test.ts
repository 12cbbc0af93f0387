import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { assertNoHits, canaryPassword, hitsIn, hitsInFolder, hitsInValue, type Hit } from "../../support/canaries";
import { scratchFolder, type ScratchFolder } from "../../vscodeServer/scratchFolder";
import { useFakeAwx } from "../support/fakeAwx";

function encodingsOf(hits: readonly Hit[]): string[] {
  return [...new Set(hits.map(({ encoding }) => encoding))];
}

describe("the search for secrets", () => {
  const awx = useFakeAwx({ password: canaryPassword });

  /** All that is to be found. */
  function secrets(): readonly string[] {
    const made = awx().createToken({ userId: 1 });
    return [awx().secretOf(1), awx().secretOf(8), awx().secretOf(made), canaryPassword];
  }

  const encodings: readonly (readonly [encoding: string, encode: (secret: string) => string | Buffer])[] = [
    ["raw", (secret) => secret],
    ["raw", (secret) => JSON.stringify({ token: secret })],
    ["raw", (secret) => encodeURIComponent(secret)],
    ["raw", (secret) => secret.slice(0, 15)],
    ["lower case", (secret) => secret.toLowerCase()],
    ["upper case", (secret) => secret.toUpperCase()],
    ["base64", (secret) => Buffer.from(secret).toString("base64")],
    ["base64", (secret) => Buffer.from(`al:${secret}`).toString("base64")],
    ["base64", (secret) => Buffer.from(`bob:${secret}`).toString("base64")],
    ["base64", (secret) => Buffer.from(`alice:${secret}`).toString("base64")],
    ["base64", (secret) => Buffer.from(`jörg:${secret}`).toString("base64url")],
    ["hex", (secret) => Buffer.from(secret).toString("hex")],
    ["hex", (secret) => Buffer.from(secret).toString("hex").toUpperCase()],
    ["percent-encoded", (secret) => Buffer.from(secret).toString("hex").replaceAll(/../g, "%$&")],
    ["percent-encoded", (secret) => Buffer.from(secret).toString("hex").toUpperCase().replaceAll(/../g, "%$&")],
    ["unicode escapes", (secret) => Buffer.from(secret).toString("hex").replaceAll(/../g, "\\u00$&")],
    ["UTF-16", (secret) => Buffer.from(`x${secret}`, "utf16le")],
    ["UTF-16", (secret) => Buffer.from(secret, "utf16le").swap16()],
    ["base64 of UTF-16", (secret) => Buffer.from(`xy${secret}`, "utf16le").toString("base64")],
  ];
  for (const [index, [encoding, encode]] of encodings.entries()) {
    it(`finds each of them, encoding ${String(index + 1)}: ${encoding}`, () => {
      for (const secret of secrets()) {
        const content = Buffer.concat([Buffer.from("before "), Buffer.from(encode(secret)), Buffer.from(" after")]);
        assert.deepEqual(encodingsOf(hitsIn("here", content)), [encoding]);
      }
    });
  }

  it("finds nothing in what holds none", () => {
    for (const text of ["", "password", "canary", "cAnArY", "Q2FuYXJ5", Buffer.alloc(1000)])
      assert.deepEqual(hitsIn("here", text), []);
  });

  it("finds them in errors: their message, fields, hidden ones, causes and stack", () => {
    for (const secret of secrets()) {
      const hidden = Object.defineProperty(new Error("x"), "request", { value: { headers: [["a", secret]] } });
      for (const error of [
        new Error(`sent ${secret}`),
        Object.assign(new Error("x"), { options: { token: { value: secret } } }),
        hidden,
        new Error("x", { cause: new Error("y", { cause: secret }) }),
        new AggregateError([new Error(secret)]),
        Object.assign(new Error("x"), { stack: `Error: ${secret}` }),
        new Map([["key", new Set([secret])]]),
      ])
        assert.deepEqual(encodingsOf(hitsInValue("here", error)), ["raw"]);
    }
    assert.deepEqual(hitsInValue("here", new Error("x", { cause: { a: 1 } })), []);
  });

  describe("in a folder", () => {
    let scratch: ScratchFolder;

    beforeEach(async () => {
      scratch = await scratchFolder();
      await mkdir(path.join(scratch.path, "data/User"), { recursive: true });
      await writeFile(path.join(scratch.path, "data/User/settings.json"), "{}");
    });
    afterEach(() => scratch.remove());

    it("finds none where there is none", async () => {
      assert.deepEqual(await hitsInFolder(scratch.path), []);
    });

    it("finds them in files, and in the names of files and folders, and repeats none", async () => {
      const [secret = ""] = secrets();
      await mkdir(path.join(scratch.path, `data/${secret}`));
      await writeFile(path.join(scratch.path, `data/${secret}.log`), "");
      await writeFile(path.join(scratch.path, "data/state.vscdb"), Buffer.from(`\0\u0001${secret}\0`, "utf16le"));
      const hits = await hitsInFolder(scratch.path);
      assert.deepEqual(hits.map(({ place, encoding }) => `${place} ${encoding}`).sort(), [
        "data/state.vscdb UTF-16",
        "the name of data/… raw",
        "the name of data/….log raw",
      ]);
      assert.throws(
        () => {
          assertNoHits(hits);
        },
        (error: Error) => error.message.includes("data/state.vscdb (UTF-16)") && !error.message.includes(secret),
      );
      await rm(path.join(scratch.path, "data/state.vscdb"));
    });
  });

  it("is content when nothing was found", () => {
    assertNoHits([]);
  });
});
