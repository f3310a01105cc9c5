import { AppError } from "#lib/errors.ts";
import type { PlainError } from "./protocol.ts";

/** Errors lose their class between processes: this keeps what an AppError says. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof AppError) {
    return { message: error.message, stack: error.stack ?? "", code: error.code, details: error.details };
  }
  const plain = error instanceof Error ? error : new Error(String(error));
  return { message: plain.message, stack: plain.stack ?? "", code: null, details: {} };
}

export function fromPlainError(plain: PlainError): Error {
  if (plain.code) return new AppError(plain.code, plain.message, plain.details);
  const error = new Error(plain.message);
  error.stack = plain.stack;
  return error;
}
