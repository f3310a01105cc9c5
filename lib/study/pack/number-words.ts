import { formatInterval, formatNumber } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import type { Estimate } from "../report.ts";

/** "3.21 [3.05, 3.38]", or "undefined: " and the reason. */
export function estimateWords(estimate: Estimate | undefined, decimals = 2): string {
  if (!estimate || "undefined" in estimate)
    return `undefined: ${undefinedWords(estimate?.undefined ?? "no_values")}`;
  const { value, low, high } = estimate;
  return `${formatNumber(value, decimals)} ${formatInterval(low, high, decimals)}`;
}

/** "1 image", "2 images". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
