import * as vscode from "vscode";
import { serversSetting } from "../contributions";

/**
 * Opens the settings file that the servers are in, at them. A setting of scope "application" is in the file of the
 * default profile, whichever profile is in use: "Open User Settings" would open that one's.
 */
export async function openSettings(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openApplicationSettingsJson", {
    revealSetting: { key: serversSetting.id, edit: false },
  });
}
