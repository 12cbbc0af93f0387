import * as vscode from "vscode";
import { isCancelled } from "../awx/errors";
import { reportText, reportTitle, stepName, type ProxySettings } from "../documents/connectionReport";
import { testConnection as test, type ConnectionReport } from "../servers/connectionTest";
import { logExchange } from "../servers/requestLog";
import { requestTimeout } from "../servers/requestTimeout";
import type { Server } from "../servers/server";
import { whileCancellable } from "../ui/whileCancellable";
import type { Parts } from "./parts";
import { serverFor } from "./targets";

/** Tries out the connection to a server, and shows what was found out in a document. */
export async function testConnection(parts: Parts, argument: unknown): Promise<void> {
  const server = await serverFor(parts, argument, vscode.l10n.t("Test the connection to which server?"));
  const report = server && (await runTest(parts, server));
  if (report)
    await parts.documents.show(reportTitle(report.server), report.server.name, reportText(report, proxySettings()));
}

/** Nothing when the person gives up. */
async function runTest({ credentials, log }: Parts, server: Server): Promise<ConnectionReport | undefined> {
  const title = vscode.l10n.t("Testing the connection to {0}", server.name);
  return whileCancellable(title, async (signal, sayStep) => {
    try {
      return await test(server, {
        credentials,
        log: (serverName, exchange) => {
          logExchange(log, serverName, exchange);
        },
        onStep: (step) => {
          sayStep(stepName(step));
        },
        timeoutMilliseconds: requestTimeout(),
        signal,
      });
    } catch (error) {
      if (isCancelled(error)) return undefined;
      throw error;
    }
  });
}

/** The address of a proxy may hold a name and password, so its host and port are all that is taken of it. */
function proxySettings(): ProxySettings {
  const settings = vscode.workspace.getConfiguration("http");
  const proxy = settings.get<string>("proxy", "");
  const support = settings.get<string>("proxySupport", "");
  if (proxy === "") return { host: undefined, support };
  const host = URL.canParse(proxy) ? new URL(proxy).host : "";
  return { host: host === "" ? vscode.l10n.t("not an address") : host, support };
}
