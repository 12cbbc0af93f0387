/** What tokens can be sorted by. */
export const sortKeys = ["created", "modified", "expires", "description", "owner"] as const;

export type SortKey = (typeof sortKeys)[number];

/** The order of the tokens in a view. */
export interface Sort {
  readonly by: SortKey;
  readonly isDescending: boolean;
}

/** What tokens can stand together by; by owner, one's own come first and in no group. */
export const groupings = ["owner", "none", "application", "scope", "expiry", "usage"] as const;

export type Grouping = (typeof groupings)[number];

/** How a server's tokens are shown. */
export interface Arrangement {
  /** What the person typed; empty for all. */
  readonly filter: string;
  readonly sort: Sort;
  readonly grouping: Grouping;
  readonly now: Date;
  /** Within how many days from now a token expires soon. */
  readonly soonDays: number;
}

/** How tokens are shown before anybody chooses: all, the oldest first, below their owners. */
export const usualArrangement: Pick<Arrangement, "filter" | "sort" | "grouping"> = {
  filter: "",
  sort: { by: "created", isDescending: false },
  grouping: "owner",
};
