import { FileFailure, givenUp } from "./fileFailure";

/**
 * What is to be sent for a save, as the person agreed to it before VS Code began with the save; or what finding that out
 * failed with, so that no step of the same save waits for a silent server again.
 */
export class AskedPlan<P extends object> {
  #plan: P | undefined;
  #failure: { readonly error: unknown } | undefined;

  /**
   * Keeps what is planned, until it is forgotten.
   * @throws what planning it fails with
   */
  async ask(planned: () => Promise<P | "givenUp">): Promise<"save" | "givenUp"> {
    this.forget();
    try {
      const plan = await planned();
      if (plan === "givenUp") return "givenUp";
      this.#plan = plan;
      return "save";
    } catch (error) {
      // What a text or a changed token is refused for is found out again, and shown by VS Code's own means.
      if (!(error instanceof FileFailure)) this.#failure = { error };
      throw error;
    }
  }

  /**
   * What to send: what was agreed to, if that is for it, or else what is planned now.
   * @throws what planning it fails with, and {FileFailure} when the person gives it up
   */
  async planFor(isFor: (plan: P) => boolean, planned: () => Promise<P | "givenUp">): Promise<P> {
    if (this.#plan && isFor(this.#plan)) return this.#plan;
    const plan = await planned();
    if (plan === "givenUp") throw givenUp();
    return plan;
  }

  get plan(): P | undefined {
    return this.#plan;
  }

  /** @throws what asking failed with */
  rethrow(): void {
    if (this.#failure) throw this.#failure.error;
  }

  forget(): void {
    this.#plan = undefined;
    this.#failure = undefined;
  }
}
