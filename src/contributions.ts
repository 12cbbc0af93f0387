// Every id that package.json contributes, once. A test holds the two against each other; nothing else spells them.

export const commandIds = {
  addServer: "awxTokens.addServer",
  editServer: "awxTokens.editServer",
  removeServer: "awxTokens.removeServer",
  moveServerUp: "awxTokens.moveServerUp",
  moveServerDown: "awxTokens.moveServerDown",
  testConnection: "awxTokens.testConnection",
  openSettings: "awxTokens.openSettings",
  signIn: "awxTokens.signIn",
  signOut: "awxTokens.signOut",
  refresh: "awxTokens.refresh",
  readAll: "awxTokens.readAll",
  stopReading: "awxTokens.stopReading",
  filterTokens: "awxTokens.filterTokens",
  clearFilter: "awxTokens.clearFilter",
  showNeedsAttention: "awxTokens.showNeedsAttention",
  sortTokens: "awxTokens.sortTokens",
  groupTokens: "awxTokens.groupTokens",
  editDescription: "awxTokens.editDescription",
  editScopes: "awxTokens.editScopes",
  createToken: "awxTokens.createToken",
  rotateToken: "awxTokens.rotateToken",
  revokeToken: "awxTokens.revokeToken",
  editSeveral: "awxTokens.editSeveral",
  openAsJson: "awxTokens.openAsJson",
  editInEditor: "awxTokens.editInEditor",
  saveFile: "awxTokens.saveFile",
  undoLastEdit: "awxTokens.undoLastEdit",
  showRecentEdits: "awxTokens.showRecentEdits",
  showDetails: "awxTokens.showDetails",
  showOlderChanges: "awxTokens.showOlderChanges",
  reviewTokens: "awxTokens.reviewTokens",
  exportTokens: "awxTokens.exportTokens",
  copyTokenId: "awxTokens.copyTokenId",
  openInBrowser: "awxTokens.openInBrowser",
  manageAccess: "awxTokens.manageAccess",
  showLog: "awxTokens.showLog",
} as const;

export type CommandName = keyof typeof commandIds;

/** The scheme of the files that tokens are edited in, and of those that say what may stand in them. */
export const [tokenScheme, tokenSchemaScheme] = ["awx-token", "awx-token-schema"] as const;

export const viewContainerId = "awxTokens";
export const tokensViewId = "awxTokens.tokens";

/** The setting `awxTokens.servers`, as `getConfiguration(section)` and its `get(key)` take it. */
export const serversSetting = { section: "awxTokens", key: "servers", id: "awxTokens.servers" } as const;

/** The setting `awxTokens.requestTimeout`, in the same way. */
export const timeoutSetting = { section: "awxTokens", key: "requestTimeout", id: "awxTokens.requestTimeout" } as const;

/** The setting `awxTokens.expiringSoonDays`, in the same way. */
export const expiringSoonSetting = {
  section: "awxTokens",
  key: "expiringSoonDays",
  id: "awxTokens.expiringSoonDays",
} as const;

/** The setting `awxTokens.autoRefreshMinutes`, in the same way. */
export const autoRefreshSetting = {
  section: "awxTokens",
  key: "autoRefreshMinutes",
  id: "awxTokens.autoRefreshMinutes",
} as const;

/** What the steps of the walkthrough wait for. */
export const contextKeys = {
  hasServer: "awxTokens.hasServer",
  isSignedIn: "awxTokens.isSignedIn",
  /** An edit was saved in this window. */
  hasEdited: "awxTokens.hasEdited",
  /** The tokens that need attention were shown in this window, or that there are none. */
  hasReviewed: "awxTokens.hasReviewed",
} as const;

/** The flags of a row's `contextValue`, which menus match one by one. */
export type RowFlag =
  | "server"
  | "signedIn"
  | "signedOut"
  | "status"
  | "failed"
  | "reading"
  | "filter"
  | "group"
  | "unusable"
  | "token"
  | "editable"
  | "own"
  | "expired"
  | "readOnly"
  | "write";
