import type { FakeAwx } from "../fakeAwx/server";
import type { Exchange } from "./recording";

const aliceId = 2;

/** Tokens the recorder made, and mostly removed again, by requests that are not in the recording. */
export class OutsideTokens {
  readonly #awx: FakeAwx;
  readonly #exchanges: readonly Exchange[];
  #lastId = 0;
  #hasMany = false;

  constructor(awx: FakeAwx, exchanges: readonly Exchange[]) {
    this.#awx = awx;
    this.#exchanges = exchanges;
  }

  /** Brings the server to the state the next exchange was recorded in. */
  prepare(exchange: Exchange): void {
    this.#noteLastId();
    if (isAboutMany(exchange) && !this.#hasMany) {
      this.#hasMany = true;
      this.#makeMany();
    }
    this.#makeMissing(exchange);
    const newId = exchange.response.status === 201 ? idOf(exchange.response.body) : undefined;
    if (newId !== undefined) this.#skipTo(newId - 1);
    if (isDryRun(exchange)) this.#lastId += 1;
  }

  /**
   * Makes alice's personal read tokens with the ids the `many-*` exchanges list; ids beyond the listed ones follow
   * from the longest count.
   */
  #makeMany(): void {
    const pages = this.#exchanges.filter(isAboutMany).map(({ response }) => pageOf(response.body));
    const present = this.#awx.tokens().map(({ id }) => id);
    const wanted = new Set(pages.flatMap(({ ids }) => ids).filter((id) => id > this.#lastId));
    const missing = Math.max(0, ...pages.map(({ count }) => count)) - present.length - wanted.size;
    const first = Math.max(this.#lastId, ...wanted) + 1;
    for (let extra = 0; extra < missing; extra += 1) wanted.add(first + extra);
    for (const [index, id] of [...wanted].sort((a, b) => a - b).entries()) {
      this.#skipTo(id - 1);
      this.#awx.createToken({
        userId: aliceId,
        scope: "read",
        description: `bulk ${String(index).padStart(3, "0")}`,
      });
      this.#noteLastId();
    }
  }

  /** Makes a token that a request finds and no recorded one has made, as it is shown next. */
  #makeMissing(exchange: Exchange): void {
    const id = Number(/\/tokens\/(\d+)\//.exec(exchange.request.target)?.[1]);
    if (!(id > this.#lastId) || exchange.response.status >= 400) return;
    const later = this.#exchanges.slice(this.#exchanges.indexOf(exchange));
    const body = later.map(({ response }) => response.body).find((each) => idOf(each) === id) as TokenBody | undefined;
    if (!body) return;
    this.#skipTo(id - 1);
    const { user: userId, application: applicationId, description, scope } = body;
    this.#awx.createToken({ userId, applicationId, description, scope });
  }

  #skipTo(id: number): void {
    while (this.#lastId < id) {
      this.#lastId = this.#awx.createToken({ userId: aliceId });
      this.#awx.deleteToken(this.#lastId);
    }
  }

  #noteLastId(): void {
    this.#lastId = Math.max(this.#lastId, ...this.#awx.tokens().map(({ id }) => id));
  }
}

function isAboutMany({ name }: Exchange): boolean {
  return name.startsWith("many-");
}

/** It takes an id for the token it does not keep. */
function isDryRun({ request, response }: Exchange): boolean {
  return request.method === "POST" && response.status === 202;
}

interface TokenBody {
  readonly user: number;
  readonly application: number | null;
  readonly description: string;
  readonly scope: string;
}

type Body = Exchange["response"]["body"];

function pageOf(body: Body): { readonly count: number; readonly ids: readonly number[] } {
  const page = body as { readonly count?: number; readonly results?: readonly Body[] } | null;
  return { count: page?.count ?? 0, ids: (page?.results ?? []).flatMap((result) => idOf(result) ?? []) };
}

function idOf(body: Body): number | undefined {
  const { id } = (body ?? {}) as { readonly id?: unknown };
  return typeof id === "number" ? id : undefined;
}
