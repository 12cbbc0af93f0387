import type { AwxTokensError, AwxTokensErrorCode } from "./awxTokensApi";

/** What another extension is told of a failure: never the error that was its cause, which may hold more. */
export class ApiError extends Error implements AwxTokensError {
  override readonly name = "AwxTokensError";
  readonly status: number | undefined;
  readonly isOutcomeUnknown: boolean;

  constructor(
    readonly code: AwxTokensErrorCode,
    message: string,
    {
      status,
      isOutcomeUnknown = false,
    }: { readonly status?: number | undefined; readonly isOutcomeUnknown?: boolean } = {},
  ) {
    super(message);
    this.status = status;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}
