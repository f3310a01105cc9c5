import { formatInterval, formatNumber } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import type { StudyReport } from "../report.ts";

/** Whether ratings change along the sequence, in a sentence or two. */
export function driftWords(change: NonNullable<StudyReport["drift"]>["change"]): string {
  if ("undefined" in change) return `Drift is undefined: ${undefinedWords(change.undefined)}.`;
  const { value, low, high, n } = change;
  const numbers = `${formatNumber(value, 2)} ${formatInterval(low, high, 2).replaceAll(" ", "\u00a0")} scale points from the first picture to the last, over ${n} raters`;
  if (low <= 0 && high >= 0)
    return `No drift is seen: ratings change by ${numbers}; the interval holds 0. Each rater has an order of their own, so that drift would not favour a method.`;
  return `Ratings ${value > 0 ? "rise" : "fall"} along the sequence: by ${numbers}. Each rater has an order of their own, so that it favours no method; it adds noise.`;
}
