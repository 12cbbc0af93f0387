import type { LogOutputChannel } from "vscode";
import type { Exchange } from "../awx/transport";
import { visibleText } from "../util/visibleText";

/** Logs a request as server, method, path, status and milliseconds. Neither a body nor a header ever gets here. */
export function logExchange(log: LogOutputChannel, serverName: string, exchange: Exchange): void {
  const { method, path, outcome, milliseconds } = exchange;
  const line = `${visibleText(serverName)}: ${method} ${path} ${String(outcome)} ${String(milliseconds)} ms`;
  if (typeof outcome === "number" && outcome < 400) log.info(line);
  else log.warn(line);
}
