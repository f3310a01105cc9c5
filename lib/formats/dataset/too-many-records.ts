import { AppError } from "#lib/errors.ts";
import { MAX_RECORDS } from "./limits.ts";

export function tooManyRecords(): AppError {
  const message = `The data set describes more than ${MAX_RECORDS} pictures: divide it.`;
  return new AppError("too_large", message, { reason: "too-many-records" });
}
