import { cohenKappa } from "#lib/stats/agreement/cohen-kappa.ts";
import { type BootstrapOptions, bootstrap } from "#lib/stats/bootstrap.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import { groupBy } from "#lib/stats/group-by.ts";
import type { AnsweredTwice } from "./checks/check-outcomes.ts";

/** Two answers of one rater to the same pictures. */
export type TwiceByRater = AnsweredTwice & { readonly rater: string };

export interface Retest {
  /** Trials answered twice. */
  readonly trials: number;
  /** Share of them answered alike; n = raters. */
  readonly same: Estimate;
  /** Cohen's kappa of the first answers with the second; n = raters. */
  readonly kappa: Estimate;
}

/**
 * How far raters agree with themselves on what they were shown twice: the share of second answers that are the first one again, and
 * Cohen's kappa of both, which takes off what chance would give; of a scale with quadratic weights, an intraclass correlation in effect
 * (Fleiss and Cohen 1973). Pairs of all raters lie in one table; intervals resample whole raters. Of orders and choices of a
 * best picture the answer is the picture put first.
 *
 * @param ordered whether answers are points of a scale
 * @returns undefined `no_values`, `fewer_than_two_raters`, `no_variation`, `too_few_replicates`
 */
export function measureRetest(
  pairs: readonly TwiceByRater[],
  { ordered, ...options }: { readonly ordered: boolean } & BootstrapOptions,
): Retest {
  const values = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))].sort((a, b) => a - b);
  const categories = ordered ? range(values[0] ?? 0, values.at(-1) ?? -1) : values;
  const index = new Map(categories.map((value, at) => [value, at]));
  const byRater = [...groupBy(pairs, ({ rater }) => rater)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => own.map(({ first, second }) => [index.get(first)!, index.get(second)!] as const));
  const all = byRater.map((_, at) => at);
  const sameOf = (raters: ArrayLike<number>) => {
    const given = Array.from(raters).flatMap((at) => byRater[at]);
    return given.filter(([first, second]) => first === second).length / given.length;
  };
  const kappaOf = (raters: ArrayLike<number>) => {
    const table = categories.map(() => categories.map(() => 0));
    for (const at of Array.from(raters)) for (const [first, second] of byRater[at]) table[first][second]++;
    return cohenKappa(table, ordered ? "quadratic" : "none");
  };
  return {
    trials: pairs.length,
    same: estimate(byRater.length, { value: sameOf(all) }, sameOf, options),
    kappa: estimate(
      byRater.length,
      kappaOf(all),
      (raters) => {
        const found = kappaOf(raters);
        return "value" in found ? found.value : null;
      },
      options,
    ),
  };
}

function estimate(
  raters: number,
  observed: ReturnType<typeof cohenKappa>,
  statistic: (raters: Int32Array) => number | null,
  options: BootstrapOptions,
): Estimate {
  if (raters === 0) return { undefined: "no_values" };
  if (raters < 2) return { undefined: "fewer_than_two_raters" };
  if ("undefined" in observed) return observed;
  return bootstrap(observed.value, raters, statistic, options);
}

/** Every point between, so that weights go by the distance on the scale and not by what was answered. */
const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
