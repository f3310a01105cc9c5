import { adjustP } from "#lib/stats/adjust-p.ts";
import { DEFAULT_LEVEL, percentileInterval } from "#lib/stats/bootstrap.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import { expandedLevel } from "#lib/stats/expanded-level.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { cliffsDelta, mannWhitney } from "#lib/stats/rank-tests/mann-whitney.ts";
import type { ArmRaters } from "./arm-resamples.ts";
import type { ReportArm } from "./compute-report.ts";
import { PLAIN_ARM } from "./plain-arm.ts";
import type { ArmComparison, Utility } from "./report.ts";

/** What raters of both arms say together: `of` their means, and of each resample of both. */
type OfTwo = (a: number, b: number) => number;

/**
 * Every two arms of one statement where each rater belongs to one arm. With m_r the mean score of rater r,
 *
 *   difference = mean of m_r over the raters of a - mean of m_r over the raters of b, in the measure's units
 *
 * Its interval resamples the raters of each arm apart, at the level expanded for the smaller of the two; n = raters of both.
 * p is of Mann and Whitney's test (1947) of the m_r, two-sided, corrected by Holm (1979) for all tested pairs of the statement; the
 * effect is Cliff's delta (1993), P(m of a > m of b) - P(m of a < m of b), which is the rank-biserial correlation of independent samples.
 *
 * @param raters of each arm, by its id
 * @returns pairs by statement, a before b in the order of `arms`; what does not exist is undefined: `no_values` (an arm has no rater),
 * `fewer_than_two_raters` (of an arm), `no_variation` (all raters have one mean)
 */
export function compareBetween(
  arms: readonly ReportArm[],
  raters: ReadonlyMap<string, ArmRaters>,
): ArmComparison[] {
  const families = groupBy(arms, ({ statement }) => statement);
  return [...families.values()].flatMap((family) => compareFamily(family, raters));
}

function compareFamily(arms: readonly ReportArm[], raters: ReadonlyMap<string, ArmRaters>): ArmComparison[] {
  const pairs = arms.flatMap(({ armId: a, statement }, i) =>
    arms.slice(i + 1).map(({ armId: b }) => {
      const [one, other] = [raters.get(a), raters.get(b)];
      const lack = lackOf(one, other);
      return {
        compared: {
          a,
          b,
          statement,
          difference: estimateOfTwo(one, other, (x, y) => x - y),
          effect: lack ?? cliffsDelta(one!.means, other!.means),
        },
        test: lack ?? mannWhitney(one!.means, other!.means),
      };
    }),
  );
  const adjusted = adjustP(
    pairs.map(({ test }) => ("undefined" in test ? null : test.p)),
    "holm",
  );
  return pairs.map(({ test, compared }, i) => ({
    ...compared,
    test: "undefined" in test ? test : { p: test.p, adjusted: adjusted[i]!, n: test.n, method: test.method },
  }));
}

/**
 * What maps are worth to people: how much better they predict than those who were taught without,
 *
 *   utility = mean of m_r over the raters of the arm / mean of m_r over the raters of the control
 *
 * (Colin et al. 2022, Utility-K for one K, all of training); 1 where maps teach nothing. Intervals as of differences.
 *
 * @returns of every arm but the control; undefined `no_values` (an arm has no rater), `fewer_than_two_raters` (of an arm),
 * `too_few_replicates` (the control predicts nothing, or nothing in most resamples)
 */
export function utilities(arms: readonly ReportArm[], raters: ReadonlyMap<string, ArmRaters>): Utility[] {
  const control = arms.find(({ explainerId }) => explainerId === PLAIN_ARM.explainerId);
  if (!control) return [];
  return arms
    .filter((arm) => arm !== control)
    .map(({ armId }) => ({
      armId,
      ratio: estimateOfTwo(raters.get(armId), raters.get(control.armId), (x, y) => x / y),
    }));
}

function lackOf(
  one?: ArmRaters,
  other?: ArmRaters,
): { undefined: "no_values" | "fewer_than_two_raters" } | null {
  if (!one || !other) return { undefined: "no_values" };
  return Math.min(one.means.length, other.means.length) < 2 ? { undefined: "fewer_than_two_raters" } : null;
}

function estimateOfTwo(one: ArmRaters | undefined, other: ArmRaters | undefined, of: OfTwo): Estimate {
  const lack = lackOf(one, other);
  if (lack) return lack;
  const [a, b] = [one!, other!];
  const value = of(a.mean, b.mean);
  const replicates = a.resampled.map((mean, at) => of(mean, b.resampled[at])).filter(Number.isFinite);
  if (!Number.isFinite(value) || 2 * replicates.length < a.resampled.length)
    return { undefined: "too_few_replicates" };
  const [n, m] = [a.means.length, b.means.length];
  const level = expandedLevel(Math.min(n, m), DEFAULT_LEVEL);
  return { value, ...percentileInterval(replicates, level), n: n + m };
}
