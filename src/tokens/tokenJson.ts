import { parseTree, type Node, type ParseError } from "jsonc-parser";
import type { TokenValues } from "../awx/awxClient";
import { jsonText } from "../util/visibleText";
import type { EditedField } from "./edits";
import { isPickable, orderedScope, scopesOf, scopeText } from "./scopes";

/** A part of a text, in UTF-16 units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Why a text cannot be taken for tokens, and where. */
export type JsonProblem = Span &
  (
    | { readonly kind: "syntax" | "notObject" | "notText" | "brokenText" | "notWords" | "noScope" }
    /** A key that is neither a field's nor a token's, or that is there twice, or that is not there. */
    | {
        readonly kind: "unknownField" | "doubleField" | "missingField" | "unknownToken" | "doubleToken";
        readonly key: string;
      }
    | { readonly kind: "unknownScope"; readonly word: string }
  );

/** What a text says that a token is to be, and where it says so. */
export interface TokenEntry {
  readonly values: TokenValues;
  readonly place: Span;
  readonly fields: Readonly<Record<EditedField, Span>>;
}

/** What a text says of tokens, by their keys; of those with a problem nothing. */
export interface ReadEntries {
  readonly entries: ReadonlyMap<string, TokenEntry>;
  readonly problems: readonly JsonProblem[];
}

/** A token as it stands in a text about several. */
export interface ListedToken {
  readonly key: string;
  readonly values: TokenValues;
  /** What is said of it behind its line; it must not have line breaks. */
  readonly comment: string;
}

/** All of a token that can be changed, as a JSON text. */
export function tokenJson({ description, scope }: TokenValues): string {
  return `{\n  "description": ${jsonText(description)},\n  "scope": ${jsonWords(scope)}\n}\n`;
}

/**
 * The same for several, one line each, with comments.
 * @param head lines to stand before them, which must not have line breaks
 */
export function tokensJson(head: readonly string[], tokens: readonly ListedToken[]): string {
  const lines = tokens.map(({ key, values: { description, scope }, comment }, index) => {
    const comma = index === tokens.length - 1 ? "" : ",";
    return `  ${jsonText(key)}: { "scope": ${jsonWords(scope)}, "description": ${jsonText(description)} }${comma} // ${comment}\n`;
  });
  return `${head.map((line) => `// ${line}\n`).join("")}{\n${lines.join("")}}\n`;
}

/** What a text as {@link tokenJson}'s says that a token is to be. Nothing in it means that something is to stay. */
export function readTokenJson(
  text: string,
  present: TokenValues,
): { readonly entry: TokenEntry | undefined; readonly problems: readonly JsonProblem[] } {
  const problems: JsonProblem[] = [];
  const root = rootOf(text, problems);
  const entry = root && entryOf(root, root, present, problems);
  return { entry: problems.length === 0 ? entry : undefined, problems };
}

/**
 * What a text as {@link tokensJson}'s says that tokens are to be. A token that it says nothing of is not meant.
 * @param known the tokens that it may be about
 */
export function readTokensJson(text: string, known: ReadonlyMap<string, TokenValues>): ReadEntries {
  const problems: JsonProblem[] = [];
  const entries = new Map<string, TokenEntry>();
  const root = rootOf(text, problems);
  const seen = new Set<string>();
  for (const { key, name, value, place } of root ? propertiesOf(root, problems) : []) {
    const present = known.get(name);
    if (!present) problems.push({ kind: "unknownToken", key: name, ...key });
    else if (seen.has(name)) problems.push({ kind: "doubleToken", key: name, ...key });
    else {
      const entry = entryOf(value, place, present, problems);
      if (entry) entries.set(name, entry);
    }
    seen.add(name);
  }
  return { entries, problems };
}

function jsonWords(scope: string): string {
  return `[${[...scopesOf(orderedScope(scope))].map(jsonText).join(", ")}]`;
}

function rootOf(text: string, problems: JsonProblem[]): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  problems.push(...errors.map(({ offset, length }) => ({ kind: "syntax" as const, offset, length })));
  if (errors.length > 0) return undefined;
  if (!root) problems.push({ kind: "syntax", offset: 0, length: text.length });
  return root;
}

interface Property {
  readonly name: string;
  readonly key: Span;
  readonly value: Node;
  readonly place: Span;
}

function propertiesOf(node: Node, problems: JsonProblem[]): readonly Property[] {
  if (node.type !== "object") {
    problems.push({ kind: "notObject", ...spanOf(node) });
    return [];
  }
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [{ name: String(key.value), key: spanOf(key), value, place: spanOf(property) }] : [];
  });
}

function entryOf(node: Node, place: Span, present: TokenValues, problems: JsonProblem[]): TokenEntry | undefined {
  const before = problems.length;
  const found = new Map<string, Property>();
  for (const property of propertiesOf(node, problems)) {
    const { name, key } = property;
    if (name !== "description" && name !== "scope") problems.push({ kind: "unknownField", key: name, ...key });
    else if (found.has(name)) problems.push({ kind: "doubleField", key: name, ...key });
    else found.set(name, property);
  }
  const [description, scope] = [found.get("description"), found.get("scope")];
  if (node.type === "object") {
    // Nobody can tell whether it is to be emptied or to stay; and a server takes no scope for all scopes.
    if (!description) problems.push({ kind: "missingField", key: "description", ...endOf(place) });
    if (!scope) problems.push({ kind: "missingField", key: "scope", ...endOf(place) });
  }
  const values = {
    description: description && descriptionOf(description.value, present, problems),
    scope: scope && scopeOf(scope.value, present, problems),
  };
  if (problems.length > before || values.description === undefined || values.scope === undefined) return undefined;
  return {
    values: { description: values.description, scope: values.scope },
    place: spanOf(place),
    fields: { description: description?.place ?? place, scope: scope?.place ?? place },
  };
}

function descriptionOf(node: Node, present: TokenValues, problems: JsonProblem[]): string | undefined {
  const { value } = node as { readonly value?: unknown };
  if (node.type !== "string" || typeof value !== "string") {
    problems.push({ kind: "notText", ...spanOf(node) });
    return undefined;
  }
  // Half of a character cannot be sent.
  if (/\p{Cs}/u.test(value) && value !== present.description) problems.push({ kind: "brokenText", ...spanOf(node) });
  return value;
}

function scopeOf(node: Node, present: TokenValues, problems: JsonProblem[]): string | undefined {
  const words = (node.children ?? []).map((word) => ({ text: word.value as unknown, span: spanOf(word) }));
  if (node.type !== "array" || !words.every(({ text }) => typeof text === "string")) {
    problems.push({ kind: "notWords", ...spanOf(node) });
    return undefined;
  }
  const had = scopesOf(present.scope);
  for (const { text, span } of words as readonly { readonly text: string; readonly span: Span }[]) {
    if (!isPickable(text) && !had.has(text)) problems.push({ kind: "unknownScope", word: text, ...span });
  }
  if (words.length === 0 && had.size > 0) problems.push({ kind: "noScope", ...spanOf(node) });
  const texts = words.map(({ text }) => text as string);
  return scopeText(texts.filter(isPickable), texts.join(" "));
}

function spanOf({ offset, length }: Span): Span {
  return { offset, length };
}

/** Where an entry ends, and so what it lacks would stand: it may be many lines long. */
function endOf({ offset, length }: Span): Span {
  return { offset: offset + length - 1, length: 1 };
}
