import type { Context } from "../context";
import { canChangeToken } from "../rights";

type Metadata = Readonly<Record<string, unknown>>;

/** Types of rest_framework/metadata.py; what its relations and methods give back is but a "field". */
const fields: readonly (readonly [name: string, type: string, isWritable?: boolean])[] = [
  ["id", "integer"],
  ["url", "field"],
  ["related", "field"],
  ["summary_fields", "field"],
  ["created", "datetime"],
  ["created_by", "field"],
  ["modified", "datetime"],
  ["modified_by", "field"],
  ["expires", "datetime"],
  ["user", "field"],
  ["application", "field", true],
  ["description", "string", true],
  ["last_used", "datetime"],
  ["scope", "string", true],
  ["token", "field"],
  ["refresh_token", "field"],
];

/** OPTIONS of one token: what the caller could change, if anything; scopes are not looked at. */
export function tokenMetadata({ model, caller }: Context, id: number): Metadata {
  const token = model.token(id);
  return token && canChangeToken(model, caller.user, token) ? { actions: { PUT: fieldMetadata() } } : {};
}

/** OPTIONS of the list: anyone may make a token. */
export function tokenListMetadata(): Metadata {
  return { actions: { POST: fieldMetadata() } };
}

function fieldMetadata(): Metadata {
  return Object.fromEntries(
    fields.map(([name, type, isWritable = false]) => [
      name,
      {
        type,
        required: false,
        read_only: !isWritable,
        label: name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "),
        ...(name === "scope" && { max_length: 32 }),
      },
    ]),
  );
}
