/** One thing that a person can do about a failure. */
export interface Remedy {
  readonly label: string;
  readonly run: () => Promise<unknown>;
}

/** Why something failed, already in words that a person understands. */
export class Reason extends Error {
  override readonly name = "Reason";
}

/**
 * A command that could not do what it was asked for, to be shown by the error boundary.
 * Its message says what failed, naming the token and the server; why is in the cause.
 */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";

  constructor(
    readonly what: string,
    override readonly cause?: unknown,
    readonly remedy?: Remedy,
  ) {
    super(what);
  }
}
