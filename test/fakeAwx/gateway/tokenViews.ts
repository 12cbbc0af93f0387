import type { Context, Reply } from "../context";
import { ApiError, detail, HtmlError, noSuchObject, permissionDenied, refuseExternalUser } from "../errors";
import { parseBoolean } from "../fieldValues";
import { listPage, unfilteredPage } from "../listing";
import { translate } from "../messages";
import { defaultScope } from "../model";
import type { Token } from "../model";
import { typeName } from "../primaryKey";
import { parseInteger } from "../python";
import type { JsonObject, JsonValue } from "../pythonJson";
import { isJsonObject, JsonNumber } from "../pythonJson";
import { canChangeToken } from "../rights";
import type { View } from "../view";
import { gatewayLink, gatewayTokenBody } from "./serializers";
import { gatewayTokenTable } from "./tables";
import { tokenListMetadata, tokenMetadata } from "./tokenOptions";
import { checkTokenFields } from "./validation";

/** `/api/gateway/v1/tokens/`: everyone's tokens, for everyone (recorded: alice-list). */
export const tokenList: View = {
  name: "O Auth2 Token List",
  metadata: tokenListMetadata,
  authorize: (context) => {
    if (context.method === "POST") authorizeCreation(context);
  },
  GET: (context) => listTokens(context, () => true),
  POST: createToken,
};

/** `/api/gateway/v1/tokens/{key}/`: PUT and PATCH do the same, as no field is required. */
export function tokenDetail(key: string): View {
  const id = parseInteger(key);
  const found = ({ model }: Context): Token => {
    if (id === undefined) throw detail(404, "Not found.");
    const token = model.token(id);
    if (!token) throw noSuchObject("OAuth2AccessToken");
    return token;
  };
  const changeable = (context: Context): Token => {
    const token = found(context);
    if (!canChangeToken(context.model, context.caller.user, token)) throw permissionDenied();
    return token;
  };
  return {
    name: "O Auth2 Token Instance",
    metadata: (context) => (id === undefined ? {} : tokenMetadata(context, id)),
    GET: (context) => {
      const token = context.caller.user.isSystemAuditor ? found(context) : changeable(context);
      return { status: 200, body: gatewayTokenBody(context, token) };
    },
    PUT: (context) => updateToken(context, changeable(context)),
    PATCH: (context) => updateToken(context, changeable(context)),
    DELETE: (context) => {
      context.model.deleteToken(changeable(context), context.caller.user.id);
      return { status: 204 };
    },
  };
}

/** `/api/gateway/v1/applications/{key}/tokens/` */
export function applicationTokens(key: string): View {
  return {
    name: "O Auth2 Token List",
    GET: (context) => {
      const id = numeric(key);
      if (!context.model.application(id)) throw noSuchObject("OAuth2Application");
      return listTokens(context, (token) => token.applicationId === id);
    },
  };
}

/** `/api/gateway/v1/users/{key}/tokens/` and its like: of that user, existing or not, and unfiltered. */
export function userTokens(name: string, isListed: (token: Token) => boolean): (key: string) => View {
  return (key) => ({
    name,
    GET: (context) => {
      const id = numeric(key);
      const rows = context.model.tokens().filter((token) => token.userId === id && isListed(token));
      return unfilteredPage(context, rows, (token) => gatewayTokenBody(context, token));
    },
  });
}

/** An id that goes into a query unchecked. */
function numeric(key: string): number {
  const id = parseInteger(key);
  if (id === undefined) throw new HtmlError(500, `Field 'id' expected a number but got '${key}'.`);
  return id;
}

function listTokens(context: Context, isListed: (token: Token) => boolean): Reply {
  return listPage(context, {
    table: gatewayTokenTable,
    rows: context.model.tokensAsStored().filter(isListed),
    serialize: (token) => gatewayTokenBody(context, token),
    searchFields: [],
  });
}

/** OAuth2TokenPermission.has_permission: a token for an application is for superusers to make. */
function authorizeCreation({ data, caller }: Context): void {
  if (!isJsonObject(data)) throw new HtmlError(500, `'${typeName(data)}' object has no attribute 'get'`);
  const application = data.get("application");
  if (application !== undefined && isTrue(application) && !caller.user.isSuperuser) throw permissionDenied();
}

/** Python's `bool(value)`. */
function isTrue(value: JsonValue): boolean {
  if (value instanceof JsonNumber) return Number(value.text) !== 0;
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Map ? value.size > 0 : Boolean(value);
}

function createToken(context: Context): Reply {
  const { model, caller } = context;
  const { description = "", scope = defaultScope, applicationId = null } = checkedFields(context);
  refuseExternalUser(caller.user);
  if (isDryRun(context)) {
    model.skipTokenId();
    return accepted;
  }
  const token = model.createToken({ userId: caller.user.id, applicationId, description, scope }, caller.user.id);
  const location = gatewayLink(context, `tokens/${String(token.id)}/`);
  return { status: 201, body: gatewayTokenBody(context, token), headers: { Location: location } };
}

function updateToken(context: Context, token: Token): Reply {
  const values = checkedFields(context);
  if (isDryRun(context)) return accepted;
  context.model.updateToken(token, values, context.caller.user.id);
  return { status: 200, body: gatewayTokenBody(context, token) };
}

const accepted: Reply = { status: 202, body: { detail: "Request would have been accepted" } };

/** ansible_base/lib/serializers/validation.py; a value that is no boolean ends in an exception that nobody catches. */
function isDryRun({ query }: Context): boolean {
  const text = query.get("validate");
  if (text === undefined) return false;
  try {
    return parseBoolean(text);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new HtmlError(500, `Unable to convert "${text}" to boolean`);
  }
}

function checkedFields(context: Context) {
  const checked = checkTokenFields(objectOf(context), context.model, context.language);
  if ("errors" in checked) throw new ApiError(400, () => checked.errors);
  return checked.values;
}

function objectOf({ data }: Context): JsonObject {
  if (isJsonObject(data)) return data;
  const text = data === null ? "No data provided" : "Invalid data. Expected a dictionary, but got {type}.";
  throw new ApiError(400, (language) => ({
    non_field_errors: [translate(language, text, { type: typeName(data) })],
  }));
}
