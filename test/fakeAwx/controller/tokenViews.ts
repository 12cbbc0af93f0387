import type { Context, Reply } from "../context";
import { ApiError, detail, HtmlError, noSuchObject, permissionDenied, refuseExternalUser } from "../errors";
import { listPage } from "../listing";
import { translate } from "../messages";
import { defaultScope } from "../model";
import type { Application, Token, User } from "../model";
import { primaryKey } from "../primaryKey";
import type { JsonObject } from "../pythonJson";
import { isJsonObject, JsonNumber } from "../pythonJson";
import { canChangeToken, canReadUser } from "../rights";
import type { View } from "../view";
import { canReadActivity, canReadApplication, canReadToken } from "./rights";
import { activityBody, tokenBody } from "./serializers";
import { activityTable, isAbout, tokenTable } from "./tables";
import { tokenListMetadata, tokenMetadata } from "./tokenOptions";
import type { ApplicationRule } from "./validation";
import { checkApplication, checkTokenText } from "./validation";

/** `/api/v2/tokens/`: all tokens the caller may read. */
export const tokenList: View = {
  name: "OAuth2 Tokens",
  metadata: (context) => tokenListMetadata(context, "optional"),
  authorize: (context) => {
    if (context.method === "POST") authorizeApplication(context);
  },
  GET: (context) => listTokens(context, (token) => canReadToken(context.model, context.caller.user, token)),
  POST: (context) => createToken(context, objectOf(context), "optional"),
};

/** `/api/v2/tokens/{id}/` */
export function tokenDetail(id: number): View {
  return {
    name: "OAuth Token Detail",
    metadata: (context) => tokenMetadata(context, id),
    GET: (context) => ({ status: 200, body: tokenBody(context, readableToken(context, id)) }),
    PUT: (context) => updateToken(context, changeableToken(context, id), { description: "", scope: defaultScope }),
    PATCH: (context) => updateToken(context, changeableToken(context, id), {}),
    DELETE: (context) => {
      context.model.deleteToken(changeableToken(context, id), context.caller.user.id);
      return { status: 204 };
    },
  };
}

/** `/api/v2/tokens/{id}/activity_stream/` */
export function tokenActivity(id: number): View {
  return {
    name: "O Auth2 Token Activity Stream List",
    authorize: (context) => void readableToken(context, id),
    GET: (context) => {
      readableToken(context, id);
      return listPage(context, {
        table: activityTable,
        rows: context.model.activities.filter(
          (activity) =>
            isAbout(activity, "o_auth2_access_token") &&
            activity.objectId === id &&
            canReadActivity(context.model, context.caller.user, activity),
        ),
        serialize: (activity) => activityBody(context, activity),
        searchFields: ["changes"],
      });
    },
  };
}

/** `/api/v2/applications/{id}/tokens/` */
export function applicationTokens(id: number): View {
  return {
    name: "OAuth 2 Application Tokens",
    metadata: (context) => tokenListMetadata(context, "optional"),
    authorize: (context) => void readableApplication(context, id),
    GET: (context) => {
      readableApplication(context, id);
      return listTokens(
        context,
        (token) => token.applicationId === id && canReadToken(context.model, context.caller.user, token),
      );
    },
    POST: (context) => {
      const application = new JsonNumber(String(id), true);
      return createToken(context, new Map([...childObject(context), ["application", application]]), "optional");
    },
  };
}

/** `/api/v2/users/{id}/tokens/`: a token made here is the caller's, whoever's list it is. */
export function userTokens(id: number): View {
  return {
    ...ownTokens(id, "OAuth2 User Tokens", "optional", () => true),
    GET: (context) => {
      readableUser(context, id);
      return listTokens(
        context,
        (token) => token.userId === id && canReadToken(context.model, context.caller.user, token),
      );
    },
  };
}

/** `/api/v2/users/{id}/personal_tokens/`: the caller's own, whatever the id (recorded: user-2-personal-tokens-by-admin). */
export function personalTokens(id: number): View {
  return ownTokens(id, "OAuth2 Personal Access Tokens", "ignored", (token) => token.applicationId === null);
}

/** `/api/v2/users/{id}/authorized_tokens/`: the caller's own, whatever the id. */
export function authorizedTokens(id: number): View {
  return ownTokens(id, "OAuth2 User Authorized Access Tokens", "required", (token) => token.applicationId !== null);
}

function ownTokens(id: number, name: string, rule: ApplicationRule, isListed: (token: Token) => boolean): View {
  return {
    name,
    metadata: (context) => tokenListMetadata(context, rule),
    authorize: (context) => void readableUser(context, id),
    GET: (context) => listTokens(context, (token) => token.userId === context.caller.user.id && isListed(token)),
    POST: (context) => createToken(context, childObject(context), rule),
  };
}

function listTokens(context: Context, isListed: (token: Token) => boolean): Reply {
  return listPage(context, {
    table: tokenTable,
    rows: context.model.tokensAsStored().filter(isListed),
    serialize: (token) => tokenBody(context, token),
  });
}

/** The whole-object error for a body of `null` comes in place of the errors of the fields. */
function objectOf({ data }: Context): JsonObject {
  if (isJsonObject(data)) return data;
  throw new ApiError(400, (language) => ({ __all__: [translate(language, "This field may not be null.")] }));
}

/** The sub-lists copy the data to put the parent's id in, and trip over `null` (awx/api/generics.py). */
function childObject({ data }: Context): JsonObject {
  if (isJsonObject(data)) return data;
  throw new HtmlError(500, "'NoneType' object is not iterable");
}

function createToken(context: Context, data: JsonObject, rule: ApplicationRule): Reply {
  const { model, language, caller } = context;
  const text = checkTokenText(data, language);
  const application = checkApplication(data, rule, model, language);
  if ("errors" in text || "errors" in application) {
    return {
      status: 400,
      body: { ...("errors" in text && text.errors), ...("errors" in application && application.errors) },
    };
  }
  const applicationId = application.values;
  if (applicationId !== null) readableApplication(context, applicationId);
  refuseExternalUser(caller.user);
  const { description = "", scope = defaultScope } = text.values;
  const token = model.createToken({ userId: caller.user.id, applicationId, description, scope }, caller.user.id);
  const body = tokenBody(context, token);
  return { status: 201, body, headers: { Location: context.link(`/api/v2/tokens/${String(token.id)}/`) } };
}

/** PATCH and PUT differ only in what becomes of fields left out: PUT resets them to the model's defaults. */
function updateToken(
  context: Context,
  token: Token,
  defaults: { readonly description?: string; readonly scope?: string },
): Reply {
  const text = checkTokenText(objectOf(context), context.language);
  if ("errors" in text) throw new ApiError(400, () => text.errors);
  context.model.updateToken(token, { ...defaults, ...text.values }, context.caller.user.id);
  return { status: 200, body: tokenBody(context, token) };
}

/** OAuth2TokenAccess.can_add looks at the raw data, so it refuses in other words than the serializer. */
function authorizeApplication({ model, data, caller }: Context): void {
  if (!isJsonObject(data)) throw new HtmlError(500, "argument of type 'NoneType' is not iterable");
  const value = data.get("application");
  if (value === undefined || value === null) return;
  const id = typeof value === "boolean" ? Number(value) : primaryKey(value);
  if (id === undefined) throw detail(400, "Bad data found in related field {field}.", { field: "application" });
  const application = model.application(id);
  if (!application) throw detail(400, "OAuth2Application matching query does not exist.");
  if (!canReadApplication(model, caller.user, application)) throw permissionDenied();
}

function readableToken({ model, caller }: Context, id: number): Token {
  const token = model.token(id);
  if (!token) throw noSuchObject("OAuth2AccessToken");
  if (!canReadToken(model, caller.user, token)) throw permissionDenied();
  return token;
}

function changeableToken({ model, caller }: Context, id: number): Token {
  const token = model.token(id);
  if (!token) throw noSuchObject("OAuth2AccessToken");
  if (!canChangeToken(model, caller.user, token)) throw permissionDenied();
  return token;
}

function readableApplication({ model, caller }: Context, id: number): Application {
  const application = model.application(id);
  if (!application) throw noSuchObject("OAuth2Application");
  if (!canReadApplication(model, caller.user, application)) throw permissionDenied();
  return application;
}

function readableUser({ model, caller }: Context, id: number): User {
  const user = model.user(id);
  if (!user) throw noSuchObject("User");
  if (!canReadUser(model, caller.user, user)) throw permissionDenied();
  return user;
}
