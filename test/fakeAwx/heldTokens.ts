import type { Model, Token, TokenEdit } from "./model";

interface NewToken {
  readonly userId: number;
  readonly description?: string;
  readonly scope?: string;
  readonly applicationId?: number | null;
  readonly expires?: Date;
}

/** A table of tokens, from behind the server. */
export interface HeldTokens {
  /** The secret value of a token that is or was there. Throws a RangeError for any other id. */
  secretOf(tokenId: number): string;
  /** The token as the server has it. */
  token(tokenId: number): Readonly<Token> | undefined;
  tokens(): readonly Readonly<Token>[];
  /** Makes a token as a colleague behind our back, and returns its id. */
  createToken(values: NewToken): number;
  /** Edits a token as a colleague behind our back. Throws a RangeError if there is none. */
  updateToken(tokenId: number, values: TokenEdit): void;
  /** Revokes a token as a colleague behind our back. Throws a RangeError if there is none. */
  deleteToken(tokenId: number): void;
}

/** The tokens of one database. */
export class ModelTokens implements HeldTokens {
  readonly #model: Model;

  constructor(model: Model) {
    this.#model = model;
  }

  secretOf(tokenId: number): string {
    const secret = this.#model.secretOf(tokenId);
    if (secret === undefined) throw new RangeError(`there never was a token ${String(tokenId)}`);
    return secret;
  }

  token(tokenId: number): Readonly<Token> | undefined {
    return this.#model.token(tokenId);
  }

  tokens(): readonly Readonly<Token>[] {
    return this.#model.tokens();
  }

  createToken({ userId, description = "", scope = "write", applicationId = null, expires }: NewToken): number {
    // A colleague acts some time later, when the database has been cleaned up.
    this.#model.vacuum();
    const values = { userId, description, scope, applicationId };
    return this.#model.createToken(values, userId, expires ? { expires } : {}).id;
  }

  updateToken(tokenId: number, values: TokenEdit): void {
    const token = this.#existing(tokenId);
    this.#model.updateToken(token, values, token.userId);
  }

  deleteToken(tokenId: number): void {
    const token = this.#existing(tokenId);
    this.#model.deleteToken(token, token.userId);
  }

  #existing(tokenId: number): Token {
    const token = this.#model.token(tokenId);
    if (!token) throw new RangeError(`there is no token ${String(tokenId)}`);
    return token;
  }
}
