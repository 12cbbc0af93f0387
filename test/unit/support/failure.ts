import assert from "node:assert/strict";
import { inspect } from "node:util";
import { AwxError } from "../../../src/awx/errors";

/** The error that a request fails with. */
export async function failureOf(request: Promise<unknown>): Promise<AwxError> {
  const error: unknown = await request.then(
    () => assert.fail("the request was answered"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AwxError, inspect(error));
  return error;
}
