import * as v from "valibot";
import { AwxError } from "./errors";
import type { Transport } from "./transport";

/**
 * What a GET of a path answers, once it has the shape that the schema asks for.
 * @throws {AwxError}
 */
export async function read<S extends v.GenericSchema>(
  transport: Transport,
  path: string,
  schema: S,
  signal?: AbortSignal,
): Promise<v.InferOutput<S>> {
  return validated(schema, await transport.request("GET", path, { signal }), `GET ${path}`);
}

/**
 * An answer, once it has the shape that the schema asks for.
 * @throws {AwxError} `unexpectedAnswer`
 */
export function validated<S extends v.GenericSchema>(schema: S, answer: unknown, request: string): v.InferOutput<S> {
  const result = v.safeParse(schema, answer);
  if (!result.success) throw otherShape(request);
  return result.output;
}

/** Says that an answer is not what AWX gives there. */
export function otherShape(request: string): AwxError {
  return new AwxError({ kind: "unexpectedAnswer", status: 200, found: "otherShape" }, request);
}
