import { floatText } from "./python";

/** A JSON number as Python's `str()` writes it, which is what a text field makes of it. */
export class JsonNumber {
  constructor(
    readonly text: string,
    readonly isInteger: boolean,
  ) {}
}

export type JsonObject = ReadonlyMap<string, JsonValue>;
export type JsonValue = null | boolean | string | JsonNumber | readonly JsonValue[] | JsonObject;

export function isJsonObject(value: JsonValue): value is JsonObject {
  return value instanceof Map;
}

/** What Python's `json.JSONDecodeError` says; AWX puts it into its own message (awx/api/parsers.py). */
export class JsonParseError extends Error {}

const space = /[ \t\n\r]/;
const number = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
const constants = new Map<string, JsonValue>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", new JsonNumber("nan", false)],
  ["Infinity", new JsonNumber("inf", false)],
  ["-Infinity", new JsonNumber("-inf", false)],
]);
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads JSON as Python's `json.loads` does, because its error messages are part of what the server answers
 * (recorded: patch-malformed-json, bad-token-patch-malformed).
 *
 * @throws JsonParseError with Python's message
 */
export function parsePythonJson(text: string): JsonValue {
  return new Reader(text).document();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonValue {
    if (this.#text.startsWith("\ufeff")) this.#fail("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    this.#skipSpace();
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("Extra data", this.#at);
    return value;
  }

  #value(): JsonValue {
    const next = this.#text[this.#at];
    if (next === '"') return this.#string();
    if (next === "{") return this.#object();
    if (next === "[") return this.#array();
    for (const [word, value] of constants) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    number.lastIndex = this.#at;
    const match = number.exec(this.#text);
    if (!match) return this.#fail("Expecting value", this.#at);
    this.#at = number.lastIndex;
    const [whole, integer = "", fraction, exponent] = match;
    return fraction === undefined && exponent === undefined
      ? new JsonNumber(BigInt(integer).toString(), true)
      : new JsonNumber(floatText(Number(whole)), false);
  }

  #object(): JsonObject {
    const members = new Map<string, JsonValue>();
    this.#at += 1;
    this.#skipSpace();
    if (this.#text[this.#at] === "}") {
      this.#at += 1;
      return members;
    }
    for (;;) {
      if (this.#text[this.#at] !== '"') {
        this.#fail("Expecting property name enclosed in double quotes", this.#at);
      }
      const name = this.#string();
      this.#skipSpace();
      if (this.#text[this.#at] !== ":") this.#fail("Expecting ':' delimiter", this.#at);
      this.#at += 1;
      this.#skipSpace();
      members.set(name, this.#value());
      this.#skipSpace();
      if (this.#closes("}")) return members;
      this.#skipSpace();
    }
  }

  #array(): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.#at += 1;
    this.#skipSpace();
    if (this.#text[this.#at] === "]") {
      this.#at += 1;
      return items;
    }
    for (;;) {
      items.push(this.#value());
      this.#skipSpace();
      if (this.#closes("]")) return items;
      this.#skipSpace();
    }
  }

  #closes(bracket: string): boolean {
    const next = this.#text[this.#at];
    if (next !== bracket && next !== ",") this.#fail("Expecting ',' delimiter", this.#at);
    this.#at += 1;
    return next === bracket;
  }

  #string(): string {
    const start = this.#at;
    let value = "";
    this.#at += 1;
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined) return this.#fail("Unterminated string starting at", start);
      if (next === '"') {
        this.#at += 1;
        return value;
      }
      if (next < " ") return this.#fail("Invalid control character at", this.#at);
      if (next === "\\") {
        value += this.#escape(start);
      } else {
        value += next;
        this.#at += 1;
      }
    }
  }

  #escape(start: number): string {
    const escape = this.#text[this.#at + 1];
    if (escape === undefined) return this.#fail("Unterminated string starting at", start);
    if (escape === "u") {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail("Invalid \\uXXXX escape", this.#at + 1);
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const character = escapes[escape];
    if (character === undefined) return this.#fail("Invalid \\escape", this.#at);
    this.#at += 2;
    return character;
  }

  #skipSpace(): void {
    while (space.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #fail(problem: string, index: number): never {
    const before = Array.from(this.#text.slice(0, index));
    const line = before.filter((character) => character === "\n").length + 1;
    const column = before.length - before.lastIndexOf("\n");
    throw new JsonParseError(
      `${problem}: line ${String(line)} column ${String(column)} (char ${String(before.length)})`,
    );
  }
}
