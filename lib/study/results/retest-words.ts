import { formatInterval, formatNumber, formatPercent } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import type { StudyReport } from "../report.ts";

type Retest = NonNullable<StudyReport["retest"]>;

/** How far raters agree with themselves, in a sentence or two. */
export function retestWords({ trials, same, kappa, weights }: Retest): string {
  if ("undefined" in same)
    return `How far raters agree with themselves is undefined: ${undefinedWords(same.undefined)}.`;
  const alike = `Shown the same a second time, raters gave the same answer in ${formatPercent(same.value)} of ${trials} trials, over ${same.n} raters.`;
  const name = weights === "quadratic" ? "Cohen’s kappa, quadratic weights," : "Cohen’s kappa";
  if ("undefined" in kappa) return `${alike} ${name} is undefined: ${undefinedWords(kappa.undefined)}.`;
  return `${alike} ${name} is ${formatNumber(kappa.value, 2)} ${formatInterval(kappa.low, kappa.high, 2)}.`;
}
