import * as vscode from "vscode";
import { parseFilter, type Filter } from "../tokens/filter";
import { completionsOf, type Completion } from "../tokens/filterCompletions";
import { matchesOf } from "../tokens/filterMatches";
import type { TokenList } from "../tokens/tokenList";
import type { Event } from "../util/event";
import { inertText } from "../util/visibleText";
import { showBox } from "./boxes";
import { expiringSoonDays } from "./expiringSoon";
import { completionMeaning, problemText } from "./filterText";
import { countText } from "./format";

export interface FilterInput {
  readonly serverName: string;
  /** The filter to begin with. */
  readonly text: string;
  /** Has the tokens read. */
  readonly read: () => Promise<unknown>;
  /** Has it found out which were never used, for a filter that asks for it; says itself when it cannot. */
  readonly findUse: () => Promise<void>;
  /** The tokens as they are known at the time, once they have been read. */
  readonly list: () => TokenList | undefined;
  readonly onDidChangeList: Event<unknown>;
  /** Takes the filter with every letter that is typed. */
  readonly onDidType: (text: string) => void;
}

/** A line below the filter: the end of it, a way to go on, or what only says something. */
interface Item extends vscode.QuickPickItem {
  readonly does: "show" | "nothing" | Completion;
}

/**
 * Asks for a filter while the person sees what it does: says how many tokens there are with it, and how it can go on.
 * @returns the filter that was accepted, or nothing when the person gives up
 * @throws what `read` rejects with
 */
export async function askFilter(input: FilterInput): Promise<string | undefined> {
  const box = vscode.window.createQuickPick<Item>();
  box.title = vscode.l10n.t("Filter the tokens of {0}", input.serverName);
  box.placeholder = vscode.l10n.t("For example: nightly owner:me scope:write expires:<30d -expired");
  box.buttons = [{ iconPath: new vscode.ThemeIcon("clear-all"), tooltip: vscode.l10n.t("Clear Filter") }];
  box.value = input.text;
  // People scroll in the tokens meanwhile.
  box.ignoreFocusOut = true;
  // VS Code takes what is typed for a search in the items and puts what it finds first, unless it is told not to.
  Object.assign(box, { sortByLabel: false });

  let isUseAsked = false;
  let waiting = 0;
  const waitFor = async (work: Promise<unknown>): Promise<void> => {
    waiting++;
    box.busy = true;
    await work.finally(() => (box.busy = --waiting > 0));
    show();
  };
  const show = (): void => {
    const list = input.list();
    if (!list) return;
    const text = box.value;
    const filter = parseFilter(text);
    const { title, first } = effectOf(filter, text, input.serverName, list);
    const completions = completionsOf(text, list).map((each) => itemOf(each, list.tokens.size));
    box.title = title;
    box.items = [{ ...first, alwaysShow: true }, ...completions];
    if (!isUseAsked && filter.needsUsage) {
      isUseAsked = true;
      void waitFor(input.findUse());
    }
  };
  const take = (text: string): void => {
    input.onDidType(text);
    show();
  };
  const put = (text: string): void => {
    box.value = text;
    take(text);
  };

  const subscription = input.onDidChangeList(show);
  const answer = new Promise<string | undefined>((resolve, reject) => {
    box.onDidChangeValue(take);
    box.onDidTriggerButton(() => {
      put("");
    });
    box.onDidAccept(() => {
      const does = box.selectedItems[0]?.does;
      if (does === "show") resolve(box.value.trim());
      else if (does !== undefined && does !== "nothing") put(does.text);
    });
    box.onDidHide(() => {
      resolve(undefined);
    });
    waitFor(input.read()).catch(reject);
  });
  return showBox(box, answer).finally(() => {
    subscription.dispose();
  });
}

/** What a filter does, in words and in lines to choose from. */
function effectOf(filter: Filter, text: string, serverName: string, list: TokenList) {
  const total = list.tokens.size;
  const problem = filter.problems[0] && problemText(filter.problems[0]);
  if (problem) {
    return {
      title: vscode.l10n.t("Filter the tokens of {0}: {1}", serverName, problem.what),
      first: {
        label: problem.what,
        detail: problem.remedy,
        iconPath: new vscode.ThemeIcon("warning"),
        does: "nothing",
      },
    } as const;
  }
  const count = matchesOf(list, filter, { now: new Date(), soonDays: expiringSoonDays() }).length;
  const label =
    text.trim() === ""
      ? vscode.l10n.t("Show all {0} tokens", countText(total))
      : vscode.l10n.t("Show {0} of {1} tokens", countText(count), countText(total));
  return {
    title: vscode.l10n.t("Filter the tokens of {0}: {1} of {2}", serverName, countText(count), countText(total)),
    first: { label, iconPath: new vscode.ThemeIcon("filter"), does: "show" },
  } as const;
}

function itemOf(completion: Completion, total: number): Item {
  return {
    label: inertText(completion.isNegated ? `-${completion.term}` : completion.term),
    description: completionMeaning(completion, total),
    iconPath: new vscode.ThemeIcon(iconOf(completion)),
    alwaysShow: true,
    does: completion,
  };
}

function iconOf(completion: Completion): string {
  if (completion.kind === "state") return "tag";
  switch (completion.key) {
    case "scope":
      return "shield";
    case "owner":
      return "account";
    case "application":
      return "extensions";
    case "description":
      return "edit";
    case "id":
      return "symbol-number";
    case "expires":
    case "created":
    case "modified":
    case "used":
      return "clock";
  }
}
