import { AppError } from "#lib/errors.ts";

export interface RequestLimit {
  /** Takes one request. @throws AppError `unavailable` when the window has had all it may */
  take(): void;
}

/** At most `count` requests in a window of time, of this process; a bound on work that strangers can ask for. */
export function createRequestLimit(
  count: number,
  windowMs: number,
  now: () => number = Date.now,
): RequestLimit {
  let startedAt = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take() {
      if (now() - startedAt >= windowMs) {
        startedAt = now();
        taken = 0;
      }
      taken += 1;
      if (taken > count)
        throw new AppError("unavailable", "Too many requests just now. Try again in a moment.");
    },
  };
}
