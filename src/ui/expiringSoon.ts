import * as vscode from "vscode";
import { expiringSoonSetting } from "../contributions";

/** In days. */
const [shortest, usual, longest] = [1, 14, 365];

/** Kept, because every row asks for it. */
let known: number | undefined;

/** Within how many days a token expires soon: the person's setting, or the usual where that is no such number. */
export function expiringSoonDays(): number {
  return (known ??= settingOf());
}

/** Takes note of the setting when it is changed, and says so; the view does this for everybody. */
export function watchExpiringSoonDays(onChange: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(expiringSoonSetting.id)) return;
    known = undefined;
    onChange();
  });
}

function settingOf(): number {
  const { section, key } = expiringSoonSetting;
  const days = vscode.workspace.getConfiguration(section).inspect(key)?.globalValue;
  if (typeof days !== "number" || Number.isNaN(days)) return usual;
  return Math.min(longest, Math.max(shortest, days));
}
