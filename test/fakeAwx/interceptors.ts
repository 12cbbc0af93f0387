/** What comes instead of, or before, the answer by the rules. */
export type InterceptAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | "reset"
  | "hang"
  | { readonly until: Promise<unknown> };

export interface InterceptMatch {
  readonly method?: string;
  /** Tested against the path with its query. */
  readonly path?: RegExp;
}

interface Interceptor {
  readonly match: InterceptMatch;
  readonly answer: InterceptAnswer;
  remaining: number;
}

/** Prepared answers for matching requests; of several that match, the one prepared last is used. */
export class Interceptors {
  #active: Interceptor[] = [];

  /** Returns what ends it. */
  add(match: InterceptMatch, answer: InterceptAnswer, times = Number.POSITIVE_INFINITY): () => void {
    const interceptor: Interceptor = { match, answer, remaining: times };
    this.#active.push(interceptor);
    return () => {
      this.#active = this.#active.filter((each) => each !== interceptor);
    };
  }

  take(method: string, path: string): InterceptAnswer | undefined {
    const found = this.#active.findLast(
      ({ match, remaining }) =>
        remaining > 0 &&
        (match.method === undefined || match.method === method) &&
        (match.path === undefined || path.search(match.path) >= 0),
    );
    if (found) found.remaining -= 1;
    return found?.answer;
  }
}
