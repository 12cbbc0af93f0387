import * as v from "valibot";
import type { TokenRef } from "./api";
import { secretValue } from "./secretValue";

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** An instant as AWX writes it, in ISO 8601. */
export const time = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "not a time"),
);

/**
 * A token as AWX lists it (`awx/api/serializers.py:1129-1243`), and the gateway, which adds when it was used last
 * (django-ansible-base `oauth2_provider/serializers/token.py:23-41`). What is not named here is dropped, `token` and
 * `refresh_token` above all: lists mask them, but a masked secret has no use either.
 */
export const listedToken = v.pipe(
  v.object({
    id,
    description: v.string(),
    scope: v.string(),
    user: v.nullable(id),
    application: v.nullable(id),
    created: time,
    modified: time,
    expires: time,
    last_used: v.optional(v.nullable(time)),
    summary_fields: v.object({
      user: v.optional(v.object({ username: v.string() })),
      application: v.optional(v.object({ name: v.string() })),
    }),
  }),
  v.transform((json): ListedToken => ({
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
);

/** An access token listed on a server, without its secret value. Every text in it is the server's: do not trust it. */
export interface AccessToken extends ListedToken, TokenRef {}

/** The same, as far as the server's list itself says it. */
interface ListedToken {
  readonly id: number;
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

export const accessTokenPage = pageOf(listedToken);
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
