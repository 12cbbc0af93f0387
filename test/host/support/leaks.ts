import * as vscode from "vscode";
import { hitsInValue, type Hit } from "../../support/canaries";

/** What an extension can hand to a person, another extension or the log, each by where the API takes it. */
export type Place =
  | "log"
  | "message"
  | "tree item"
  | "box"
  | "document"
  | "progress"
  | "opened address"
  | "command argument"
  | "command result"
  | "command error";

/** Looks for secrets in all that passes through VS Code's API. */
export interface LeakWatch {
  readonly hits: readonly Hit[];
  /** The places where anything has passed. */
  readonly places: ReadonlySet<Place>;
}

type AnyFunction = (this: unknown, ...args: never[]) => unknown;

/** Says of a text whether it is a value that may be handed over. */
type IsHandedOver = (line: string) => boolean;

// The watch and the tests are in different bundles, which share no module.
const shared = globalThis as { awxTokensHandedOver?: Set<IsHandedOver> };

/**
 * Lets the dialog that hands over the value of a new token hold it, in a line of its own, until the function that this
 * gives is called. Every other place, and every other message, is still watched for it.
 */
export function allowHandOver(isHandedOver: IsHandedOver): () => void {
  const allowed = (shared.awxTokensHandedOver ??= new Set());
  allowed.add(isHandedOver);
  return () => {
    allowed.delete(isHandedOver);
  };
}

/** What is said in a dialog, without the values that it may hand over. */
function withoutHandedOver(args: readonly unknown[]): readonly unknown[] {
  const [text, options, ...items] = args as [unknown, vscode.MessageOptions | undefined, ...unknown[]];
  if (typeof options !== "object" || !options.modal || options.detail === undefined) return args;
  const lines = options.detail.split("\n").filter((line) => {
    return ![...(shared.awxTokensHandedOver ?? [])].some((isHandedOver) => isHandedOver(line));
  });
  return [text, { ...options, detail: lines.join("\n") }, ...items];
}

/**
 * Watches from now on what passes through VS Code's API, also where a test replaces a part of it later.
 * @param hitsIn finds what must not pass
 */
export function watchForLeaks(hitsIn = hitsInValue): LeakWatch {
  const hits: Hit[] = [];
  const places = new Set<Place>();
  const look = (place: Place, value: unknown): void => {
    places.add(place);
    hits.push(...hitsIn(place, value));
  };

  const given = <T extends object>(place: Place, owner: T, ...names: readonly (keyof T & string)[]): void => {
    for (const name of names) {
      observe(owner, name, (args) => {
        look(place, args);
      });
    }
  };

  const { window, workspace, commands, env } = vscode;
  given("message", window, "showWarningMessage", "showErrorMessage", "setStatusBarMessage");
  observe(window, "showInformationMessage", (args) => {
    look("message", withoutHandedOver(args));
  });
  given("progress", window, "withProgress");
  given("opened address", env, "openExternal");
  given("command argument", commands, "executeCommand");
  for (const name of ["createInputBox", "createQuickPick"] as const) {
    observe(window, name, (_, box) => {
      watchBox(box as vscode.QuickInput, look);
    });
  }
  observe(window, "createOutputChannel", (_, channel) => {
    const log = channel as vscode.LogOutputChannel;
    given("log", log, "trace", "debug", "info", "warn", "error", "append", "appendLine", "replace");
  });
  observe(window, "createTreeView", ([, options]) => {
    const { treeDataProvider } = options as vscode.TreeViewOptions<unknown>;
    for (const name of ["getTreeItem", "resolveTreeItem"] as const) {
      if (!treeDataProvider[name]) continue;
      observe(treeDataProvider, name, async (_, item) => {
        const drawn = (await item) as vscode.TreeItem;
        // A Markdown text hides what it says from whoever looks at its properties.
        look("tree item", [drawn, drawn.tooltip instanceof vscode.MarkdownString ? drawn.tooltip.value : ""]);
      });
    }
  });
  observe(workspace, "registerTextDocumentContentProvider", ([, provider]) => {
    observe(provider as vscode.TextDocumentContentProvider, "provideTextDocumentContent", async (_, text) => {
      look("document", await text);
    });
  });
  const { registerCommand } = commands;
  commands.registerCommand = (id, run: AnyFunction, thisArg) =>
    registerCommand(id, (...args: never[]) => crossing(() => run.apply(thisArg, args), look));
  return { hits, places };
}

/** Runs a command, and looks at what leaves it. */
async function crossing(run: () => unknown, look: (place: Place, value: unknown) => void): Promise<unknown> {
  try {
    const result = await run();
    look("command result", result);
    return result;
  } catch (error) {
    look("command error", error);
    throw error;
  }
}

/** Looks at each thing that a box is given; what is typed into one that hides it is the only secret it may hold. */
function watchBox(box: vscode.QuickInput, look: (place: Place, value: unknown) => void): void {
  const names = ["title", "placeholder", "prompt", "validationMessage", "buttons", "items", "value"];
  for (const name of names) {
    const property = propertyOf(box, name);
    if (!property?.set) continue;
    Object.defineProperty(box, name, {
      configurable: true,
      get: () => property.get?.call(box) as unknown,
      set: (value: unknown) => {
        if (name !== "value" || !("password" in box && box.password)) look("box", value);
        property.set?.call(box, value);
      },
    });
  }
}

function propertyOf(object: object, name: string): PropertyDescriptor | undefined {
  for (let owner: object | null = object; owner; owner = Object.getPrototypeOf(owner) as object | null) {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    if (property) return property;
  }
  return undefined;
}

/**
 * Has `see` called with what a function of an object is given and returns, for whatever function is put there, now or
 * later.
 */
function observe<T extends object>(
  owner: T,
  name: keyof T & string,
  see: (args: readonly unknown[], result: unknown) => unknown,
): void {
  const originals = new WeakMap<AnyFunction, AnyFunction>();
  const observed = (original: AnyFunction): AnyFunction => {
    const wrapper = function (this: unknown, ...args: never[]): unknown {
      const result = original.apply(this, args);
      see(args, result);
      return result;
    };
    originals.set(wrapper, original);
    return wrapper;
  };
  let current = observed(owner[name] as AnyFunction);
  Object.defineProperty(owner, name, {
    configurable: true,
    get: () => current,
    set: (put: AnyFunction) => {
      current = originals.has(put) ? put : observed(put);
    },
  });
}
