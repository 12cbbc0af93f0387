import * as vscode from "vscode";
import { isCertificateCode, type Silence } from "../awx/errors";
import { inertText } from "../util/visibleText";

/** Why no answer came from the server and what to do about it. */
export function explainSilence(problem: Silence): string {
  if (problem.kind === "proxyRefused") return explainProxy(problem.status);
  const { code, certificateNames = [] } = problem;
  if (code === undefined) return vscode.l10n.t("No answer came. Check the address, its port, and the network.");
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return explainOtherHost(certificateNames);
  const known = explanations.find(([codes]) => codes.test(code));
  if (known) return known[1]();
  return isCertificateCode(code)
    ? vscode.l10n.t(
        "The server's certificate cannot be verified ({0}). Its administrator can find out why.",
        inertText(code, 60),
      )
    : vscode.l10n.t("No answer came ({0}). Check the address, its port, and the network.", inertText(code, 60));
}

/** By Node's code, or OpenSSL's. */
const explanations: readonly (readonly [codes: RegExp, explain: () => string])[] = [
  [/^ECONNREFUSED$/, () => vscode.l10n.t("Nothing answers at that address and port (connection refused).")],
  [/^(ENOTFOUND|EAI_AGAIN)$/, () => vscode.l10n.t("The host name was not found. Check the address, or the VPN.")],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    () =>
      vscode.l10n.t(
        "The connection was cut before an answer came. Check whether the address begins with http or https rightly, and whether a firewall is in between.",
      ),
  ],
  [
    /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
    () =>
      vscode.l10n.t(
        "The server's certificate is self-signed: no authority vouches for it. If it is the right one, save it in a file and set that as the server's CA file with “Edit Server”.",
      ),
  ],
  [
    /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_UNTRUSTED)$/,
    () =>
      vscode.l10n.t(
        "The server's certificate is not signed by an authority that is trusted here. Import that authority into your system's certificates and reload the window, or set the server's CA file with “Edit Server”; if one is set, it is not the right one.",
      ),
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    () =>
      vscode.l10n.t(
        "The server's certificate has expired. Its administrator must renew it, unless this computer's clock is wrong.",
      ),
  ],
  [
    /^CERT_NOT_YET_VALID$/,
    () =>
      vscode.l10n.t(
        "The server's certificate is not valid yet. Check this computer's clock, or ask its administrator.",
      ),
  ],
  [
    /^CERT_REVOKED$/,
    () => vscode.l10n.t("The server's certificate was revoked. Do not sign in before its administrator replaced it."),
  ],
  [
    /_TOO_(SMALL|WEAK)$/,
    () =>
      vscode.l10n.t("The server's certificate or key is too weak to be accepted. Its administrator must replace it."),
  ],
  [
    /^ERR_SSL_WRONG_VERSION_NUMBER$/,
    () =>
      vscode.l10n.t(
        "The server does not speak https at that port. Check the port, or use http:// in the address if the server has nothing better.",
      ),
  ],
  [
    /^HPE_/,
    () =>
      vscode.l10n.t(
        "What answers at that port does not speak HTTP. Check the port, and whether the address must begin with https://.",
      ),
  ],
  [
    /_(ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL)$/,
    () =>
      vscode.l10n.t(
        "The server speaks only versions of TLS that are no longer safe. Its administrator must update it.",
      ),
  ],
  [
    /_ALERT_CERTIFICATE_REQUIRED$/,
    () => vscode.l10n.t("The server wants a client certificate, which this extension does not support."),
  ],
  [
    /_ALERT_(HANDSHAKE_FAILURE|BAD_CERTIFICATE)$/,
    () =>
      vscode.l10n.t(
        "The server broke off the TLS handshake. It may want a client certificate, which this extension does not support, or offer only ciphers that are no longer safe.",
      ),
  ],
];

function explainOtherHost(names: readonly string[]): string {
  return names.length === 0
    ? vscode.l10n.t("The server's certificate is for another host name. Check the address, or ask its administrator.")
    : vscode.l10n.t(
        "The server's certificate is for another host name ({0}). Use that in the address, or ask its administrator for a certificate with this one.",
        inertText(names.slice(0, 3).join(", "), 150),
      );
}

function explainProxy(status: number | undefined): string {
  if (status === undefined) {
    return vscode.l10n.t("The proxy cannot be reached. Check VS Code's setting “http.proxy”.");
  }
  return status === 407
    ? vscode.l10n.t(
        "The proxy wants a user name and password, or other ones (status 407). Check VS Code's setting “http.proxy”.",
      )
    : vscode.l10n.t(
        "The proxy did not connect us to the server (status {0}). Check the server's address, and VS Code's setting “http.proxy”.",
        status,
      );
}
