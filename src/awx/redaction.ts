import { base64, type Authorization } from "./authorization";

/** Takes an authorization's secrets out of a text: as they are and in base64, in whatever way the text escapes them. */
export function redact(text: string, authorization: Authorization | undefined): string {
  return authorization
    ? patternsOf(authorization).reduce((safe, secret) => safe.replace(secret, "********"), text)
    : text;
}

/** Whether an authorization can be read off the JSON of an answer, as of a server that sends back what it was sent. */
export function isQuotedIn(json: unknown, { header }: Authorization): boolean {
  const value = header.replace(/^\w+ /, "");
  // What signs in is made of characters that no JSON escapes.
  return json !== undefined && JSON.stringify(json).includes(value);
}

/** Made once for each, because every request needs them. */
const knownPatterns = new WeakMap<Authorization, readonly RegExp[]>();

function patternsOf(authorization: Authorization): readonly RegExp[] {
  const known = knownPatterns.get(authorization);
  if (known) return known;
  const patterns = authorization.secrets
    .flatMap((secret) => [secret, base64(secret)])
    .filter((form) => form !== "")
    // A text that an end of a longer one equals must not leave the longer one's beginning behind.
    .sort((a, b) => b.length - a.length)
    .map(patternOf);
  knownPatterns.set(authorization, patterns);
  return patterns;
}

/**
 * What matches a secret, each character as it is or escaped for a URL, for JSON, for JSON in JSON, or for HTML. Every
 * repetition in it has a limit, so that no server's answer takes long to search.
 */
function patternOf(secret: string): RegExp {
  const parts = secret.match(/\\+|[^\\]/gu) ?? [];
  return new RegExp(
    parts.map((part) => (part.startsWith("\\") ? backslashes(part.length) : oneOf(part))).join(""),
    "g",
  );
}

function oneOf(character: string): string {
  // Nothing escapes these.
  if (/[A-Za-z0-9]/.test(character)) return character;
  // Half of a surrogate pair has no form in a URL.
  const bytes = Buffer.from(character, "utf8");
  const units = Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index), 4));
  const code = character.codePointAt(0) ?? 0;
  const named = shortEscapes.get(character);
  return either(
    (/[!-/:-@[-`{-~]/.test(character) ? "\\\\{0,8}" : "") + units.map((unit) => `\\u${unit.source}`).join(""),
    Array.from(bytes, (byte) => `%${hex(byte, 2).anyCase}`).join(""),
    units.map((unit) => `\\\\{1,8}u${unit.anyCase}`).join(""),
    `&#(?:0{0,8}${String(code)}|[xX]0{0,8}${hex(code, 1).anyCase});`,
    ...(named === undefined ? [] : [`\\\\{1,8}${named}`]),
    ...(character === " " ? ["\\+"] : []),
  );
}

/** Some backslashes, of which escaping makes twice as many each time. */
function backslashes(count: number): string {
  const one = either("\\\\u005[cC]", "\\\\", "%5[cC]", "&#0{0,8}92;", "&#[xX]0{0,8}5[cC];");
  return `${one}{1,${String(count * 8)}}`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ["\b", "b"],
  ["\f", "f"],
  ["\n", "n"],
  ["\r", "r"],
  ["\t", "t"],
]);

function either(...patterns: readonly string[]): string {
  return `(?:${patterns.join("|")})`;
}

/** A number's hexadecimal digits, and what matches them in either case. */
function hex(value: number, length: number): { readonly source: string; readonly anyCase: string } {
  const source = value.toString(16).padStart(length, "0");
  return { source, anyCase: source.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`) };
}
