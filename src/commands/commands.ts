import type { CommandName } from "../contributions";
import { addServer } from "./addServer";
import { clearFilter } from "./clearFilter";
import { copyTokenId } from "./copyTokenId";
import { createToken } from "./createToken";
import { editDescription } from "./editDescription";
import { editInEditor } from "./editInEditor";
import { editScopes } from "./editScopes";
import { editServer } from "./editServer";
import { editSeveral } from "./editSeveral";
import { exportTokens } from "./exportTokens";
import { filterTokens } from "./filterTokens";
import { groupTokens } from "./groupTokens";
import { manageAccess } from "./manageAccess";
import { moveServerDown, moveServerUp } from "./moveServer";
import { openAsJson } from "./openAsJson";
import { openInBrowser } from "./openInBrowser";
import { openSettings } from "./openSettings";
import type { Command, Parts } from "./parts";
import { readAll, refresh } from "./refresh";
import { removeServer } from "./removeServer";
import { reviewTokens } from "./reviewTokens";
import { revokeToken } from "./revokeToken";
import { rotateToken } from "./rotateToken";
import { saveFile } from "./saveFile";
import { showDetails, showOlderChanges } from "./showDetails";
import { showLog } from "./showLog";
import { showNeedsAttention } from "./showNeedsAttention";
import { signIn } from "./signIn";
import { signOut } from "./signOut";
import { sortTokens } from "./sortTokens";
import { stopReading } from "./stopReading";
import { rowOf } from "./targets";
import { testConnection } from "./testConnection";
import { showRecentEdits, undoLastEdit } from "./undoEdits";

/** Runs a command. Whoever called it on a row that goes with it can go on at the next one. */
export async function runCommand(
  name: CommandName,
  parts: Parts,
  argument: unknown,
  selected: unknown,
): Promise<unknown> {
  const row = rowOf(parts, argument);
  const goOn = row && parts.view.goingOnAt(row);
  try {
    return await commands[name](parts, argument, selected);
  } finally {
    // Waited for, so that it takes the focus from nothing that is opened next.
    await goOn?.();
  }
}

/** What each command does. */
const commands: Readonly<Record<CommandName, Command>> = {
  addServer,
  editServer,
  removeServer,
  moveServerUp,
  moveServerDown,
  testConnection,
  openSettings,
  signIn,
  signOut,
  refresh,
  readAll,
  stopReading,
  filterTokens,
  clearFilter,
  showNeedsAttention,
  sortTokens,
  groupTokens,
  editDescription,
  editScopes,
  createToken,
  rotateToken,
  revokeToken,
  editSeveral,
  openAsJson,
  editInEditor,
  saveFile,
  undoLastEdit,
  showRecentEdits,
  showDetails,
  showOlderChanges,
  reviewTokens,
  exportTokens,
  copyTokenId,
  openInBrowser,
  manageAccess,
  showLog,
};
