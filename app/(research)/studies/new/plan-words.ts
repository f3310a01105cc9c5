import { formatCount } from "#components/figures/format-number.ts";
import type { StudyPlanPreview } from "#lib/services/studies/plan-study.ts";
import type { CountRange } from "#lib/study/plan/planned-cells.ts";

/** A planned number to three digits, none of them for show: "0.5", "1", "12.3". */
export const inShort = (value: number): string => String(Number(value.toPrecision(3)));

/** "6", or "5 to 7" where counts differ. */
export function rangeInWords({ least, most }: CountRange): string {
  return least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
}

/** Of what a study judges so often; one line each. */
export function countsInWords({ cells, arms }: StudyPlanPreview): [string, string][] {
  const { answers, map, arm, together, ratersOfPair, ratersOfArm } = cells;
  const rows: [string, string][] = [
    ["Answers in all", formatCount(answers)],
    ["Judgements of each map", rangeInWords(map)],
    [`Judgements of each of ${arms.length} arms`, rangeInWords(arm)],
  ];
  if (together && together.most > 0) rows.push(["Answers about each two arms", rangeInWords(together)]);
  if (ratersOfArm) rows.push(["People of each arm", rangeInWords(ratersOfArm)]);
  else if (ratersOfPair) rows.push(["People who judge both of two arms", rangeInWords(ratersOfPair)]);
  return rows;
}

/** Where the time of a trial comes from. */
export function paceInWords({ time }: StudyPlanPreview): string {
  const { measured, secondsPerTrial } = time;
  if (!measured) return `${secondsPerTrial} s a trial, assumed for this kind of answer; a minute to read.`;
  const studies = measured.studies === 1 ? "an earlier study" : `${measured.studies} earlier studies`;
  return `${inShort(secondsPerTrial)} s a trial, the median of ${formatCount(measured.answers)} answers in ${studies}; a minute to read.`;
}

/** What the closed form takes for granted. */
export function powerInWords({ assumed, power, measure, cells }: StudyPlanPreview): string {
  const { difference, spread, correlation } = assumed;
  if (cells.ratersOfArm)
    return `For a difference of ${inShort(difference)} in ${measure.name}: Mann and Whitney’s test of ${formatCount(power.raters)} people in each arm, two-sided at 0.05, ${inShort(power.answers)} answers of each; the difference of two answers has an SD of ${inShort(spread)}, ${inShort(correlation * 100)} % of the variance is between people.`;
  return `For a difference of ${inShort(difference)} in ${measure.name}: Wilcoxon’s test over ${formatCount(power.raters)} people, two-sided at 0.05, ${inShort(power.answers)} answers of each about one arm; the difference of two answers has an SD of ${inShort(spread)}, ${inShort(correlation * 100)} % of its variance between people.`;
}
