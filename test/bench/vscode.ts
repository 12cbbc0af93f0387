/* Stands in for the module `vscode` where the extension is timed: as much of it as listing, drawing and editing ask for. */
import { Emitter, type Disposable as Ends, type Event } from "../../src/util/event";

export class EventEmitter<T> extends Emitter<T> {}

export class Disposable implements Ends {
  static from(...parts: readonly Ends[]): Disposable {
    return new Disposable(() => {
      for (const part of parts) part.dispose();
    });
  }

  constructor(readonly dispose: () => void) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const ProgressLocation = { Notification: 15 };
export const ConfigurationTarget = { Global: 1 };
export const QuickInputButtons = { Back: {} };

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState = TreeItemCollapsibleState.None,
  ) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export class MarkdownString {
  constructor(readonly value: string) {}
}

export class FileDecoration {
  constructor(
    readonly badge?: string,
    readonly tooltip?: string,
    readonly color?: ThemeColor,
  ) {}
}

export class Uri {
  static from({ scheme, authority = "", path = "" }: { scheme: string; authority?: string; path?: string }): Uri {
    return new Uri(scheme, authority, path);
  }

  private constructor(
    readonly scheme: string,
    readonly authority: string,
    readonly path: string,
  ) {}

  toString(): string {
    return `${this.scheme}://${this.authority}${this.path}`;
  }
}

export const l10n = {
  t: (text: string, ...values: readonly unknown[]): string =>
    values.length === 0 ? text : text.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};

export const env = { language: "en" };

const nothing = (): Ends => ({ dispose: () => undefined });

/** What the person has set, by the name of the setting without its section. */
export const settings = new Map<string, unknown>();

export const workspace = {
  getConfiguration: () => ({ inspect: (key: string) => ({ globalValue: settings.get(key) }) }),
  onDidChangeConfiguration: nothing,
  registerTextDocumentContentProvider: nothing,
  registerFileSystemProvider: nothing,
  textDocuments: [],
  onDidOpenTextDocument: nothing,
};

export const languages = { registerCodeLensProvider: nothing };

type Run = (...args: readonly unknown[]) => unknown;

export const commands = {
  registerCommand: (id: string, run: Run): Ends => {
    shown.commands.set(id, run);
    return nothing();
  },
  executeCommand: async (): Promise<undefined> => Promise.resolve(undefined),
};

/** A tree as the view draws it; the rows are the extension's own. */
export interface TreeDataProvider {
  readonly onDidChangeTreeData: Event<unknown>;
  getChildren(row?: unknown): unknown;
  getTreeItem(row: unknown): TreeItem | Promise<TreeItem>;
}

/** What the extension has shown to the person, for whoever plays that person. */
export const shown = {
  commands: new Map<string, Run>(),
  tree: undefined as TreeDataProvider | undefined,
  /** How much is in progress in the view. */
  inProgress: 0,
  onDidEndProgress: new Emitter<undefined>(),
  onDidOpenBox: new Emitter<InputBox>(),
  messages: [] as string[],
};

/** A box in which the person types; as quick picks have the same events, it stands in for both. */
export class InputBox {
  value = "";
  readonly accepted = new Emitter<undefined>();
  readonly changed = new Emitter<string>();
  readonly onDidAccept = this.accepted.event;
  readonly onDidChangeValue = this.changed.event;
  readonly onDidTriggerButton = nothing;
  readonly onDidTriggerItemButton = nothing;
  readonly onDidChangeSelection = nothing;
  readonly onDidChangeActive = nothing;
  readonly onDidHide = nothing;
  readonly dispose = nothing;

  show(): void {
    shown.onDidOpenBox.fire(this);
  }

  type(text: string): void {
    this.value = text;
    this.changed.fire(text);
  }
}

async function withProgress<T>(_: unknown, run: (...args: readonly unknown[]) => PromiseLike<T>): Promise<T> {
  shown.inProgress++;
  try {
    return await run({ report: () => undefined }, { onCancellationRequested: nothing });
  } finally {
    if (--shown.inProgress === 0) shown.onDidEndProgress.fire(undefined);
  }
}

async function showMessage(message: string): Promise<undefined> {
  shown.messages.push(message);
  return Promise.resolve(undefined);
}

export const window = {
  state: { focused: true, active: true },
  createOutputChannel: () => ({
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
    dispose: () => undefined,
  }),
  createTreeView: (_: string, { treeDataProvider }: { treeDataProvider: TreeDataProvider }) => {
    shown.tree = treeDataProvider;
    return {
      visible: true,
      selection: [],
      onDidChangeVisibility: nothing,
      onDidChangeSelection: nothing,
      onDidExpandElement: nothing,
      onDidCollapseElement: nothing,
      reveal: () => Promise.resolve(),
      dispose: () => undefined,
    };
  },
  createInputBox: () => new InputBox(),
  createQuickPick: () => new InputBox(),
  registerFileDecorationProvider: nothing,
  onDidChangeWindowState: nothing,
  onDidChangeActiveTextEditor: nothing,
  onDidChangeTextEditorSelection: nothing,
  setStatusBarMessage: nothing,
  showErrorMessage: showMessage,
  showInformationMessage: showMessage,
  showWarningMessage: showMessage,
  withProgress,
};
