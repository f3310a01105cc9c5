import { adjustP } from "#lib/stats/adjust-p.ts";
import type { BootstrapOptions } from "#lib/stats/bootstrap.ts";
import { clusteredMeans } from "#lib/stats/bootstrap-by-rater.ts";
import type { Undefined, Value } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import { rankBiserial, type SignedRanks, wilcoxonSignedRank } from "#lib/stats/rank-tests/wilcoxon.ts";
import type { ReportArm } from "./compute-report.ts";
import type { ArmComparison } from "./report.ts";
import type { RatedStimulus } from "./score-answers.ts";

/** a - b of one rater. */
interface Difference {
  rater: string;
  value: number;
}

/**
 * Every two arms of one statement, paired within raters; arms of different statements are never compared. With m_ra the mean of rater r's
 * scores of arm a,
 *
 *   difference = mean of d_r = m_ra - m_rb over the raters who rated both, in the measure's units
 *
 * A rater's own level cancels, and each rater counts once. The interval resamples whole raters: given the `random` of `clusteredMeans`, by
 * the same resamples as the means of the arms, unless some rater has no pair. p is of Wilcoxon's signed-rank test of the d_r (those of 0
 * leave), corrected by Holm (1979) for all tested pairs of the statement; the effect is the matched-pairs rank-biserial correlation
 * (Kerby 2014).
 *
 * @returns pairs by statement, a before b in the order of `arms`; what does not exist is undefined: `no_values` (nobody rated both),
 * `fewer_than_two_raters`, `all_differences_zero`
 */
export function compareArms(
  arms: readonly ReportArm[],
  ratings: readonly RatedStimulus[],
  options: BootstrapOptions,
): ArmComparison[] {
  const totals = totalsByArm(ratings);
  return [...groupBy(arms, ({ statement }) => statement).values()].flatMap((family) =>
    compareFamily(family, totals, options),
  );
}

function compareFamily(
  arms: readonly ReportArm[],
  totals: ReadonlyMap<string, Totals>,
  options: BootstrapOptions,
): ArmComparison[] {
  const pairs = arms.flatMap(({ armId: a, statement }, i) =>
    arms.slice(i + 1).map(({ armId: b }) => {
      const differences = differencesOf(totals.get(a), totals.get(b));
      const values = differences.map(({ value }) => value);
      return {
        key: `${a} ${b}`,
        differences,
        test: ofTwo(values, wilcoxonSignedRank),
        compared: { a, b, statement, effect: ofTwo<Value>(values, rankBiserial) },
      };
    }),
  );
  const rows = pairs.flatMap(({ key, differences }) =>
    differences.map(({ rater, value }) => ({ rater, item: "", group: key, value })),
  );
  const means = clusteredMeans(rows, options);
  const adjusted = adjustP(
    pairs.map(({ test }) => ("undefined" in test ? null : test.p)),
    "holm",
  );
  return pairs.map(({ key, test, compared }, i) => ({
    ...compared,
    difference: means.get(key) ?? { undefined: "no_values" },
    test: "undefined" in test ? test : { p: test.p, adjusted: adjusted[i]!, n: test.n, method: test.method },
  }));
}

/** Sum and number of each rater's ratings of one arm. */
type Totals = Map<string, { sum: number; count: number }>;

function totalsByArm(ratings: readonly RatedStimulus[]): Map<string, Totals> {
  const byArm = new Map<string, Totals>();
  for (const { armId, rater, value } of ratings) {
    const totals: Totals = byArm.get(armId) ?? new Map();
    const { sum, count } = totals.get(rater) ?? { sum: 0, count: 0 };
    byArm.set(armId, totals.set(rater, { sum: sum + value, count: count + 1 }));
  }
  return byArm;
}

function differencesOf(a: Totals = new Map(), b: Totals = new Map()): Difference[] {
  return [...a].flatMap(([rater, one]) => {
    const other = b.get(rater);
    if (!other) return [];
    // One division of whole numbers: differences that are equal are equal to the last digit, so they tie, and 0 is 0.
    const value = (one.sum * other.count - other.sum * one.count) / (one.count * other.count);
    return [{ rater, value }];
  });
}

/** What is said of the differences of raters is said of two or more. */
function ofTwo<Result extends SignedRanks | Value>(
  values: readonly number[],
  of: (values: readonly number[]) => Result | Undefined,
): Result | Undefined {
  return values.length === 1 ? { undefined: "fewer_than_two_raters" } : of(values);
}
