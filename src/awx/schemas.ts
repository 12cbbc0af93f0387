import * as v from "valibot";
import type { TokenRef, TokenSource } from "./api";
import { secretValue } from "./secretValue";

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** What nearly every time of AWX's is like: the rest is left to `Date.parse`, which takes several times as long. */
const usualTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

function isTime(text: string): boolean {
  return usualTime.test(text) || !Number.isNaN(Date.parse(text));
}

/** An instant as AWX writes it, in ISO 8601. */
export const time = v.pipe(v.string(), v.check(isTime, "not a time"));

/** What a token is made of in AWX's JSON, as far as we ask. */
interface TokenJson {
  readonly id: number;
  readonly description: string;
  readonly scope: string;
  readonly user: number | null;
  readonly application: number | null;
  readonly created: string;
  readonly modified: string;
  readonly expires: string;
  readonly last_used?: string | null | undefined;
  readonly summary_fields: {
    readonly user?: { readonly username: string };
    readonly application?: { readonly name: string };
  };
}

/**
 * A token as AWX lists it (`awx/api/serializers.py:1129-1243`), and the gateway, which adds when it was used last
 * (django-ansible-base `oauth2_provider/serializers/token.py:23-41`). What is not named here is dropped, `token` and
 * `refresh_token` above all: lists mask them, but a masked secret has no use either.
 */
export const listedToken = { controller: tokenIn("controller"), gateway: tokenIn("gateway") };

function tokenIn(source: TokenSource): v.GenericSchema<unknown, AccessToken> {
  return v.pipe(
    // By hand, because there are ten thousand of them: an object schema takes four times as long.
    v.custom<TokenJson>(isTokenJson),
    v.transform((json): AccessToken => ({
      source,
      id: json.id,
      description: json.description,
      scope: json.scope,
      ownerId: json.user,
      ownerName: json.summary_fields.user?.username,
      applicationId: json.application,
      applicationName: json.summary_fields.application?.name,
      created: new Date(json.created),
      modified: json.modified,
      expires: new Date(json.expires),
      lastUsed: typeof json.last_used === "string" ? new Date(json.last_used) : json.last_used,
    })),
    v.check(({ created, modified, expires, lastUsed }) => {
      return isTime(modified) && !Number.isNaN(created.getTime() + expires.getTime() + (lastUsed?.getTime() ?? 0));
    }, "not a time"),
  );
}

function isTokenJson(json: unknown): json is TokenJson {
  if (!isObject(json)) return false;
  const { description, scope, user, application, created, modified, expires, last_used, summary_fields } = json;
  return (
    isId(json["id"]) &&
    typeof description === "string" &&
    typeof scope === "string" &&
    (user === null || isId(user)) &&
    (application === null || isId(application)) &&
    typeof created === "string" &&
    typeof modified === "string" &&
    typeof expires === "string" &&
    (last_used === undefined || last_used === null || typeof last_used === "string") &&
    isObject(summary_fields) &&
    isNamed(summary_fields["user"], "username") &&
    isNamed(summary_fields["application"], "name")
  );
}

function isNamed(json: unknown, key: string): boolean {
  return json === undefined || (isObject(json) && typeof json[key] === "string");
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null;
}

function isId(json: unknown): boolean {
  return Number.isSafeInteger(json) && (json as number) > 0;
}

/** An access token listed on a server, without its secret value. Every text in it is the server's: do not trust it. */
export interface AccessToken extends TokenRef {
  /** May be empty, hold line breaks and be megabytes long. */
  readonly description: string;
  /** Words in any order and spacing: compare as a set (`tokens/scopes.ts`). */
  readonly scope: string;
  readonly ownerId: number | null;
  readonly ownerName: string | undefined;
  /** `null` for a personal token. */
  readonly applicationId: number | null;
  readonly applicationName: string | undefined;
  readonly created: Date;
  /** The server's stamp to the microsecond, which moves on every edit and never on use: a text, to compare exactly. */
  readonly modified: string;
  readonly expires: Date;
  /** `null` when it never was; not known of a controller's tokens. */
  readonly lastUsed: Date | null | undefined;
}

/** An application that tokens can be made for. Every text in it is the server's: do not trust it. */
export interface Application {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly organizationName: string | undefined;
}

const application = v.pipe(
  v.object({
    id,
    name: v.string(),
    description: v.nullish(v.string(), ""),
    summary_fields: v.optional(v.object({ organization: v.optional(v.object({ name: v.string() })) }), {}),
  }),
  v.transform((json): Application => ({
    id: json.id,
    name: json.name,
    description: json.description,
    organizationName: json.summary_fields.organization?.name,
  })),
);

/** What is asked of a token's own page alone. */
export interface TokenOrigins {
  /** The user's name, where the server says it: a controller does not. */
  readonly createdBy: string | undefined;
  readonly modifiedBy: string | undefined;
  /** Where the token's history is; none where the server keeps none. */
  readonly historyLink: string | undefined;
}

const namedUser = v.optional(v.object({ username: v.string() }));

export const tokenOrigins = v.pipe(
  v.object({
    related: v.optional(v.object({ activity_stream: v.optional(v.string()) }), {}),
    summary_fields: v.object({ created_by: namedUser, modified_by: namedUser }),
  }),
  v.transform((json): TokenOrigins => ({
    createdBy: json.summary_fields.created_by?.username,
    modifiedBy: json.summary_fields.modified_by?.username,
    historyLink: json.related.activity_stream,
  })),
);

/** One page of a list (`awx/api/pagination.py`). */
export interface Page<T> {
  readonly count: number;
  readonly next: string | null;
  readonly results: readonly T[];
}

export const accessTokenPage = {
  controller: pageOf(listedToken.controller),
  gateway: pageOf(listedToken.gateway),
};
export const applicationPage = pageOf(application);

function pageOf<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, Page<T>> {
  return v.object({
    count: v.pipe(v.number(), v.integer(), v.minValue(0)),
    next: v.nullable(v.string()),
    results: v.array(item),
  });
}

/**
 * The answer that made a token, beside what a list says of it: the only one there ever is with the token's value, and
 * for an application with that of its refresh token.
 */
export const createdToken = v.object({
  token: secretValue,
  refresh_token: v.fallback(v.optional(secretValue), undefined),
});

/** What may be done at an endpoint; `actions` is left out where nothing may. */
export const endpointOptions = v.object({
  actions: v.optional(v.object({ POST: v.optional(v.unknown()), PUT: v.optional(v.unknown()) }), {}),
});

const user = v.object({
  id,
  username: v.string(),
  is_superuser: v.optional(v.boolean(), false),
  is_system_auditor: v.optional(v.boolean(), false),
  is_platform_auditor: v.optional(v.boolean(), false),
});

/** `/api/v2/me/` and the gateway's are a list of one. */
export const me = v.object({
  results: v.array(
    v.pipe(
      user,
      v.transform((found): Me => {
        const isAuditor = found.is_system_auditor || found.is_platform_auditor;
        return {
          id: found.id,
          username: found.username,
          role: found.is_superuser ? "superuser" : isAuditor ? "auditor" : "user",
        };
      }),
    ),
  ),
});

/** Who a credential signs in as. */
export interface Me {
  readonly id: number;
  readonly username: string;
  /** What the user may beyond their own: everything, see everything, or what organizations give them. */
  readonly role: "superuser" | "auditor" | "user";
}

/**
 * `/api/` of an AWX (`awx/api/views/root.py:36-61`), of a service behind an AAP gateway, or of the gateway itself, which
 * has `apis` instead.
 */
export const apiRoot = v.object({
  apis: v.optional(v.object({ gateway: v.string(), controller: v.optional(v.string()) })),
  current_version: v.optional(v.string()),
});

/** A version root: names of endpoints to their paths. `tokens` is missing where OAuth2 was removed. */
export const versionRoot = v.object({ me: v.string(), tokens: v.optional(v.string()) });

/** What AWX says of itself to anybody (`awx/api/views/root.py`, ApiV2PingView); the gateway leaves its version out. */
export const ping = v.object({ version: v.optional(v.string()) });
