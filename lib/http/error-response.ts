import type { Logger } from "pino";
import { z } from "zod";
import { isDatabaseAway } from "#lib/db/is-database-away.ts";
import { isUnstorable } from "#lib/db/is-unstorable.ts";
import { AppError } from "#lib/errors.ts";
import { issueWords } from "#lib/issue-words.ts";

/** The one shape of every error body. */
export interface ErrorBody {
  error: { code: string; message: string; details?: Record<string, unknown> };
}

function describeIssues(error: z.ZodError): { message: string; details: Record<string, unknown> } {
  const issues = error.issues.map((issue) => ({ path: issue.path.join("."), message: issueWords(issue) }));
  const message = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  return { message, details: { issues } };
}

/** What was thrown, if a person may know of it. */
export function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) {
    const { message, details } = describeIssues(error);
    return new AppError("invalid", message, details);
  }
  if (isUnstorable(error)) {
    return new AppError(
      "invalid",
      "Something that was sent holds a character, a number or a date that cannot be kept.",
      {},
      error,
    );
  }
  if (isDatabaseAway(error)) {
    return new AppError(
      "unavailable",
      "The database cannot be reached just now. Try again in a moment.",
      {},
      error,
    );
  }
  return undefined;
}

/** Maps what a handler threw: a person's mistake to its 4xx, anything else to a 500 that gives nothing away. */
export function errorResponse(error: unknown, log: Logger, requestId: string): Response {
  const known = toAppError(error);
  const headers: Record<string, string> = { "cache-control": "no-store", "x-request-id": requestId };
  if (!known) {
    log.error({ err: error, requestId }, "request failed");
    const message = `Something went wrong here. Quote ${requestId} when you report it.`;
    return Response.json({ error: { code: "internal", message } } satisfies ErrorBody, {
      status: 500,
      headers,
    });
  }
  if (known.status === 503) {
    log.warn({ err: known, requestId }, "request could not be served");
    headers["retry-after"] = "3";
  }
  const body: ErrorBody = { error: { code: known.code, message: known.message, details: known.details } };
  return Response.json(body, { status: known.status, headers });
}
