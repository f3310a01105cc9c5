import { AppError, type ErrorCode } from "../../errors.ts";

/** What a thread is started with: the module and export it serves, and what that is opened with. */
export interface ThreadStart {
  module: string;
  name: string;
  init: unknown;
}

/** An error as it crosses between threads; `code` is set when it is an AppError. */
export interface SentError {
  message: string;
  stack: string;
  code: ErrorCode | null;
  details: Record<string, unknown>;
}

/** Answers of a thread: first that it is open, then one to each call. */
export type Answer = { ok: true; output: unknown } | { ok: false; error: SentError };

export function encodeError(error: unknown): SentError {
  const known = error instanceof Error ? error : new Error(String(error));
  const { code, details } = error instanceof AppError ? error : { code: null, details: {} };
  return { message: known.message, stack: known.stack ?? "", code, details };
}

export function decodeError({ message, stack, code, details }: SentError): Error {
  const error = code ? new AppError(code, message, details) : new Error(message);
  error.stack = stack;
  return error;
}
