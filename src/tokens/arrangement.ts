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
