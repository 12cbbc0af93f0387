import { FileFailure } from "./fileFailure";

/** How long a failure counts as that of the same save, in milliseconds. */
const sameSave = 1000;

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

  /** Another save begins. */
  forget(): void {
    this.#at = -Infinity;
  }

  /** @throws what the save failed with already */
  rethrow(): void {
    if (performance.now() - this.#at <= sameSave) throw this.#error;
  }
}
