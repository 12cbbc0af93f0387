import { isBusy, type AwxProblem } from "./errors";

/** How often a request that changes nothing is sent at most. */
const mostAttempts = 3;

/** Half of the longest wait before the second attempt; each later one may be twice as long. */
const firstWait = 200;

/**
 * How long to wait before a request that changes nothing is sent once more, in milliseconds; nothing when it is not
 * to be: what went wrong will not pass by itself, or not soon. What the server asks for is honoured, and otherwise the
 * wait grows, by chance, so that many clients do not come back at once.
 * @param attempts how often it was sent
 * @param longestWait milliseconds
 * @param chance from 0 to 1
 */
export function waitBeforeRetry(
  problem: AwxProblem,
  attempts: number,
  longestWait: number,
  chance = Math.random(),
): number | undefined {
  if (attempts >= mostAttempts || !isPassing(problem)) return undefined;
  const asked = 1000 * ("retryAfter" in problem ? (problem.retryAfter ?? 0) : 0);
  const wait = Math.max(asked, firstWait * 2 ** (attempts - 1) * (1 + chance));
  return wait <= longestWait ? wait : undefined;
}

function isPassing(problem: AwxProblem): boolean {
  switch (problem.kind) {
    case "noAnswer":
      return passingCodes.has(problem.code ?? "");
    case "serverFailed":
    case "refused":
      return isBusy(problem.status);
    default:
      return false;
  }
}

// A connection that was made and cut, as by a server that restarts, and a name server that is busy.
const passingCodes = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "EAI_AGAIN"]);

/** Seconds; more is as good as "not now". */
const longestAsked = 24 * 3600;

/**
 * The seconds that a `Retry-After` asks to wait, a day at most: it is a number of them or a date (RFC 9110 §10.2.3),
 * which is counted from the answer's own `Date`, because our clock may be wrong.
 */
export function retryAfterOf(header: string, date: string, now = Date.now()): number | undefined {
  const from = Date.parse(date);
  const seconds = /^\d+$/.test(header.trim())
    ? Number(header)
    : Math.ceil((Date.parse(header) - (Number.isNaN(from) ? now : from)) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, seconds), longestAsked);
}
