import { AppError } from "#lib/errors.ts";

/** A rule that an address, or what it answered, does not keep. Nothing of an answer's body is ever in the message. */
export function refuseFetch(reason: string, message: string, cause?: unknown): AppError {
  return new AppError("invalid", message, { reason }, cause);
}

/** A fault that may be gone at the next try. @param retryAfterMs when the server asked to wait so long */
export function failFetch(reason: string, message: string, retryAfterMs?: number, cause?: unknown): AppError {
  const details = retryAfterMs === undefined ? { reason } : { reason, retryAfterMs };
  return new AppError("unavailable", message, details, cause);
}
