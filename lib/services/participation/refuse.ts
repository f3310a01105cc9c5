import { AppError, type ErrorCode } from "#lib/errors.ts";
import type { RefusalReason } from "#lib/study/languages/language.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";

const CODES: Readonly<Record<RefusalReason, ErrorCode>> = {
  "unknown-study": "not_found",
  "not-open": "unavailable",
  closed: "gone",
  full: "gone",
  "consent-changed": "conflict",
  "no-arrival": "invalid",
  preview: "forbidden",
  "no-place": "unauthenticated",
  withdrawn: "gone",
  screened: "gone",
  "quiz-first": "conflict",
  "not-yours": "not_found",
  unavailable: "unavailable",
};

/** The error of a refused request. Its reason is for the participant's page, which says it in the study's language. */
export function refuse(reason: RefusalReason): AppError {
  return new AppError(CODES[reason], LANGUAGES.en.page.refusals[reason].text, { reason });
}
