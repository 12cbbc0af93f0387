import type { History, Token } from "../model";
import { timestamp } from "../serializing";

/** What the gateway shows instead of a secret value (ansible_base/lib/utils/encryption.py). */
export const encrypted = "$encrypted$";

type Fields = Readonly<Record<string, unknown>>;

/** ansible_base/activitystream: an entry has all fields but `last_used`, so a save that changed nothing has `modified`. */
export const gatewayHistory: History = {
  created: (token) => entry({ added_fields: columns(token) }),
  edited: (before, after) => {
    const old = columns(before);
    const pairs = Object.entries(columns(after))
      .filter(([name, value]) => value !== old[name])
      .map(([name, value]) => [name, [old[name], value]] as const);
    return entry({ changed_fields: Object.fromEntries(pairs) });
  },
  deleted: (token) => entry({ removed_fields: columns(token) }),
};

function entry(changes: Partial<Record<"added_fields" | "changed_fields" | "removed_fields", Fields>>): Fields {
  return { added_fields: {}, changed_fields: {}, removed_fields: {}, ...changes };
}

function columns(token: Token): Fields {
  return {
    id: token.id,
    user: token.userId,
    scope: token.scope,
    token: encrypted,
    created: timestamp(token.created),
    expires: timestamp(token.expires),
    id_token: null,
    modified: timestamp(token.modified),
    created_by: token.createdBy,
    application: token.applicationId,
    description: token.description,
    modified_by: token.modifiedBy,
    source_refresh_token: null,
  };
}
