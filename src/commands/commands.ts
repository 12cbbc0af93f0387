import type { CommandName } from "../contributions";
import { addServer } from "./addServer";
import { copyTokenId } from "./copyTokenId";
import { createToken } from "./createToken";
import { editDescription } from "./editDescription";
import { editScopes } from "./editScopes";
import { editServer } from "./editServer";
import { editSeveral } from "./editSeveral";
import { exportTokens } from "./exportTokens";
import { moveServerDown, moveServerUp } from "./moveServer";
import { openInBrowser } from "./openInBrowser";
import { openSettings } from "./openSettings";
import type { Command } from "./parts";
import { refresh } from "./refresh";
import { removeServer } from "./removeServer";
import { reviewTokens } from "./reviewTokens";
import { revokeToken } from "./revokeToken";
import { rotateToken } from "./rotateToken";
import { showDetails, showOlderChanges } from "./showDetails";
import { showLog } from "./showLog";
import { signIn } from "./signIn";
import { signOut } from "./signOut";
import { testConnection } from "./testConnection";
import { showRecentEdits, undoLastEdit } from "./undoEdits";

/** What each command does. */
export const commands: Readonly<Record<CommandName, Command>> = {
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
  editDescription,
  editScopes,
  createToken,
  rotateToken,
  revokeToken,
  editSeveral,
  undoLastEdit,
  showRecentEdits,
  showDetails,
  showOlderChanges,
  reviewTokens,
  exportTokens,
  copyTokenId,
  openInBrowser,
  showLog,
};
