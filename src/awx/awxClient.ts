import type { TokenSource, TokenTable } from "./api";
import { AwxError } from "./errors";
import { histories, type HistoryPage } from "./history";
import { pageSize, pagesOf, queryOf, type Ask, type Span } from "./pages";
import { otherShape, read, validated } from "./read";
import {
  accessTokenPage,
  applicationPage,
  createdToken,
  endpointOptions,
  listedToken,
  me,
  ping,
  tokenOrigins,
  type AccessToken,
  type Application,
  type Me,
  type Page,
  type TokenOrigins,
} from "./schemas";
import type { Transport } from "./transport";

/** All of a token that can be changed: AWX ignores every other key without a word (`awx/api/serializers.py:1228-1230`). */
export interface TokenValues {
  readonly description: string;
  readonly scope: string;
}

/** What an edit changes: one of them at least. */
export type TokenChanges = Partial<TokenValues>;

/** What a token is to be that is to be made. */
export interface NewToken {
  readonly description: string;
  readonly scope: string;
  /** `null`, or left out, for a personal token. */
  readonly applicationId?: number | null;
}

/** A token that was just made, with the value that is never told again. */
export interface CreatedToken {
  readonly token: AccessToken;
  readonly secret: string;
  /** What renews the token, for one of an application. */
  readonly refreshSecret: string | undefined;
}

/** A token with what only its own page is asked for. */
export interface TokenDetails extends TokenOrigins {
  readonly token: AccessToken;
}

/** How many entries of a history are read at once. */
const historyPageSize = 50;

/** As many ids as fit into an address of some hundred letters. */
const idsAtOnce = 100;

/** The token API of one of a server's tables, as one signed-in user. */
export class AwxClient {
  readonly #transport: Transport;
  readonly #origin: string;
  readonly #table: TokenTable;

  constructor(transport: Transport, origin: string, table: TokenTable) {
    this.#transport = transport;
    this.#origin = origin;
    this.#table = table;
  }

  get source(): TokenSource {
    return this.#table.source;
  }

  /**
   * Who the credential signs in as. The one check of a credential there is: the API's roots answer 200 to anybody.
   * @throws {AwxError}
   */
  async me(signal?: AbortSignal): Promise<Me> {
    const path = `${this.#table.root}me/`;
    const { results } = await read(this.#transport, path, me, signal);
    const [user] = results;
    if (!user || results.length > 1) throw otherShape(`GET ${path}`);
    return user;
  }

  /**
   * The release of the server, where it tells: the gateway does not.
   * @throws {AwxError}
   */
  async version(signal?: AbortSignal): Promise<string | undefined> {
    return (await read(this.#transport, `${this.#table.root}ping/`, ping, signal)).version;
  }

  /**
   * Every token the user may see, page by page in the order of their ids, at most four pages at a time. A long list may
   * have changed when its last page has come (`tokens/catchUp.ts`).
   * @param options.only those that were never used, which a controller does not say of a token but can be asked for
   * @param options.onCount is told how many there are, before the first page is given
   * @throws {AwxError} also when more is said to come, and nothing new does
   */
  async *tokenPages(
    options: {
      readonly signal?: AbortSignal;
      readonly only?: "neverUsed";
      readonly onCount?: (count: number) => void;
    } = {},
  ): AsyncGenerator<readonly AccessToken[], void, undefined> {
    const { signal, only, onCount } = options;
    yield* this.#tokensWith(only === "neverUsed" ? "&last_used__isnull=true" : "", signal, onCount);
  }

  /**
   * How many tokens there are, of those whose ids are in a span, and the highest id among them: one small request.
   * @throws {AwxError}
   */
  async tokenCount(
    span: Span = {},
    signal?: AbortSignal,
  ): Promise<{ readonly count: number; readonly newestId: number | undefined }> {
    const query = queryOf({ ...span, isNewestFirst: true, size: 1 });
    const { count, results } = await this.#listed(query, signal);
    return { count, newestId: results[0]?.id };
  }

  /**
   * The tokens whose ids are in a span of no more than two hundred ids that are known.
   * @throws {AwxError}
   */
  async tokensIn(span: Span, signal?: AbortSignal): Promise<readonly AccessToken[]> {
    return (await this.#listed(queryOf(span), signal)).results;
  }

  /**
   * The tokens that were made or changed at a time or later, or used, where the list says when: the gateway's does.
   * @throws {AwxError}
   */
  async tokensChangedSince(
    { modified, used }: { readonly modified: Date; readonly used: Date | undefined },
    signal?: AbortSignal,
  ): Promise<readonly AccessToken[]> {
    const filter =
      used === undefined
        ? `&modified__gte=${modified.toISOString()}`
        : `&or__modified__gte=${modified.toISOString()}&or__last_used__gte=${used.toISOString()}`;
    const found: AccessToken[] = [];
    for await (const page of this.#tokensWith(filter, signal)) found.push(...page);
    return found;
  }

  /**
   * Every application the user may see, in the order of their ids.
   * @throws {AwxError} `forbidden` on a gateway for all but superusers and auditors
   */
  async applications(signal?: AbortSignal): Promise<readonly Application[]> {
    const path = `${this.#table.root}applications/`;
    const found: Application[] = [];
    const ask: Ask<Application> = (request) =>
      read(this.#transport, `${path}?${queryOf(request)}`, applicationPage, signal);
    for await (const page of pagesOf(ask, () => endless(path))) found.push(...page);
    return found;
  }

  /**
   * Those of some tokens that there still are, and that the user may see, as they are now: one request for each
   * hundred.
   * @throws {AwxError}
   */
  async tokens(ids: readonly number[], signal?: AbortSignal): Promise<readonly AccessToken[]> {
    const found: AccessToken[] = [];
    for (let first = 0; first < ids.length; first += idsAtOnce) {
      const some = ids.slice(first, first + idsAtOnce).join(",");
      const { results } = await this.#listed(`id__in=${some}&order_by=id&page_size=${String(pageSize)}`, signal);
      found.push(...results);
    }
    return found;
  }

  /**
   * The token of a user that was used last, before this request: AWX notes a use when it has answered
   * (`awx/main/models/oauth.py:114-124`). So right after a request of ours it is ours, unless another of the user's was
   * used since. Never used ones come first in that order (`NULLS FIRST`), so they are left out.
   * @throws {AwxError}
   */
  async lastUsedToken(userId: number, signal?: AbortSignal): Promise<AccessToken | undefined> {
    const query = `user=${String(userId)}&last_used__isnull=false&order_by=-last_used,-id&page_size=1`;
    return (await this.#listed(query, signal)).results[0];
  }

  /**
   * A user's personal tokens, or those for an application, the newest first and as many as fit on a page. What else
   * they are to be is for the caller to compare: a description may be longer than an address.
   * @throws {AwxError}
   */
  async newestTokens(
    userId: number,
    applicationId: number | null,
    signal?: AbortSignal,
  ): Promise<readonly AccessToken[]> {
    const application = applicationId === null ? "application__isnull=true" : `application=${String(applicationId)}`;
    const query = `user=${String(userId)}&${application}&order_by=-id&page_size=${String(pageSize)}`;
    return (await this.#listed(query, signal)).results;
  }

  /**
   * A token as it is now.
   * @throws {AwxError} `notFound` when it is gone, or not this user's to see
   */
  async token(id: number, signal?: AbortSignal): Promise<AccessToken> {
    const path = this.tokenPath(id);
    return this.#tokenIn(await this.#transport.request("GET", path, { signal }), id, `GET ${path}`);
  }

  /**
   * The same, with who made and changed it and where its history is.
   * @throws {AwxError} `notFound` when it is gone, or not this user's to see
   */
  async details(id: number, signal?: AbortSignal): Promise<TokenDetails> {
    const path = this.tokenPath(id);
    const answer = await this.#transport.request("GET", path, { signal });
    const token = this.#tokenIn(answer, id, `GET ${path}`);
    return { token, ...validated(tokenOrigins, answer, `GET ${path}`) };
  }

  /**
   * Fifty entries of a token's history, the newest first. The gateway lets nobody but superusers and auditors see it
   * (`ansible_base/lib/utils/views/permissions.py`, IsSuperuserOrAuditor).
   * @param link where it is, or its next page, as the server said
   * @throws {AwxError} `notFound` when there are no more, `badNextPage` when the link leads to another origin
   */
  async history(link: string, signal?: AbortSignal): Promise<HistoryPage> {
    const { newestFirst, page } = histories[this.source];
    const url = this.#urlOf(link, this.#tokensPath);
    url.searchParams.set("order_by", newestFirst);
    url.searchParams.set("page_size", String(historyPageSize));
    return read(this.#transport, url.pathname + url.search, page, signal);
  }

  /**
   * Changes some of a token and gives the token as it is now. What is not said stays as it is.
   * @throws {AwxError}
   */
  async updateToken(id: number, changes: TokenChanges, signal?: AbortSignal): Promise<AccessToken> {
    return this.#change("PATCH", id, changes, signal);
  }

  /**
   * Replaces all of a token that can be changed, and gives the token as it is now. Nothing may be left out: the server
   * resets that, and a token without scopes becomes one that may write (`awx/api/serializers.py:569-571`).
   * @throws {AwxError}
   */
  async replaceToken(id: number, values: TokenValues, signal?: AbortSignal): Promise<AccessToken> {
    return this.#change("PUT", id, values, signal);
  }

  /**
   * Makes a token for the user who is signed in, whose id is `userId`. The gateway takes it at its list alone
   * (django-ansible-base `oauth2_provider/views/user_mixin.py:34-46`); a list of personal tokens ignores an
   * application.
   * @throws {AwxError} `forbidden` for a user of an external login, unless the server's settings allow it, and on a
   *   gateway for an application, unless the user is a superuser
   */
  async createToken(
    userId: number,
    { description, scope, applicationId = null }: NewToken,
    signal?: AbortSignal,
  ): Promise<CreatedToken> {
    const isAtList = this.source === "gateway" || applicationId !== null;
    const path = isAtList ? this.#tokensPath : `${this.#table.root}users/${String(userId)}/personal_tokens/`;
    const body = { description, scope, ...(applicationId !== null && { application: applicationId }) };
    const answer = await this.#transport.request("POST", path, { body, signal });
    const request = `POST ${path}`;
    const { token: secret, refresh_token: refreshSecret } = validated(createdToken, answer, request);
    return { token: validated(listedToken[this.source], answer, request), secret, refreshSecret };
  }

  /**
   * Revokes a token, at once and for good.
   * @throws {AwxError}
   */
  async revokeToken(id: number, signal?: AbortSignal): Promise<void> {
    const path = this.tokenPath(id);
    // An answer with a body is not the server's (204), and says nothing of the token.
    if ((await this.#transport.request("DELETE", path, { signal })) !== undefined) throw otherShape(`DELETE ${path}`);
  }

  /**
   * Whether the credential may make tokens, and so write at all: the server leaves the action out for one that is
   * read-only (`awx/api/metadata.py`). Nothing is changed by asking.
   * @throws {AwxError}
   */
  async mayCreate(signal?: AbortSignal): Promise<boolean> {
    return this.#offers("POST", this.#tokensPath, signal);
  }

  /**
   * Whether the user may change a token, with this credential. Nothing is changed by asking.
   * @throws {AwxError}
   */
  async mayChange(id: number, signal?: AbortSignal): Promise<boolean> {
    return this.#offers("PUT", this.tokenPath(id), signal);
  }

  /** Where a token is. */
  tokenPath(id: number): string {
    return `${this.#tokensPath}${String(id)}/`;
  }

  get #tokensPath(): string {
    return `${this.#table.root}tokens/`;
  }

  /** The tokens that a filter, as the end of a query, leaves. */
  #tokensWith(filter: string, signal?: AbortSignal, onCount?: (count: number) => void) {
    let isFirst = true;
    const ask: Ask<AccessToken> = async (request) => {
      const page = await this.#listed(queryOf(request) + filter, signal);
      if (isFirst) onCount?.(page.count);
      isFirst = false;
      return page;
    };
    return pagesOf(ask, () => endless(this.#tokensPath));
  }

  async #listed(query: string, signal?: AbortSignal): Promise<Page<AccessToken>> {
    const path = `${this.#tokensPath}?${query}`;
    return read(this.#transport, path, accessTokenPage[this.source], signal);
  }

  async #change(method: "PATCH" | "PUT", id: number, body: TokenChanges, signal?: AbortSignal): Promise<AccessToken> {
    const path = this.tokenPath(id);
    return this.#tokenIn(await this.#transport.request(method, path, { body, signal }), id, `${method} ${path}`);
  }

  #tokenIn(answer: unknown, id: number, request: string): AccessToken {
    const token = validated(listedToken[this.source], answer, request);
    if (token.id !== id) throw otherShape(request);
    return token;
  }

  async #offers(action: "POST" | "PUT", path: string, signal?: AbortSignal): Promise<boolean> {
    const answer = await this.#transport.request("OPTIONS", path, { signal });
    return validated(endpointOptions, answer, `OPTIONS ${path}`).actions[action] !== undefined;
  }

  /** What a link of an answer leads to: the credential goes to one origin alone. */
  #urlOf(link: string, path: string): URL {
    const url = URL.canParse(link, this.#origin) ? new URL(link, this.#origin) : undefined;
    if (url?.origin === this.#origin) return url;
    throw new AwxError({ kind: "badNextPage", reason: "otherOrigin" }, `GET ${path}`);
  }
}

function endless(path: string): AwxError {
  return new AwxError({ kind: "badNextPage", reason: "loop" }, `GET ${path}`);
}
