import { AwxError, isOutcomeUnknown, type AwxProblem } from "../awx/errors";
import { CaFileError, SecretStorageError } from "../servers/errors";
import { explain } from "../ui/explain";
import { CommandFailure } from "../ui/failure";
import { ApiError } from "./apiError";
import type { AwxTokensErrorCode } from "./awxTokensApi";

/** A failure as another extension is told of it: explained, and without the error that was its cause. */
export function toldError(error: unknown, { isChange }: { readonly isChange: boolean }): ApiError {
  if (error instanceof ApiError) return error;
  const cause = error instanceof CommandFailure ? error.cause : error;
  if (!(cause instanceof AwxError)) return new ApiError(codeOfOther(cause), explain(error));
  const { problem } = cause;
  return new ApiError(codeOf(problem), explain(error), {
    status: statusOf(problem),
    isOutcomeUnknown: isChange && isOutcomeUnknown(cause),
  });
}

function codeOfOther(error: unknown): AwxTokensErrorCode {
  if (error instanceof CaFileError) return "unreachable";
  return error instanceof SecretStorageError ? "notSignedIn" : "failed";
}

function codeOf(problem: AwxProblem): AwxTokensErrorCode {
  switch (problem.kind) {
    case "noAnswer":
    case "proxyRefused":
      return "unreachable";
    case "unexpectedAnswer":
      // Since 24.3 what is at no address of the API is answered with a web page.
      return problem.status === 404 ? "notFound" : "unexpectedAnswer";
    case "withoutTokens":
    case "badNextPage":
      return "unexpectedAnswer";
    default:
      return problem.kind;
  }
}

function statusOf(problem: AwxProblem): number | undefined {
  switch (problem.kind) {
    case "unauthenticated":
      return 401;
    case "forbidden":
      return 403;
    case "notFound":
      return 404;
    case "rejected":
      return 400;
    case "serverFailed":
    case "refused":
    case "unexpectedAnswer":
      return problem.status;
    default:
      return undefined;
  }
}
