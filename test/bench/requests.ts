import { forEachAtMost } from "../../src/util/atMost";

/** A request that was sent with `fetch`. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
}

/** What is sent while something is done. */
export async function requestsOf(act: () => unknown): Promise<SentRequest[]> {
  const sent: SentRequest[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    sent.push({ method: init?.method ?? "GET", url: input instanceof Request ? input.url : String(input) });
    return fetch(input, init);
  };
  try {
    await act();
  } finally {
    globalThis.fetch = fetch;
  }
  return sent;
}

/** GETs some addresses, at most so many at a time, and reads their JSON: no client can do with less. */
export async function bareGets(urls: readonly string[], secret: string, atOnce = 4): Promise<void> {
  await forEachAtMost(atOnce, urls, async (url) => {
    JSON.parse(await bareGet(url, secret));
  });
}

/** GETs an address and gives the text of the answer. */
export async function bareGet(url: string, secret: string): Promise<string> {
  const response = await fetch(url, { headers: { Accept: "application/json", Authorization: `Bearer ${secret}` } });
  return response.text();
}
