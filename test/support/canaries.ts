import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { inspect } from "node:util";
import { secretPrefix } from "../fakeAwx/model";

/** A password for the users of a double, which is found wherever it gets; each encoding writes its letters otherwise. */
export const canaryPassword = `${secretPrefix} pä/ß+?%w:rd`;

/** Where a secret was found, and in what encoding; never the secret itself. */
export interface Hit {
  readonly place: string;
  readonly encoding: string;
}

const needles: readonly (readonly [encoding: string, bytes: Buffer])[] = needlesFor(secretPrefix);

/** The secrets in a text or in bytes: the values of the doubles' tokens and {@link canaryPassword}, as they are or encoded. */
export function hitsIn(place: string, content: string | Uint8Array): Hit[] {
  const bytes =
    typeof content === "string"
      ? Buffer.from(content)
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return needles
    .filter(([, needle]) => bytes.includes(needle))
    .map(([encoding]) => ({ place: withoutSecret(place), encoding }));
}

/** The secrets in any value, with all that hangs on it: an error's fields and cause, an object's hidden properties. */
export function hitsInValue(place: string, value: unknown): Hit[] {
  if (typeof value === "string") return hitsIn(place, value);
  return hitsIn(place, inspect(value, { depth: 8, showHidden: true, maxArrayLength: null, maxStringLength: null }));
}

/** The secrets in the files of a folder and in their names, at any depth. */
export async function hitsInFolder(folder: string): Promise<Hit[]> {
  const hits: Hit[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const place = path.relative(folder, file);
    hits.push(...hitsIn(`the name of ${place}`, entry.name));
    if (entry.isFile()) hits.push(...hitsIn(place, await readFile(file)));
  }
  return hits;
}

/** @throws with the places, when there is one */
export function assertNoHits(hits: readonly Hit[]): void {
  if (hits.length === 0) return;
  const places = new Set(hits.map(({ place, encoding }) => `  ${place} (${encoding})`));
  throw new Error(`A secret got where none may be:\n${[...places].join("\n")}`);
}

function needlesFor(text: string): [encoding: string, bytes: Buffer][] {
  const bytes = Buffer.from(text);
  const wide = Buffer.from(text, "utf16le");
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  const found: [encoding: string, text: string | Buffer][] = [
    ["raw", text],
    ["lower case", text.toLowerCase()],
    ["upper case", text.toUpperCase()],
    ["hex", hex.join("")],
    ["hex", hex.join("").toUpperCase()],
    ["percent-encoded", hex.map((digits) => `%${digits}`).join("")],
    ["percent-encoded", hex.map((digits) => `%${digits.toUpperCase()}`).join("")],
    ["unicode escapes", hex.map((digits) => `\\u00${digits}`).join("")],
    ["unicode escapes", hex.map((digits) => `\\u00${digits.toUpperCase()}`).join("")],
    // Without the last byte, a zero, it is the same whichever byte of each two comes first.
    ["UTF-16", wide.subarray(0, -1)],
    ...insideBase64(bytes).map((each) => ["base64", each] as [string, string]),
    ...insideBase64(wide).map((each) => ["base64 of UTF-16", each] as [string, string]),
  ];
  const withUrl = found.flatMap(([encoding, each]): [string, string | Buffer][] =>
    typeof each === "string" && encoding.startsWith("base64")
      ? [
          [encoding, each],
          [encoding, each.replaceAll("+", "-").replaceAll("/", "_")],
        ]
      : [[encoding, each]],
  );
  return withUrl.map(([encoding, each]) => [encoding, Buffer.from(each)]);
}

/** What base64 makes of bytes wherever they begin, without the letters that depend on what is around them. */
function insideBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const bits = (offset + bytes.length) * 8;
    return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(bits / 6));
  });
}

function withoutSecret(place: string): string {
  return place.replaceAll(new RegExp(`${secretPrefix}\\w*`, "gi"), "…");
}
