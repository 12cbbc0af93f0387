import { bearer } from "../../../src/awx/authorization";
import { AwxClient } from "../../../src/awx/awxClient";
import { Transport, type TransportOptions } from "../../../src/awx/transport";
import type { Reader } from "../../../src/tokens/readTokens";
import { startFakeAwx, type FakeAwx, type FakeAwxOptions } from "../../fakeAwx/server";

/** A double of AWX that is new for each test of the suite this is called in. */
export function useFakeAwx(options?: FakeAwxOptions): () => FakeAwx {
  let awx: FakeAwx | undefined;
  beforeEach(async () => {
    awx = await startFakeAwx(options);
  });
  afterEach(() => awx?.stop());
  return () => {
    if (!awx) throw new Error("only to be called in a test");
    return awx;
  };
}

/** What sends to a server as its token `tokenId`. */
export function transportTo(awx: FakeAwx, tokenId = 1, options: Partial<TransportOptions> = {}): Transport {
  return new Transport({
    origin: new URL(awx.url).origin,
    authorization: bearer(awx.secretOf(tokenId)),
    timeoutMilliseconds: 5000,
    onExchange: () => undefined,
    ...options,
  });
}

/** The client of a server's own table, signed in with its token `tokenId`. */
export function clientOf(awx: FakeAwx, tokenId = 1): AwxClient {
  return clientWith(awx, transportTo(awx, tokenId));
}

/** The client of a server's own table that sends with a transport. */
export function clientWith(awx: FakeAwx, transport: Transport): AwxClient {
  const { origin, pathname } = new URL(awx.url);
  return new AwxClient(transport, origin, {
    source: "controller",
    root: `${pathname.replace(/\/$/, "")}/api/v2/`,
  });
}

/** What reads the tokens of an AWX. */
export function readerWith(client: AwxClient): Reader {
  return {
    kind: "signedIn",
    family: "controller",
    clients: [client],
    canWrite: true,
    isSessionOnly: false,
    signInToken: { kind: "none" },
  };
}

/** A JSON answer for `FakeAwx.intercept`. */
export function json(status: number, body: unknown) {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** The promise of something that the test decides when. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Waits until something holds; rejects when it does not within the time a test has. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never came true: ${String(condition)}`);
    await new Promise(setImmediate);
  }
}
