import { formatInterval, formatNumber, formatP } from "#components/figures/format-number.ts";
import { methodTone } from "#components/figures/method-tone.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import type { StudyReport } from "#lib/study/report.ts";
import type { Statement } from "#lib/study/template.ts";
import { isTold, listPairs } from "./arm-pairs.ts";

/**
 * Which method of a statement is rated highest, and whether the next one can be told from it, by the test of the pair and not by whether
 * intervals overlap. Controls are no candidates. Null where no method has a mean.
 */
export function leadWords(report: StudyReport, statement: Statement): string | null {
  const [best, next] = report.arms
    .flatMap((arm) => ("value" in arm.score ? [{ ...arm, ...arm.score }] : []))
    .filter((arm) => arm.statement === statement && methodTone(arm.explainerId) !== "control")
    .sort((a, b) => b.value - a.value);
  if (!best) return null;
  const mean = `${formatNumber(best.value, 2)} ${interval(best)}`;
  if (!next) return `Of maps ${statement} a class, one method was rated: ${best.label}, ${mean}.`;
  const who = report.simulated ? "simulated raters" : "people";
  const lead = `Of maps ${statement} a class, ${who} rate those of ${best.label} highest, ${mean}.`;
  const follow = nextWords(report, statement, best, next);
  return follow ? `${lead} ${follow}` : lead;
}

function nextWords(
  report: StudyReport,
  statement: Statement,
  best: { armId: string },
  next: { armId: string; label: string },
): string | null {
  const pairs = listPairs(report, statement);
  const ids = [best.armId, next.armId];
  const pair = pairs.find(({ a, b }) => ids.includes(a) && ids.includes(b));
  if (!pair) return null;
  const { difference, test } = pair;
  if ("undefined" in difference || "undefined" in test) {
    const reason =
      "undefined" in test ? test.undefined : "undefined" in difference ? difference.undefined : "";
    return `Whether ${next.label}, the next, differs is undefined: ${undefinedWords(reason)}.`;
  }
  const tested = pairs.filter((one) => "p" in one.test).length;
  const numbers = `the difference within raters is ${formatNumber(difference.value, 2)} ${interval(difference)}, p\u00a0${formatP(test.adjusted, "=\u00a0")}${tested > 1 ? ` corrected for ${tested} pairs` : ""}`;
  // Where dropouts unbalance the arms, the higher mean may be the lower one within raters.
  return isTold(pair) && pair.a === best.armId
    ? `${next.label}, the next, is rated lower: ${numbers}.`
    : `${next.label}, the next, cannot be told from it: ${numbers}. That does not make them equal.`;
}

/** In one piece: no line ends inside it. */
function interval({ low, high }: { low: number; high: number }): string {
  return formatInterval(low, high, 2).replaceAll(" ", "\u00a0");
}
