import type { Context } from "../context";
import { mayWrite } from "../credentials";
import { defaultScope } from "../model";
import { maxPageSize } from "../paging";
import { canChangeToken } from "../rights";
import type { ApplicationRule } from "./validation";

type Metadata = Readonly<Record<string, unknown>>;

/** Labels and types of awx/api/metadata.py; the prose of `help_text` is left out. */
const readable: readonly (readonly [name: string, type: string, isFilterable: boolean])[] = [
  ["id", "integer", true],
  ["url", "string", false],
  ["related", "object", false],
  ["summary_fields", "object", false],
  ["created", "datetime", true],
  ["modified", "datetime", true],
  ["description", "string", true],
  ["user", "id", true],
  ["token", "string", true],
  ["refresh_token", "field", false],
  ["application", "id", true],
  ["expires", "datetime", true],
  ["scope", "string", true],
];

/** OPTIONS of one token: `PUT` is listed only to who may change it and calls with write scope. */
export function tokenMetadata(context: Context, id: number): Metadata {
  const token = context.model.token(id);
  const mayChange =
    token !== undefined && mayWrite(context.caller) && canChangeToken(context.model, context.caller.user, token);
  return {
    actions: { GET: readActions(), ...(mayChange && { PUT: writableText() }) },
    types: ["o_auth2_access_token"],
  };
}

/** OPTIONS of a list of tokens. */
export function tokenListMetadata(context: Context, application: ApplicationRule): Metadata {
  return {
    actions: { GET: readActions(), ...(mayWrite(context.caller) && { POST: createActions(application) }) },
    types: ["o_auth2_access_token"],
    search_fields: ["description"],
    related_search_fields: [
      "application__search",
      "id_token__search",
      "refresh_token__search",
      "user__search",
      "source_refresh_token__search",
    ],
    max_page_size: maxPageSize,
  };
}

function readActions(): Metadata {
  const fields: Record<string, unknown> = {};
  for (const [name, type, filterable] of readable) {
    fields[name] = { type, hidden: false, label: label(name), filterable };
  }
  const type = { type: "choice", hidden: false, label: "Type", choices: [["o_auth2_access_token", "Access Token"]] };
  return { ...fields, type };
}

function createActions(rule: ApplicationRule): Metadata {
  const required = rule === "required";
  const application = { type: "id", required, hidden: false, label: "Application", filterable: true };
  return { ...writableText(), ...(rule !== "ignored" && { application }) };
}

function writableText(): Metadata {
  const field = (name: string, value: string): Metadata => ({
    type: "string",
    required: false,
    hidden: false,
    label: label(name),
    filterable: true,
    default: value,
  });
  return { description: field("description", ""), scope: field("scope", defaultScope) };
}

function label(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
