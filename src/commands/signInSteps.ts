import { hostname } from "node:os";
import * as vscode from "vscode";
import { AwxError } from "../awx/errors";
import type { Identity } from "../servers/connections";
import { isSecretValue, secretValueIn, type Api, type Credential } from "../servers/credential";
import { isSameOrigin, isTrustedAlike, type Server } from "../servers/server";
import { webPageOf } from "../servers/webPage";
import { CommandFailure, Reason } from "../ui/failure";
import { pickOne } from "../ui/pickOne";
import { pickScopes } from "../ui/pickScopes";
import type { Step, StepAnswer, StepPosition } from "../ui/steps";
import { askText, keeping, type TextInput } from "../ui/textInput";
import type { Parts } from "./parts";
import { requireUnchanged } from "./targets";

/** What the steps of a sign-in have gathered so far; going back loses none of it. */
export interface SignInDraft {
  readonly server: Server;
  /** The server is in the settings, and must stay there as it is while it is signed in to. */
  readonly isConfigured: boolean;
  /** Where the server's tokens are; known by the time the credential is asked for. */
  readonly api: Api | undefined;
  readonly method: "token" | "password";
  readonly token: string;
  readonly user: string;
  readonly password: string;
  /** What the token may do that is made with the password. */
  readonly scope: string;
  /** What the server said of the credential. */
  readonly identity: Identity | undefined;
}

/** A draft before the first question, for a server in the settings. */
export function emptySignIn(server: Server): SignInDraft {
  return {
    server,
    isConfigured: true,
    api: undefined,
    method: "token",
    token: "",
    user: "",
    password: "",
    scope: "write",
    identity: undefined,
  };
}

/** A draft for another server: what was entered for one is not for another, or for one that is believed otherwise. */
export function withServer<D extends SignInDraft>(draft: D, server: Server, api: Api | undefined): D {
  const isSame = isSameOrigin(draft.server, server) && isTrustedAlike(draft.server, server);
  const forgotten = isSame ? {} : { token: "", user: "", password: "" };
  return { ...draft, ...forgotten, server, api, identity: undefined };
}

/** The questions of a sign-in: how, and then what that way needs. */
export function signInSteps<D extends SignInDraft>(parts: Parts, { method }: SignInDraft): readonly Step<D>[] {
  const bound = (ask: (parts: Parts, draft: D, step: StepPosition) => Promise<StepAnswer<D>>): Step<D> => {
    return (draft, step) => ask(parts, draft, step);
  };
  return method === "token"
    ? [bound(askMethod), bound(askToken)]
    : [bound(askMethod), askUser, bound(askPassword), askScope];
}

/** The name of the token that is made with a password, by which its owner knows it on the server. */
export function madeTokenName(): string {
  return `VS Code on ${hostname()}`;
}

async function askMethod<D extends SignInDraft>(parts: Parts, draft: D, step: StepPosition): Promise<StepAnswer<D>> {
  let { api } = draft;
  const answer = await pickOne({
    title: titleFor(draft),
    waiting: vscode.l10n.t("Asking {0} what it is…", draft.server.name),
    items: async (signal) => {
      api ??= await findApi(parts, draft.server, signal);
      return methods();
    },
    placeholder: () => vscode.l10n.t("How do you want to sign in?"),
    active: ({ method }) => method === draft.method,
    step,
  });
  switch (answer.kind) {
    case "accepted":
      return { kind: "accepted", draft: { ...draft, api, method: answer.item.method } };
    case "back":
      return { kind: "back", draft: { ...draft, api } };
    case "cancelled":
      return { kind: "cancelled" };
  }
}

function methods() {
  return [
    {
      method: "token" as const,
      label: vscode.l10n.t("Access token"),
      detail: vscode.l10n.t("Paste a token that you made on the server"),
      iconPath: new vscode.ThemeIcon("key"),
    },
    {
      method: "password" as const,
      label: vscode.l10n.t("User name and password"),
      detail: vscode.l10n.t("A token named “{0}” is made for you, and only that is kept", madeTokenName()),
      iconPath: new vscode.ThemeIcon("account"),
    },
  ];
}

/**
 * Makes sure, before anybody is asked for a credential, that the server has a use for it, and where.
 * @throws {CommandFailure}
 */
async function findApi(parts: Parts, server: Server, signal: AbortSignal): Promise<Api> {
  const what = vscode.l10n.t("You cannot sign in to {0}", server.name);
  const found = await parts.connections.discover(server, signal).catch((error: unknown) => {
    throw new CommandFailure(what, error);
  });
  const { family, baseUrl, tables } = found;
  if (family === "withoutTokens") throw new CommandFailure(what, new AwxError({ kind: "withoutTokens" }, "GET /api/"));
  if (baseUrl !== server.url) {
    const reason = vscode.l10n.t("AWX is at {0}; correct the server's address.", baseUrl);
    throw new CommandFailure(what, new Reason(reason));
  }
  return { url: server.url, family, tables };
}

async function askToken<D extends SignInDraft>(parts: Parts, draft: D, step: StepPosition): Promise<StepAnswer<D>> {
  let { identity } = draft;
  const answer = await askText({
    ...common(draft, step),
    prompt:
      draft.api?.family === "gateway"
        ? vscode.l10n.t(
            "Paste an access token of your user. On the platform you make one under your user name, User details, API tokens.",
          )
        : vscode.l10n.t(
            "Paste an access token of your user. In AWX you make one under your user name, User Details, Tokens.",
          ),
    placeholder: vscode.l10n.t("Access token"),
    value: draft.token,
    isSecret: true,
    button: {
      icon: "link-external",
      tooltip: vscode.l10n.t("Open {0} in the browser", draft.server.name),
      run: () => void vscode.env.openExternal(vscode.Uri.parse(webPageOf(draft.server))),
    },
    accept: async (pasted, signal) => {
      const secret = secretValueIn(pasted);
      if (secret === "") return vscode.l10n.t("Paste an access token, or press Escape to sign in later.");
      if (!isSecretValue(secret))
        return vscode.l10n.t("This is not an access token: it has blanks or letters that none has.");
      identity = await identify(parts, draft, { kind: "token", secret }, signal);
      return undefined;
    },
  });
  return keeping(answer, (token) => ({ ...draft, token, identity }));
}

async function askUser<D extends SignInDraft>(draft: D, step: StepPosition): Promise<StepAnswer<D>> {
  const answer = await askText({
    ...common(draft, step),
    prompt: vscode.l10n.t("Your user name on {0}", draft.server.name),
    placeholder: vscode.l10n.t("User name"),
    value: draft.user,
    accept: (user) =>
      Promise.resolve(
        user.trim() === ""
          ? vscode.l10n.t("Enter a user name.")
          : user.includes(":")
            ? vscode.l10n.t("A user name with a colon cannot be sent. Sign in with an access token instead.")
            : undefined,
      ),
  });
  return keeping(answer, (user) => ({ ...draft, user }));
}

async function askPassword<D extends SignInDraft>(parts: Parts, draft: D, step: StepPosition): Promise<StepAnswer<D>> {
  let { identity } = draft;
  const answer = await askText({
    ...common(draft, step),
    prompt: vscode.l10n.t(
      "The password of {0}. It is sent to the server to make an access token, and not kept.",
      draft.user.trim(),
    ),
    placeholder: vscode.l10n.t("Password"),
    value: draft.password,
    isSecret: true,
    accept: async (password, signal) => {
      if (password === "") return vscode.l10n.t("Enter the password.");
      const credential: Credential = { kind: "password", user: draft.user.trim(), password };
      identity = await identify(parts, draft, credential, signal);
      return undefined;
    },
  });
  return keeping(answer, (password) => ({ ...draft, password, identity }));
}

async function askScope<D extends SignInDraft>(draft: D, step: StepPosition): Promise<StepAnswer<D>> {
  const title = vscode.l10n.t("Scopes of “{0}” on {1}", madeTokenName(), draft.server.name);
  const answer = await pickScopes(title, draft.scope, step);
  return answer.kind === "cancelled" ? answer : { kind: answer.kind, draft: { ...draft, scope: answer.scope } };
}

/** @throws {Reason | AwxError | CaFileError} */
async function identify(
  parts: Parts,
  { server, isConfigured, api }: SignInDraft,
  credential: Credential,
  signal: AbortSignal,
): Promise<Identity> {
  if (!api) throw new TypeError("a credential is asked for before the server is known");
  if (isConfigured) requireUnchanged(parts, server);
  return parts.connections.identify(server, credential, api, signal);
}

function common(draft: SignInDraft, step: StepPosition): Pick<TextInput, "title" | "step"> {
  return { title: titleFor(draft), step };
}

function titleFor({ server }: SignInDraft): string {
  return vscode.l10n.t("Sign in to {0}", server.name);
}
