import * as vscode from "vscode";
import type { AwxError } from "../awx/errors";
import { isSameOrigin, withTrust, type Server, type TrustSettings } from "../servers/server";
import { CommandFailure } from "../ui/failure";
import { askSteps, type Step, type StepAnswer, type StepPosition } from "../ui/steps";
import { askText } from "../ui/textInput";
import type { Parts } from "./parts";
import { askAddress, explainName, type FoundAddress } from "./serverInputs";
import { completeSignIn } from "./signIn";
import { emptySignIn, signInSteps, withServer, type SignInDraft } from "./signInSteps";
import { askTrust } from "./trustSteps";

/** What the steps have gathered so far; going back loses none of it. */
interface Draft extends SignInDraft {
  readonly typedUrl: string;
  /** Why the server's certificate was not trusted when it was asked for first. */
  readonly certificateProblem: AwxError | undefined;
  /** Something answered at the address, so that signing in can be tried. */
  readonly isReachable: boolean;
}

/** Adds a server to the settings: address, name, and how to sign in, which may be left for later. */
export async function addServer(parts: Parts): Promise<void> {
  const empty: Draft = {
    ...emptySignIn({ name: "", url: "" }),
    isConfigured: false,
    typedUrl: "",
    certificateProblem: undefined,
    isReachable: true,
  };
  let named: Server | undefined;
  const toName =
    (ask: (parts: Parts, draft: Draft, step: StepPosition) => Promise<StepAnswer<Draft>>): Step<Draft> =>
    (draft, step) => {
      named = undefined;
      return ask(parts, draft, step);
    };
  const toSignIn =
    (ask: Step<Draft>): Step<Draft> =>
    (draft, step) => {
      named = draft.server;
      return ask(draft, step);
    };
  const draft = await askSteps(empty, (answers) => [
    toName(askUrl),
    ...(answers.certificateProblem ? [toName(askCertificate)] : []),
    toName(askName),
    ...(answers.isReachable ? signInSteps<Draft>(parts, answers).map(toSignIn) : []),
  ]);
  // Whoever closes the box at the credential has said which server, and signs in later.
  const server = draft?.server ?? named;
  if (!server) return;
  try {
    await parts.servers.add(server);
  } catch (error) {
    throw new CommandFailure(vscode.l10n.t("{0} was not added", server.name), error);
  }
  if (draft?.isReachable) await completeSignIn(parts, draft);
  // The button that the first one is added with is gone by now, and the focus with it.
  parts.view.reveal(server.name, { focus: true });
}

async function askUrl(parts: Parts, draft: Draft, step: StepPosition): Promise<StepAnswer<Draft>> {
  const answer = await askAddress(parts, {
    title: title(),
    typed: draft.typedUrl,
    trustAt: (url) => trustAt(draft, url),
    step,
  });
  return answer.kind === "accepted"
    ? { kind: "accepted", draft: withAddress(draft, answer.found) }
    : { kind: "cancelled" };
}

/** What was answered for another address before says nothing of this one. */
function withAddress(draft: Draft, { typed, url, api, certificateProblem }: FoundAddress): Draft {
  const trust = trustAt(draft, url);
  const isAgreed = trust.caFile !== undefined || trust.skipCertificateVerification === true;
  return {
    ...withServer(draft, at(draft.server, url, trust), api),
    typedUrl: typed,
    // Whoever agreed to something about the certificate can come back to it.
    certificateProblem: certificateProblem ?? (isAgreed ? draft.certificateProblem : undefined),
    isReachable: api !== undefined,
  };
}

/** What was agreed on for a server is for its host and port alone. */
function trustAt({ server }: Draft, url: string): TrustSettings {
  return isSameOrigin(server, { url }) ? server : {};
}

/** The server at an address, by its own name if the person has named it, or the address's. */
function at(server: Server, url: string, trust: TrustSettings): Server {
  const isNamed = server.name !== "" && (server.url === url || server.name !== nameFor(server.url));
  return withTrust({ name: isNamed ? server.name : nameFor(url), url }, trust);
}

function nameFor(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname.replace(/\/$/, "");
}

async function askCertificate(parts: Parts, draft: Draft, step: StepPosition): Promise<StepAnswer<Draft>> {
  const { server, certificateProblem: problem } = draft;
  if (!problem) throw new TypeError("a certificate that is trusted is not asked about");
  const asItIs = vscode.l10n.t("Add the server as it is");
  const answer = await askTrust(parts, { title: title(), server, problem, asItIs, step });
  switch (answer.kind) {
    case "accepted": {
      const { api, server: trusted } = answer;
      const next = at(server, trusted.url, api ? trusted : {});
      return { kind: "accepted", draft: { ...withServer(draft, next, api), isReachable: api !== undefined } };
    }
    case "back":
      return { kind: "back", draft };
    case "cancelled":
      return { kind: "cancelled" };
  }
}

async function askName(parts: Parts, draft: Draft, step: StepPosition): Promise<StepAnswer<Draft>> {
  const answer = await askText({
    title: title(),
    prompt: vscode.l10n.t("What to call {0}", draft.server.url),
    value: draft.server.name,
    step,
    validate: (typed) => explainName(parts, typed),
  });
  if (answer.kind === "cancelled") return answer;
  return { kind: answer.kind, draft: { ...draft, server: { ...draft.server, name: answer.text.trim() } } };
}

function title(): string {
  return vscode.l10n.t("Add an AWX server");
}
