import * as v from "valibot";
import { time } from "./schemas";

/** One thing that somebody did to a token. Every text in it is the server's: do not trust it. */
export interface HistoryEntry {
  readonly id: number;
  readonly at: Date;
  /** `create`, `update`, `delete`, or whatever else the server calls it. */
  readonly operation: string;
  /** The user's name; none when the user was deleted, or it was the server itself. */
  readonly who: string | undefined;
  readonly changes: readonly FieldChange[];
}

/** What was done to a field. */
export interface FieldChange {
  /** As the server names it. */
  readonly field: string;
  /** The value from before; none for one that was set first. */
  readonly from: string | undefined;
  /** The value after; none for one that is gone. */
  readonly to: string | undefined;
  /** Its values are not told: `from` and `to` are empty where there was one. */
  readonly isSecret: boolean;
}

/** One page of a history. */
export interface HistoryPage {
  readonly entries: readonly HistoryEntry[];
  /** How many entries there are in all. */
  readonly count: number;
  /** Where the next page is, as the server says it. */
  readonly next: string | undefined;
}

const person = v.object({ username: v.optional(v.string()) });
const values = v.record(v.string(), v.unknown());

/** An entry as AWX has it (`awx/api/serializers.py`, ActivityStreamSerializer). */
const controllerEntry = v.pipe(
  v.object({
    id: v.number(),
    timestamp: time,
    operation: v.string(),
    changes: v.nullish(values),
    // A user who was deleted is still named, by what was noted of them (`deleted_actor`).
    summary_fields: v.object({ actor: v.optional(person) }),
  }),
  v.transform((json): HistoryEntry => {
    const changes = Object.entries(json.changes ?? {}).map(([field, value]) => {
      const isPair = json.operation !== "create" && json.operation !== "delete" && isPairOf(value);
      if (isPair) return changeOf(field, ...value);
      return json.operation === "delete" ? changeOf(field, value, absent) : changeOf(field, absent, value);
    });
    return {
      id: json.id,
      at: new Date(json.timestamp),
      operation: json.operation,
      who: json.summary_fields.actor?.username,
      changes: changes.filter(tellsSomething),
    };
  }),
);

/** The same as the gateway has it (django-ansible-base `activitystream/models/entry.py`). */
const gatewayEntry = v.pipe(
  v.object({
    id: v.number(),
    created: time,
    operation: v.string(),
    changes: v.nullish(
      v.object({
        added_fields: v.optional(values, {}),
        changed_fields: v.optional(v.record(v.string(), v.tuple([v.unknown(), v.unknown()])), {}),
        removed_fields: v.optional(values, {}),
      }),
    ),
    summary_fields: v.object({ created_by: v.optional(person) }),
  }),
  v.transform((json): HistoryEntry => {
    const { added_fields = {}, changed_fields = {}, removed_fields = {} } = json.changes ?? {};
    const changes = [
      ...Object.entries(changed_fields).map(([field, pair]) => changeOf(field, ...pair)),
      ...Object.entries(added_fields).map(([field, value]) => changeOf(field, absent, value)),
      ...Object.entries(removed_fields).map(([field, value]) => changeOf(field, value, absent)),
    ];
    return {
      id: json.id,
      at: new Date(json.created),
      operation: json.operation,
      who: json.summary_fields.created_by?.username,
      changes: changes.filter(tellsSomething),
    };
  }),
);

function pageOf<S extends v.GenericSchema<unknown, HistoryEntry>>(entry: S) {
  return v.pipe(
    v.object({
      count: v.pipe(v.number(), v.integer(), v.minValue(0)),
      next: v.nullable(v.string()),
      results: v.array(entry),
    }),
    v.transform(({ count, next, results }): HistoryPage => ({ entries: results, count, next: next ?? undefined })),
  );
}

/** How a table's history is asked for and what it answers. */
export const histories = {
  controller: { newestFirst: "-timestamp,-id", page: pageOf(controllerEntry) },
  gateway: { newestFirst: "-created,-id", page: pageOf(gatewayEntry) },
} as const;

/** Where a value would be, if there were one; a server's own `null` is a value. */
const absent = Symbol("absent");

function changeOf(field: string, from: unknown, to: unknown): FieldChange {
  const isSecret = secretFields.has(field) || isMask(from) || isMask(to);
  const text = (value: unknown): string | undefined =>
    value === absent ? undefined : isSecret && value !== null ? "" : textOf(value);
  return { field, from: text(from), to: text(to), isSecret };
}

/** Those that hold a value which signs in, or would: not shown even if a server forgets to mask it. */
const secretFields: ReadonlySet<string> = new Set(["token", "token_checksum", "refresh_token", "client_secret"]);

/** What AWX and the gateway show instead of a secret (`awx/main/constants.py`, `ansible_base/lib/utils/encryption.py`). */
function isMask(value: unknown): boolean {
  return value === "************" || value === "$encrypted$";
}

/** What says nothing that the entry itself does not: what it is about, who did it and when. */
const saidByEntry: ReadonlySet<string> = new Set(["id", "created", "created_by", "modified", "modified_by"]);

function tellsSomething({ field, from, to, isSecret }: FieldChange): boolean {
  if (saidByEntry.has(field)) return false;
  return isSecret || (from ?? "") !== (to ?? "");
}

function isPairOf(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
