import type { AccessToken } from "../../../src/awx/schemas";

/** A listed token, of which a test names what it is about. */
export function aToken(values: Partial<AccessToken> = {}): AccessToken {
  return {
    source: "controller",
    id: 1,
    description: "a token",
    scope: "read",
    ownerId: 1,
    ownerName: "admin",
    applicationId: null,
    applicationName: undefined,
    created: new Date("2026-01-02T03:04:05.678Z"),
    modified: "2026-01-02T03:04:05.678901Z",
    expires: new Date("3026-01-02T03:04:05.678Z"),
    lastUsed: undefined,
    ...values,
  };
}
