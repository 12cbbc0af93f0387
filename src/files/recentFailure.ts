import { FileFailure } from "./fileFailure";

/** How long VS Code may take from one step of a save to the next, in milliseconds. */
const sameSave = 5000;

/** Why a server did not say what a save has to know, so that each step of that save does not wait for it again. */
export class RecentFailure {
  #error: unknown;
  #at = -Infinity;

  /** Takes note of a failure, unless it was no request's. */
  note(error: unknown): void {
    if (error instanceof FileFailure) return;
    this.#error = error;
    this.#at = performance.now();
  }

  /** The save is over, or another begins. */
  forget(): void {
    this.#at = -Infinity;
  }

  /** @throws what the save failed with already */
  rethrow(): void {
    if (performance.now() - this.#at <= sameSave) throw this.#error;
  }
}
