import type * as v from "valibot";
import { AwxError } from "./errors";
import { otherShape, read, validated } from "./read";
import { accessToken, accessTokenPage, me, type AccessToken, type Me } from "./schemas";
import type { Transport } from "./transport";

/** What an edit may change: AWX ignores every other key without a word (`awx/api/serializers.py:1228-1230`). */
export type TokenChanges = { readonly description: string } | { readonly scope: string };

/** The largest page AWX gives (`awx/settings/defaults.py:369`). */
const pageSize = 200;

/** More pages than any AWX has, so that a list that never ends is noticed. */
const mostPages = 1000;

/** The token API of one AWX server, as one signed-in user. */
export class AwxClient {
  readonly #transport: Transport;
  readonly #origin: string;
  readonly #root: string;

  /** @param baseUrl the server's address, with its path prefix and no trailing slash */
  constructor(transport: Transport, baseUrl: string) {
    const { origin, pathname } = new URL(baseUrl);
    this.#transport = transport;
    this.#origin = origin;
    this.#root = `${pathname.replace(/\/$/, "")}/api/v2/`;
  }

  /**
   * Who the credential signs in as. The one check of a credential there is: the API's roots answer 200 to anybody.
   * @throws {AwxError}
   */
  async me(signal?: AbortSignal): Promise<Me> {
    return read(this.#transport, `${this.#root}me/`, me, signal);
  }

  /**
   * Every token the user may see, page by page in the order of their ids.
   * @throws {AwxError} also when a page leads to another origin or back to an earlier one
   */
  async *tokenPages(signal?: AbortSignal): AsyncGenerator<readonly AccessToken[], void, undefined> {
    const seen = new Set<string>();
    // AWX adds no tie-breaker of its own, so a list that is not ordered by id may repeat and skip rows.
    let path: string | undefined = `${this.#root}tokens/?order_by=id&page_size=${String(pageSize)}`;
    while (path !== undefined) {
      seen.add(path);
      const page: v.InferOutput<typeof accessTokenPage> | undefined = await this.#page(path, seen.size > 1, signal);
      if (!page) return;
      yield page.results;
      path = page.next === null ? undefined : this.#nextPath(page.next, seen, path);
    }
  }

  /**
   * Changes a token's description or its scopes and gives the token as it is now. A PATCH of that field alone: a PUT
   * resets what it leaves out (`awx/api/serializers.py:569-571`).
   * @throws {AwxError}
   */
  async updateToken(id: number, changes: TokenChanges, signal?: AbortSignal): Promise<AccessToken> {
    const path = `${this.#root}tokens/${String(id)}/`;
    const answer = await this.#transport.request("PATCH", path, { body: changes, signal });
    const token = validated(accessToken, answer, `PATCH ${path}`);
    if (token.id !== id) throw otherShape(`PATCH ${path}`);
    return token;
  }

  async #page(path: string, isLater: boolean, signal?: AbortSignal) {
    try {
      return await read(this.#transport, path, accessTokenPage, signal);
    } catch (error) {
      // "Invalid page.": the list became shorter while it was read, so what came before is all there is.
      if (isLater && error instanceof AwxError && error.problem.kind === "notFound") return undefined;
      throw error;
    }
  }

  #nextPath(next: string, seen: ReadonlySet<string>, path: string): string {
    const url = URL.canParse(next, this.#origin) ? new URL(next, this.#origin) : undefined;
    if (url?.origin !== this.#origin) throw new AwxError({ kind: "badNextPage", reason: "otherOrigin" }, `GET ${path}`);
    const nextPath = url.pathname + url.search;
    if (seen.has(nextPath) || seen.size === mostPages)
      throw new AwxError({ kind: "badNextPage", reason: "loop" }, `GET ${path}`);
    return nextPath;
  }
}
