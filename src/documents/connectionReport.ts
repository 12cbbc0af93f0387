import * as vscode from "vscode";
import type { ServerCertificate } from "../awx/certificate";
import { AwxError } from "../awx/errors";
import {
  testSteps,
  type ConnectionReport,
  type Rights,
  type StepResult,
  type StoredCredential,
  type TestStep,
} from "../servers/connectionTest";
import type { Server } from "../servers/server";
import { isUnencrypted } from "../servers/serverUrl";
import { explain } from "../ui/explain";
import { absoluteTime, relativeTime } from "../ui/format";
import { familyName } from "../ui/serverText";
import { whySignedOut } from "../ui/signedOut";
import { tableName } from "../ui/tokenText";
import { day } from "../util/durations";
import { visibleText } from "../util/visibleText";
import { section, type Fact } from "./report";

/** How VS Code's settings say that requests leave this computer; credentials of a proxy are not among it. */
export interface ProxySettings {
  /** Host and port of the proxy; none when the settings name none. */
  readonly host: string | undefined;
  /** The value of `http.proxySupport`. */
  readonly support: string;
}

/** The title of the document that a report is shown in. */
export function reportTitle({ name }: Server): string {
  return vscode.l10n.t("Connection test of {0}", visibleText(name));
}

/** A report as plain text, in lines that fit into an editor. */
export function reportText(report: ConnectionReport, proxy: ProxySettings): string {
  return [
    reportTitle(report.server),
    `${absoluteTime(report.startedAt)} · ${verdict(report)}`,
    ...section(vscode.l10n.t("Server"), serverFacts(report)),
    ...section(vscode.l10n.t("Certificate"), certificateFacts(report)),
    ...section(vscode.l10n.t("Sign-in"), signInFacts(report)),
    ...section(vscode.l10n.t("Proxy"), proxyFacts(proxy)),
    ...section(
      vscode.l10n.t("Steps"),
      testSteps.flatMap((step) => stepFacts(step, report[step])),
    ),
    "",
  ].join("\n");
}

/** What a step of a test does, in words. */
export function stepName(step: TestStep): string {
  switch (step) {
    case "address":
      return vscode.l10n.t("Find the API");
    case "certificate":
      return vscode.l10n.t("Look at the certificate");
    case "version":
      return vscode.l10n.t("Ask for the version");
    case "credential":
      return vscode.l10n.t("Read what is stored to sign in with");
    case "user":
      return vscode.l10n.t("Sign in");
  }
}

function verdict({ server, address, credential, user }: ConnectionReport): string {
  if (address.kind !== "done" || address.value.baseUrl !== server.url)
    return vscode.l10n.t("the server cannot be used");
  if (address.value.family === "withoutTokens") return vscode.l10n.t("the server has no access tokens");
  if (user.kind === "done") return vscode.l10n.t("everything works");
  return credential.kind === "done" && credential.value.kind !== "found"
    ? vscode.l10n.t("the server answers, and you are not signed in")
    : vscode.l10n.t("the server answers, and signing in fails");
}

function serverFacts({ server, address, version }: ConnectionReport): Fact[] {
  const facts: Fact[] = [
    [vscode.l10n.t("Name"), visibleText(server.name)],
    [vscode.l10n.t("Address"), visibleText(server.url)],
  ];
  if (address.kind === "failed") return [...facts, [vscode.l10n.t("Problem"), explain(address.error)]];
  if (address.kind === "notDone") return facts;
  const { family, tables, baseUrl } = address.value;
  if (family === "withoutTokens") {
    return [...facts, [vscode.l10n.t("Problem"), explain(new AwxError({ kind: "withoutTokens" }, ""))]];
  }
  return [
    ...facts,
    ...(baseUrl === server.url
      ? []
      : [
          [
            vscode.l10n.t("Problem"),
            vscode.l10n.t("AWX is at {0}; correct the server's address.", visibleText(baseUrl)),
          ] as const,
        ]),
    [vscode.l10n.t("Kind"), familyName(family)],
    [
      family === "gateway" ? vscode.l10n.t("Version of the controller") : vscode.l10n.t("Version"),
      versionText(version),
    ],
    [
      vscode.l10n.t("Tokens"),
      tables.map(({ source, root }) => `${tableName(source)} (${visibleText(root)})`).join(", "),
    ],
  ];
}

function versionText(version: ConnectionReport["version"]): string {
  if (version.kind === "failed") return explain(version.error);
  return version.kind === "done" && version.value !== undefined
    ? visibleText(version.value, 60)
    : vscode.l10n.t("the server does not say");
}

function certificateFacts({ server, startedAt, certificate }: ConnectionReport): Fact[] {
  if (isUnencrypted(server.url)) {
    const danger = vscode.l10n.t("The address begins with http://: anyone on the way can read what you sign in with.");
    return [[vscode.l10n.t("Problem"), danger]];
  }
  const trusted: Fact = [vscode.l10n.t("Checked with"), trustText(server)];
  if (certificate.kind === "notDone") return [trusted];
  if (certificate.kind === "failed") return [trusted, [vscode.l10n.t("Problem"), explain(certificate.error)]];
  const { subject, issuer, names, validFrom, protocol, problemCode } = certificate.value;
  return [
    trusted,
    ...(certificate.value.isTrusted
      ? []
      : [[vscode.l10n.t("Problem"), certificateProblem(names, problemCode)] as const]),
    [vscode.l10n.t("Issued to"), visibleText(subject)],
    [vscode.l10n.t("Issued by"), visibleText(issuer)],
    [
      vscode.l10n.t({ message: "For", comment: ["The host names that a certificate is for"] }),
      visibleText(names.join(", ")),
    ],
    [vscode.l10n.t("Valid from"), absoluteTime(validFrom)],
    [vscode.l10n.t("Valid until"), endText(certificate.value, startedAt)],
    [vscode.l10n.t("Protocol"), visibleText(protocol)],
  ];
}

function trustText({ caFile, skipCertificateVerification }: Server): string {
  if (skipCertificateVerification) return vscode.l10n.t("nothing: anyone on the way can pose as this server");
  return caFile === undefined
    ? vscode.l10n.t("the authorities that your system and VS Code trust")
    : vscode.l10n.t("the authorities in {0}", visibleText(caFile));
}

function certificateProblem(certificateNames: readonly string[], code: string | undefined): string {
  return explain(new AwxError({ kind: "noAnswer", code, certificateNames }, ""));
}

function endText({ validTo }: ServerCertificate, now: Date): string {
  const days = Math.floor((validTo.getTime() - now.getTime()) / day);
  return days < 0
    ? vscode.l10n.t("{0} (expired {1})", absoluteTime(validTo), relativeTime(validTo, now))
    : vscode.l10n.t("{0} (days left: {1})", absoluteTime(validTo), days);
}

function signInFacts({ credential, user }: ConnectionReport): Fact[] {
  if (credential.kind !== "done") return [];
  const { value } = credential;
  if (value.kind !== "found") return [[vscode.l10n.t("Problem"), whySignedOut(value.kind)]];
  return [
    [vscode.l10n.t("Sends"), sentText(value)],
    [
      vscode.l10n.t("Stored in"),
      value.isSessionOnly
        ? vscode.l10n.t("this session's memory, until the window is closed or reloaded")
        : vscode.l10n.t("VS Code's secret storage"),
    ],
    ...(user.kind === "done" ? rightsFacts(user.value) : []),
    ...(user.kind === "failed" ? [[vscode.l10n.t("Problem"), explain(user.error)] as const] : []),
  ];
}

function sentText({ sends, isMade }: Extract<StoredCredential, { kind: "found" }>): string {
  if (sends === "password") return vscode.l10n.t("a user name and password");
  return isMade ? vscode.l10n.t("an access token that was made with your password") : vscode.l10n.t("an access token");
}

function rightsFacts({ me, canWrite, sources }: Rights): Fact[] {
  return [
    [vscode.l10n.t("Signed in as"), `${visibleText(me.username, 60)} (${roleText(me)})`],
    [vscode.l10n.t("Rights"), canWrite ? vscode.l10n.t("read and write") : vscode.l10n.t("read only")],
    [vscode.l10n.t("Accepted for"), sources.map(tableName).join(", ")],
  ];
}

function roleText({ role }: Rights["me"]): string {
  switch (role) {
    case "superuser":
      return vscode.l10n.t("administrator");
    case "auditor":
      return vscode.l10n.t("auditor");
    case "user":
      return vscode.l10n.t("normal user");
  }
}

function proxyFacts({ host, support }: ProxySettings): Fact[] {
  return [
    [
      "http.proxy",
      host === undefined ? vscode.l10n.t("not set; your system's proxy is used if it has one") : visibleText(host),
    ],
    ["http.proxySupport", visibleText(support)],
  ];
}

function stepFacts(step: TestStep, result: StepResult<unknown>): Fact[] {
  const name = stepName(step);
  if (result.kind === "notDone") return [[name, vscode.l10n.t("not done")]];
  const { kind, milliseconds, exchanges } = result;
  const took = vscode.l10n.t("{0} ms", milliseconds);
  return [
    [name, kind === "done" ? vscode.l10n.t("done, {0}", took) : vscode.l10n.t("failed, {0}", took)],
    ...exchanges.map((exchange): Fact => {
      const { method, path, outcome } = exchange;
      return [
        `  ${method} ${visibleText(path)}`,
        `${visibleText(String(outcome))}, ${vscode.l10n.t("{0} ms", exchange.milliseconds)}`,
      ];
    }),
  ];
}
