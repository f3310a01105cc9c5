import { AppError } from "#lib/errors.ts";
import { refuseFetch } from "./fetch-refusal.ts";

export interface TimeLimits {
  /** Everything, with redirects. */
  totalMs: number;
  /** From a request to the beginning of its answer. */
  answerMs: number;
  /** In each window at least so many bytes have to come. */
  windowMs: number;
  windowBytes: number;
}

/** 100 MB over a line of 8 Mbit/s; a server that gives under a hundred bytes a second is broken or means harm. */
export const TIME_LIMITS: TimeLimits = {
  totalMs: 120_000,
  answerMs: 15_000,
  windowMs: 10_000,
  windowBytes: 1000,
};

export interface TransferWatch {
  /** Aborted with an AppError as its reason. */
  signal: AbortSignal;
  /** A request is on its way. */
  asked(): void;
  /** Its answer has begun. */
  answered(): void;
  received(byteCount: number): void;
  close(): void;
}

/** Ends a transfer that takes too long, or drips so slowly that it would. @param signal ends it from outside */
export function watchTransfer(limits: TimeLimits, signal?: AbortSignal): TransferWatch {
  const controller = new AbortController();
  const tooSlow = () =>
    controller.abort(refuseFetch("too-slow", "The server is too slow: copy the picture by hand."));
  const stop = () => controller.abort(new AppError("cancelled", "The import was stopped."));
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  const total = setTimeout(tooSlow, limits.totalMs);
  let step: NodeJS.Timeout | undefined;
  let inWindow = 0;
  return {
    signal: controller.signal,
    asked() {
      clearInterval(step);
      step = setTimeout(tooSlow, limits.answerMs);
    },
    answered() {
      clearTimeout(step);
      inWindow = 0;
      step = setInterval(() => {
        if (inWindow < limits.windowBytes) tooSlow();
        inWindow = 0;
      }, limits.windowMs);
    },
    received(byteCount) {
      inWindow += byteCount;
    },
    close() {
      clearTimeout(total);
      clearInterval(step);
      signal?.removeEventListener("abort", stop);
    },
  };
}
