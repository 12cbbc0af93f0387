import assert from "node:assert/strict";
import fc from "fast-check";
import type * as v from "valibot";
import { AwxError } from "../../../src/awx/errors";
import { validated } from "../../../src/awx/read";
import {
  accessTokenPage,
  apiRoot,
  applicationPage,
  createdToken,
  endpointOptions,
  listedToken,
  me,
  ping,
  versionRoot,
} from "../../../src/awx/schemas";

const time = "2026-01-01T00:00:00.123456Z";
const token = {
  id: 7,
  description: "",
  scope: "read",
  user: 1,
  application: null,
  created: time,
  modified: time,
  expires: time,
  last_used: null,
  summary_fields: { user: { username: "admin" }, application: { name: "vscode" } },
};
const application = {
  id: 1,
  name: "vscode",
  description: "",
  summary_fields: { organization: { name: "Acme" } },
};
const user = { id: 1, username: "admin", is_superuser: true, is_system_auditor: false, is_platform_auditor: false };

const examples: readonly (readonly [name: string, schema: v.GenericSchema, example: object])[] = [
  ["listedToken", listedToken.gateway, token],
  ["accessTokenPage", accessTokenPage.controller, { count: 1, next: null, results: [token, token] }],
  ["applicationPage", applicationPage, { count: 1, next: null, results: [application] }],
  ["createdToken", createdToken, { token: "abc", refresh_token: "def" }],
  ["endpointOptions", endpointOptions, { actions: { POST: {}, PUT: {} } }],
  ["me", me, { count: 1, results: [user] }],
  ["apiRoot", apiRoot, { apis: { gateway: "/a/", controller: "/b/" }, current_version: "/api/v2/" }],
  ["versionRoot", versionRoot, { me: "/me/", tokens: "/tokens/" }],
  ["ping", ping, { version: "24.6.1" }],
];

/** What a field may hold that nobody expected there. */
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    ...[null, "", "\0", -1, 0, 0.5, 1e300, 2 ** 53, -0, true, [], {}, "null", "NaN", "__proto__"],
    ...["3026-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "+275760-09-13T00:00:00.001Z", "2026-02-30T00:00:00Z"],
    ...["2026-01-01", "1", "yesterday", "99999999999999999999"],
  ),
);

/** A value like the example, in which some of what it holds is anything else, is missing, or is beside something more. */
function like(example: unknown): fc.Arbitrary<unknown> {
  const wanted = Array.isArray(example)
    ? fc.tuple(...example.map(like))
    : typeof example === "object" && example !== null
      ? fc
          .record(Object.fromEntries(Object.entries(example).map(([key, value]) => [key, like(value)])), {
            requiredKeys: Object.keys(example).filter((key) => key !== "last_used" && key !== "tokens"),
          })
          .chain((fields) => fc.constantFrom<object>(fields, { ...fields, more: 1 }))
      : fc.constant(example);
  return fc.oneof({ weight: 30, arbitrary: wanted }, { weight: 1, arbitrary: odd });
}

describe("an answer of the server", () => {
  for (const [name, schema, example] of examples) {
    it(`is taken for ${name} when it has all that this promises, and refused with an AwxError otherwise`, () => {
      let accepted = 0;
      fc.assert(
        fc.property(fc.oneof(like(example), odd), (answer) => {
          let read: unknown;
          try {
            read = validated(schema, answer, "GET /");
          } catch (error) {
            assert.ok(error instanceof AwxError, String(error));
            assert.deepEqual(error.problem, { kind: "unexpectedAnswer", status: 200, found: "otherShape" });
            return;
          }
          accepted++;
          assertPromised(read);
        }),
        { numRuns: 500 },
      );
      assert.ok(accepted > 0);
      assert.doesNotThrow(() => validated(schema, example, "GET /"));
    });
  }

  it("has a time in it for every text that is one to JavaScript, and for no other", () => {
    const upTo = (most: number) => fc.integer({ min: 0, max: most }).map((part) => String(part).padStart(2, "0"));
    const zone = fc.constantFrom("Z", "Z", "+02:00", "", "z", "Z\n");
    const date = fc.tuple(fc.constantFrom("2026", "0000", "9999", "12026"), upTo(13), upTo(32));
    const fraction = fc.constantFrom("", ".5", ".123456", ".");
    const texts = fc
      .tuple(date, upTo(25), upTo(60), upTo(60), fraction, zone)
      .map(([day, hour, minute, second, rest, end]) => `${day.join("-")}T${hour}:${minute}:${second}${rest}${end}`);
    fc.assert(
      fc.property(texts, (modified) => {
        const isRead = () => validated(listedToken.controller, { ...token, modified }, "GET /");
        if (Number.isNaN(Date.parse(modified))) assert.throws(isRead, AwxError);
        else assert.equal(isRead().modified, modified);
      }),
      { numRuns: 2000 },
    );
  });

  it("is refused when the id in it is more than a number can tell from the next one", () => {
    const id = 2 ** 53;
    assert.throws(() => validated(listedToken.controller, { ...token, id }, "GET /"), AwxError);
  });
});

/** What the names of a value's fields promise of them, wherever they are in it. */
const promises: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isId,
  ownerId: (value) => value === null || isId(value),
  applicationId: (value) => value === null || isId(value),
  description: isText,
  scope: isText,
  modified: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  created: isTime,
  expires: isTime,
  lastUsed: (value) => value === undefined || value === null || isTime(value),
  ownerName: isTextOrNone,
  applicationName: isTextOrNone,
  username: isText,
  role: (value) => ["superuser", "auditor", "user"].includes(value as string),
  next: (value) => value === null || isText(value),
  token: (value) => isText(value) && new Headers({ authorization: `Bearer ${value}` }).has("authorization"),
  refresh_token: isTextOrNone,
  name: isText,
  organizationName: isTextOrNone,
  version: isTextOrNone,
  current_version: isTextOrNone,
  gateway: isText,
  controller: isTextOrNone,
  me: isText,
  tokens: isTextOrNone,
};

function assertPromised(value: unknown): void {
  if (Array.isArray(value)) value.forEach(assertPromised);
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  for (const [key, held] of Object.entries(value)) {
    assert.ok(promises[key]?.(held) ?? true, `${key}: ${String(held)}`);
    if (key !== "actions") assertPromised(held);
  }
}

function isId(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTextOrNone(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isTime(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
