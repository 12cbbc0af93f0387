import * as v from "valibot";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const time = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "not a time"),
);

/**
 * A token as AWX lists it (`awx/api/serializers.py:1129-1243`). What is not named here is dropped, `token` and
 * `refresh_token` above all: lists mask them, but a masked secret has no use either.
 */
export const accessToken = v.pipe(
  v.object({
    id,
    description: v.string(),
    scope: v.string(),
    user: v.nullable(id),
    application: v.nullable(id),
    created: time,
    modified: time,
    expires: time,
    summary_fields: v.object({
      user: v.optional(v.object({ username: v.string() })),
      application: v.optional(v.object({ name: v.string() })),
    }),
  }),
  v.transform((json): AccessToken => ({
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
  })),
);

/** An access token listed on a server, without its secret value. Every text in it is the server's: do not trust it. */
export interface AccessToken {
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
}

/** One page of a list (`awx/api/pagination.py`). */
export const accessTokenPage = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  next: v.nullable(v.string()),
  results: v.array(accessToken),
});

/** `/api/v2/me/` is a list of one. */
export const me = v.pipe(
  v.object({ results: v.array(v.object({ id, username: v.string() })) }),
  v.check(({ results }) => results.length === 1),
  v.transform(({ results }) => results[0] as Me),
);

/** Who a credential signs in as. */
export interface Me {
  readonly id: number;
  readonly username: string;
}

/** `/api/` of an AWX (`awx/api/views/root.py:36-61`), or of an AAP gateway, which has `apis` instead. */
export const apiRoot = v.object({
  apis: v.optional(v.object({ gateway: v.string() })),
  current_version: v.optional(v.string()),
});

/** A version root: names of endpoints to their paths. `tokens` is missing where OAuth2 was removed. */
export const versionRoot = v.object({ ping: v.string(), tokens: v.optional(v.string()) });
