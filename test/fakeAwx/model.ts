import { randomInt } from "node:crypto";
import { RowOrder } from "./rowOrder";

export interface User {
  readonly id: number;
  readonly username: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly isSuperuser: boolean;
  /** The gateway calls it platform auditor. */
  readonly isSystemAuditor: boolean;
  /** The login elsewhere that the user is tied to, as the server names it. */
  readonly externalAccount: string | null;
  readonly resourceId: string;
  readonly created: Date;
  readonly createdBy: number;
  readonly lastLogin: Date | null;
}

export interface Organization {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly created: Date;
  readonly memberIds: readonly number[];
  readonly adminIds: readonly number[];
  readonly auditorIds: readonly number[];
}

export interface Application {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly clientId: string;
  readonly clientType: "confidential" | "public";
  readonly grantType: "authorization-code" | "password";
  readonly redirectUris: string;
  readonly organizationId: number;
  readonly created: Date;
}

export interface Token {
  readonly id: number;
  readonly userId: number;
  readonly secret: string;
  readonly refreshSecret: string | null;
  readonly created: Date;
  readonly createdBy: number;
  modifiedBy: number;
  applicationId: number | null;
  description: string;
  scope: string;
  modified: Date;
  expires: Date;
  lastUsed: Date | null;
}

export interface Activity {
  readonly id: number;
  readonly actorId: number;
  readonly timestamp: Date;
  readonly operation: "create" | "update" | "delete";
  readonly objectType: "o_auth2_access_token" | "o_auth2_application" | "organization" | "user";
  readonly objectId: number;
  readonly changes: Readonly<Record<string, unknown>>;
}

export type TokenValues = Pick<Token, "userId" | "applicationId" | "description" | "scope">;
export type TokenEdit = Partial<Pick<Token, "description" | "scope" | "expires" | "applicationId">>;

type Changes = Activity["changes"];

/** How a server words what happened to a token; undefined for what it does not find worth an entry. */
export interface History {
  readonly created: (token: Token, model: Model) => Changes;
  readonly edited: (before: Token, after: Token) => Changes | undefined;
  readonly deleted: (token: Token, model: Model) => Changes;
}

/** AWX's default ACCESS_TOKEN_EXPIRE_SECONDS (awx/settings/defaults.py): 1000 years of 365 days. */
export const tokenLifetimeSeconds = 31_536_000_000;

/** The scope of a token that was asked for without one. */
export const defaultScope = "write";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A random value of the form django-oauth-toolkit generates: letters and digits. */
export function randomSecret(length = 30): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** What the secret value of every token begins with, as no other text does: so one that got out is found. */
export const secretPrefix = "cAnArY7x9QzK";

function tokenSecret(): string {
  return secretPrefix + randomSecret(30 - secretPrefix.length);
}

/** A server's database: what is in it and how it changes, without any rights. */
export class Model {
  readonly users: User[] = [];
  readonly organizations: Organization[] = [];
  readonly applications: Application[] = [];
  readonly activities: Activity[] = [];
  readonly #tokens = new Map<number, Token>();
  readonly #secrets = new Map<number, string>();
  readonly #order = new RowOrder<Token>();
  #lastTokenId = 0;
  #lastActivityId = 0;
  #lastInstant = 0;
  #past: Date | undefined;

  constructor(private readonly history: History) {}

  /** The time, never the same twice: the real server counts microseconds, so no two rows share a stamp. */
  now(): Date {
    if (this.#past) return this.#past;
    this.#lastInstant = Math.max(Date.now(), this.#lastInstant + 1);
    return new Date(this.#lastInstant);
  }

  /** Has something be done at a moment of the past, for a server that has a history. */
  at(past: Date, act: () => void): void {
    this.#past = past;
    try {
      act();
    } finally {
      this.#past = undefined;
    }
  }

  user(id: number): User | undefined {
    return this.users.find((user) => user.id === id);
  }

  organization(id: number): Organization | undefined {
    return this.organizations.find((organization) => organization.id === id);
  }

  application(id: number): Application | undefined {
    return this.applications.find((application) => application.id === id);
  }

  token(id: number): Token | undefined {
    return this.#tokens.get(id);
  }

  get lastTokenId(): number {
    return this.#lastTokenId;
  }

  /** All tokens by id, the table's default order. */
  tokens(): Token[] {
    return [...this.#tokens.values()].sort((a, b) => a.id - b.id);
  }

  /** All tokens as they lie in the table, which shows where a sort finds equal keys. */
  tokensAsStored(): Token[] {
    return this.#order.rows();
  }

  tokenBySecret(secret: string): Token | undefined {
    for (const token of this.#tokens.values()) if (token.secret === secret) return token;
    return undefined;
  }

  /** The secret value of any token there ever was, so that a test can try a revoked one. */
  secretOf(id: number): string | undefined {
    return this.#secrets.get(id);
  }

  createToken(values: TokenValues, actorId: number, times: Partial<Pick<Token, "created" | "expires">> = {}): Token {
    const created = times.created ?? this.now();
    const { userId, applicationId, description, scope } = values;
    // Each named, so that all tokens have one shape and ten thousand are read fast.
    const token: Token = {
      id: ++this.#lastTokenId,
      userId,
      applicationId,
      description,
      scope,
      secret: tokenSecret(),
      refreshSecret: values.applicationId === null ? null : tokenSecret(),
      created,
      createdBy: actorId,
      modified: created,
      modifiedBy: actorId,
      expires: times.expires ?? new Date(created.getTime() + tokenLifetimeSeconds * 1000),
      lastUsed: null,
    };
    this.#tokens.set(token.id, token);
    this.#secrets.set(token.id, token.secret);
    this.#order.insert(token);
    this.record("create", "o_auth2_access_token", token.id, actorId, this.history.created(token, this));
    return token;
  }

  /** A token that was made and taken back in one transaction: nothing is left of it but the gap in the ids. */
  skipTokenId(): void {
    this.#lastTokenId += 1;
  }

  /** Saves an edit: `modified` moves even if nothing changed. */
  updateToken(token: Token, edit: TokenEdit, actorId: number): void {
    const before = { ...token };
    Object.assign(token, edit, { modified: this.now(), modifiedBy: actorId });
    this.#order.edit(token);
    const changes = this.history.edited(before, token);
    if (changes) this.record("update", "o_auth2_access_token", token.id, actorId, changes);
  }

  /** A bearer request was answered: leaves `modified` alone (awx/main/models/oauth.py, is_valid). */
  useToken(token: Token): void {
    if (!this.#tokens.has(token.id)) return;
    token.lastUsed = this.now();
    this.#order.use(token);
  }

  deleteToken(token: Token, actorId: number): void {
    this.#tokens.delete(token.id);
    this.#order.remove(token);
    this.record("delete", "o_auth2_access_token", token.id, actorId, this.history.deleted(token, this));
  }

  /** PostgreSQL's autovacuum came by: places of edited and deleted rows may be taken by new ones. */
  vacuum(): void {
    this.#order.vacuum();
  }

  record(
    operation: Activity["operation"],
    objectType: Activity["objectType"],
    objectId: number,
    actorId: number,
    changes: Activity["changes"],
  ): void {
    this.activities.push({
      id: ++this.#lastActivityId,
      actorId,
      timestamp: this.now(),
      operation,
      objectType,
      objectId,
      changes,
    });
  }
}
