import type { IncomingHttpHeaders } from "node:http";
import type { Language } from "./messages";
import type { Model, Token, User } from "./model";
import type { Paging } from "./paging";
import type { JsonValue } from "./pythonJson";
import type { Query } from "./query";

/** One API of the server: its database, and what of it is switched on. */
export interface Service {
  readonly model: Model;
  readonly product: { readonly name: string; readonly version: string };
  /** AWX's AUTH_BASIC_ENABLED, the gateway's `gateway_basic_auth_enabled`. */
  readonly takesBasic: boolean;
  /** Whether it has tokens and applications at all. */
  readonly hasTokens: boolean;
  /** Whether its OAuth2 endpoints are beside it; an AWX that is asked under another prefix doesn't show them. */
  readonly hasOAuthRoot: boolean;
}

export interface Caller {
  readonly user: User;
  /** The token the caller signed in with; Basic callers have none and may write. */
  readonly token?: Token;
}

/** A request that is about to be answered. */
export interface Call {
  readonly service: Service;
  readonly method: string;
  /** As the API itself knows it, that is without any prefix, with both slashes. */
  readonly path: string;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The path as the client knows it, that is with the prefix the API is mounted at. */
  readonly link: (path: string) => string;
  /** Whom a gateway in front says the caller is; the request's own credentials are gone then. */
  readonly vouchedFor?: Caller;
}

/** All a view knows of the request it answers. */
export interface Context extends Pick<Call, "service" | "method" | "path" | "query" | "link"> {
  readonly model: Model;
  readonly data: JsonValue;
  readonly caller: Caller;
  readonly language: Language;
  readonly paging: Paging;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Methods that change nothing, for which a token needs no `write`. */
export const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** Stands in for the caller where nobody is signed in, for views that read nothing of it. */
export const nobody: Caller = {
  user: {
    id: 0,
    username: "",
    password: "",
    firstName: "",
    lastName: "",
    email: "",
    isSuperuser: false,
    isSystemAuditor: false,
    externalAccount: null,
    resourceId: "",
    created: new Date(0),
    createdBy: 0,
    lastLogin: null,
  },
};
