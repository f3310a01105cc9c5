import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "#lib/errors.ts";

/** Waits before the second, third, ... try, milliseconds. */
const WAITS = [500, 2000, 8000];
/** A server that wants to be left alone for longer is. */
const LONGEST_WAIT_MS = 30_000;

export type Wait = (ms: number, signal?: AbortSignal) => Promise<unknown>;

const waitFor: Wait = (ms, signal) =>
  sleep(ms, undefined, { signal }).catch((cause) => {
    throw new AppError("cancelled", "The import was stopped.", {}, cause);
  });

/**
 * Does the work again, up to three times, when it fails with an AppError `unavailable`: after a growing time, or after the
 * error's `details.retryAfterMs`. The last failure is thrown, any other at once.
 */
export async function tryAgain<T>(
  work: () => Promise<T>,
  { signal, wait = waitFor }: { signal?: AbortSignal; wait?: Wait } = {},
): Promise<T> {
  for (const usual of WAITS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
      const ms = Math.max(usual, Number(error.details.retryAfterMs ?? 0));
      if (ms > LONGEST_WAIT_MS) throw error;
      await wait(ms, signal);
    }
  }
  return work();
}
