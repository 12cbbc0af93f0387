import type { FakeAwx } from "../../fakeAwx/server";

/** A request that a server was sent, as far as it says what was wanted. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What a server was asked, in order. */
export function sent({ requests }: FakeAwx): SentRequest[] {
  return requests.map(({ method, path, body }) => ({ method, path, body }));
}

/** What a server was asked to change, in order. */
export function changes(awx: FakeAwx): SentRequest[] {
  return sent(awx).filter(({ method }) => !["GET", "OPTIONS"].includes(method));
}
