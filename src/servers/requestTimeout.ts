import * as vscode from "vscode";
import { timeoutSetting } from "../contributions";

/** In seconds. */
const [shortest, usual, longest] = [1, 30, 600];

/** How long an answer may take, in milliseconds: the person's setting, or the usual where that is no such time. */
export function requestTimeout(): number {
  const seconds = vscode.workspace.getConfiguration(timeoutSetting.section).inspect(timeoutSetting.key)?.globalValue;
  if (typeof seconds !== "number" || Number.isNaN(seconds)) return usual * 1000;
  return Math.min(longest, Math.max(shortest, seconds)) * 1000;
}
