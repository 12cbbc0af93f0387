import type { CommandName } from "../contributions";
import { addServer } from "./addServer";
import { copyTokenId } from "./copyTokenId";
import { editDescription } from "./editDescription";
import { editScopes } from "./editScopes";
import { editServer } from "./editServer";
import { moveServerDown, moveServerUp } from "./moveServer";
import { openInBrowser } from "./openInBrowser";
import { openSettings } from "./openSettings";
import type { Command } from "./parts";
import { refresh } from "./refresh";
import { removeServer } from "./removeServer";
import { showLog } from "./showLog";
import { signIn } from "./signIn";
import { signOut } from "./signOut";
import { testConnection } from "./testConnection";

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
  copyTokenId,
  openInBrowser,
  showLog,
};
