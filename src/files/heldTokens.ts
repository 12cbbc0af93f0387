import type { TokenValues } from "../awx/awxClient";
import type { AccessToken } from "../awx/schemas";
import { changesBetween, fieldsOf } from "../tokens/edits";
import type { TokenEntry } from "../tokens/tokenJson";

/** A token of a file of several. */
export interface Held {
  /** As the text has it that VS Code calls saved. */
  readonly token: AccessToken;
  /** It was changed between then and a reload of the window, so that what the person saw is not known. */
  readonly isOther: boolean;
}

/** The tokens of a file, by what they are called there. */
export type HeldTokens = ReadonlyMap<string, Held>;

/** A token that a text wants to be another than it is. */
export interface Edited {
  readonly key: string;
  readonly held: Held;
  readonly entry: TokenEntry;
}

/** The tokens that a text edits. */
export function editedOf(entries: ReadonlyMap<string, TokenEntry>, tokens: HeldTokens): readonly Edited[] {
  return Array.from(entries).flatMap(([key, entry]) => {
    const held = tokens.get(key);
    return held && fieldsOf(changesBetween(held.token, entry.values)).length > 0 ? [{ key, held, entry }] : [];
  });
}

/** Whether two texts want the same of the same tokens. */
export function isSameEdit(one: readonly Edited[], other: readonly Edited[]): boolean {
  return wordsOf(one) === wordsOf(other);
}

function wordsOf(edited: readonly Edited[]): string {
  return JSON.stringify(edited.map(({ key, entry }) => [key, entry.values]));
}

/** What can be changed of each. */
export function valuesOf(tokens: HeldTokens): ReadonlyMap<string, TokenValues> {
  return new Map(Array.from(tokens, ([key, { token }]) => [key, token]));
}

/** What can be changed of a token, alone. */
export function valuesIn({ description, scope }: AccessToken): TokenValues {
  return { description, scope };
}
