import * as vscode from "vscode";
import { groupings, sortKeys, usualArrangement, type Grouping, type Sort } from "../tokens/arrangement";

/** Where a person's choices are remembered; a filter is what they typed, and never a server's or a secret. */
const [filtersKey, sortKey, groupingKey] = ["filters", "sort", "grouping"];

/** How the view shows tokens, as the person chose it; remembered from session to session. */
export class Arrangements implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<{ readonly serverName?: string }>();
  // What was chosen in this window holds there, whatever was chosen in another one since.
  readonly #chosenFilters = new Map<string, string>();
  #chosenSort: Sort | undefined;
  #chosenGrouping: Grouping | undefined;

  /** Fired with the server whose filter it was, or without one when it was what is for all. */
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** The filter of a server's tokens as it was typed; empty when all are shown. */
  filterOf(serverName: string): string {
    const chosen = this.#chosenFilters.get(serverName);
    if (chosen !== undefined) return chosen;
    const filters = this.#filters();
    const text = Object.hasOwn(filters, serverName) ? filters[serverName] : undefined;
    return typeof text === "string" ? text : "";
  }

  setFilter(serverName: string, text: string): void {
    if (text === this.filterOf(serverName)) return;
    this.#chosenFilters.set(serverName, text);
    const filters = new Map([...Object.entries(this.#filters()), ...this.#chosenFilters]);
    this.#remember(filtersKey, Object.fromEntries([...filters].filter(([, each]) => each !== "")));
    this.#changed.fire({ serverName });
  }

  get sort(): Sort {
    if (this.#chosenSort) return this.#chosenSort;
    const known = this.#memory.get<Partial<Sort>>(sortKey);
    const by = sortKeys.find((key) => key === known?.by);
    return by ? { by, isDescending: known?.isDescending === true } : usualArrangement.sort;
  }

  set sort(sort: Sort) {
    this.#chosenSort = sort;
    this.#remember(sortKey, sort);
    this.#changed.fire({});
  }

  get grouping(): Grouping {
    if (this.#chosenGrouping) return this.#chosenGrouping;
    const known = this.#memory.get(groupingKey);
    return groupings.find((grouping) => grouping === known) ?? usualArrangement.grouping;
  }

  set grouping(grouping: Grouping) {
    this.#chosenGrouping = grouping;
    this.#remember(groupingKey, grouping);
    this.#changed.fire({});
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #filters(): Readonly<Record<string, unknown>> {
    return this.#memory.get<Readonly<Record<string, unknown>>>(filtersKey) ?? {};
  }

  #remember(key: string, value: unknown): void {
    // When it is written to the disk does not matter.
    void this.#memory.update(key, value);
  }
}
