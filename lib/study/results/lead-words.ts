import { formatInterval, formatNumber, formatP } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import type { StudyReport } from "../report.ts";
import type { Statement } from "../template.ts";
import { listPairs } from "./arm-pairs.ts";
import { contrastWords } from "./contrast-words.ts";
import { findLead, type Lead } from "./find-lead.ts";

/**
 * Which method of a statement has the highest score, and whether the next one can be told from it, by the test of the pair and not by whether
 * intervals overlap. Controls are no candidates. Null where no method has a mean.
 */
export function leadWords(report: StudyReport, statement: Statement): string | null {
  const found = findLead(report, statement);
  if (!found) return null;
  const { best, next } = found;
  const mean = `${formatNumber(best.score.value, 2)} ${interval(best.score)}`;
  if (!next)
    return `Of maps ${statement} a class, one method was judged: ${best.label}, ${report.measure.name} ${mean}.`;
  const who = report.simulated ? "simulated raters" : "people";
  const verdict =
    report.measure.about === "performance"
      ? `do best with those of ${best.label}`
      : `rate those of ${best.label} highest`;
  const lead = `Of maps ${statement} a class, ${who} ${verdict}, ${report.measure.name} ${mean}.`;
  const follow = nextWords(report, statement, next, found);
  return follow ? `${lead} ${follow}` : lead;
}

function nextWords(
  report: StudyReport,
  statement: Statement,
  next: { label: string },
  { pair, told }: Lead,
): string | null {
  if (!pair) return null;
  const { difference, test } = pair;
  if ("undefined" in difference || "undefined" in test) {
    const reason =
      "undefined" in test ? test.undefined : "undefined" in difference ? difference.undefined : "";
    return `Whether ${next.label}, the next, differs is undefined: ${undefinedWords(reason)}.`;
  }
  const tested = listPairs(report, statement).filter((one) => "p" in one.test).length;
  const numbers = `${contrastWords(report).difference} is ${formatNumber(difference.value, 2)} ${interval(difference)}, p\u00a0${formatP(test.adjusted, "=\u00a0")}${tested > 1 ? ` corrected for ${tested} pairs` : ""}`;
  return told
    ? `${next.label}, the next, is lower: ${numbers}.`
    : `${next.label}, the next, cannot be told from it: ${numbers}. That does not make them equal.`;
}

/** In one piece: no line ends inside it. */
function interval({ low, high }: { low: number; high: number }): string {
  return formatInterval(low, high, 2).replaceAll(" ", "\u00a0");
}
