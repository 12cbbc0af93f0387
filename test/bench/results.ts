/** Something that was measured, and what it may be at most. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  /** It may not be less either. */
  readonly isExact?: boolean;
}

/** What a number of tokens costs: milliseconds, and megabytes of heap. */
export interface Growth {
  readonly tokens: number;
  readonly open: number;
  /** The same requests, by who does nothing else. */
  readonly bareGets: number;
  readonly firstRows: number;
  readonly refresh: number;
  readonly edit: number;
  readonly keystroke: number;
  readonly heap: number;
}

/** What the measured process says. */
export interface Measured {
  readonly rows: readonly Figure[];
  readonly growth: readonly Growth[];
}

export function holds({ value, limit, isExact = false }: Figure): boolean {
  return isExact ? value === limit : value <= limit;
}
