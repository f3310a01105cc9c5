import { z } from "zod";

/** Whole months after a study closes. */
export const RetentionMonths = z
  .int()
  .min(1, "Keep it for a month at least.")
  .max(120, "Keep it for ten years at most.");

/** Long enough for analysis, review and what comes back from it; funders and ethics boards may ask for another. */
export const DEFAULT_RETENTION_MONTHS = 12;

/**
 * When what ties answers to people is erased: so many months after closing, at the same time of day, in UTC; on the last day of a month that
 * is too short (closed on 31 January, one month: 28 or 29 February).
 * @returns null for a study that is not closed, or has no date
 */
export function erasureDate(closedAt: Date | null, retentionMonths: number | null): Date | null {
  if (closedAt === null || retentionMonths === null) return null;
  const date = new Date(closedAt);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + retentionMonths);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(closedAt.getUTCDate(), lastDay));
  return date;
}
