import type { LogOutputChannel } from "vscode";
import type { Exchange } from "../awx/transport";
import { visibleText } from "../util/visibleText";

/** Logs a request as server, method, path, status, milliseconds and who asked. Neither a body nor a header ever gets here. */
export function logExchange(log: LogOutputChannel, serverName: string, exchange: Exchange): void {
  const { method, path, outcome, milliseconds, by } = exchange;
  const request = `${visibleText(serverName)}: ${method} ${path} ${String(outcome)} ${String(milliseconds)} ms`;
  const line = by === undefined ? request : `${request}, for ${by}`;
  if (typeof outcome === "number" && outcome < 400) log.info(line);
  else log.warn(line);
}
