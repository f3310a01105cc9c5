import { type Rating, type RatingTable, tabulate } from "../bootstrap-by-rater.ts";
import type { Undefined } from "../estimate.ts";
import { covarianceOf, hessian } from "./information.ts";
import { minimise } from "./minimise.ts";
import { type Estimation, profiledDeviance } from "./profiled-deviance.ts";
import { RANDOM_FACTORS, type RandomFactor, SINGULAR, spread, whyNotRandom } from "./random-factors.ts";
import { sumRatings } from "./rating-sums.ts";

export interface LinearMixedOptions {
  /** Which factors have random intercepts; both by default. */
  random?: readonly RandomFactor[];
  /** "reml" for estimates, "ml" to compare likelihoods of models with other means. */
  estimation?: Estimation;
}

export interface LinearMixedModel {
  /** In the order of `means`. */
  groups: readonly string[];
  /** Estimated marginal mean of every group, in the unit of the ratings: what it would be if all rated all. */
  means: readonly number[];
  /** Of the means, row-major; undefined `singular_fit` where a variance came out as 0. */
  covariance: readonly number[] | Undefined;
  /** Variances between levels, in squared units of the ratings. */
  variances: Readonly<Partial<Record<RandomFactor, number>>>;
  residualVariance: number;
  /** Restricted or not, as fitted. */
  logLikelihood: number;
  ratings: number;
}

/** Variation left by raters, items and groups, as a share of all: below it there is none but rounding. */
const NO_RESIDUAL = 1e-8;
/** Relative deviation of a factor whose intercepts are free of shrinkage, as good as fixed. */
const UNSHRUNK = 1e4;

/**
 * Linear mixed model of ratings with crossed random intercepts,
 *
 *   y = mean of the group + a_rater + b_item + e,   a ~ N(0, s_a^2), b ~ N(0, s_b^2), e ~ N(0, s^2),
 *
 * by restricted or full maximum likelihood (Bates, Maechler, Bolker and Walker 2015; people and images crossed: Baayen, Davidson
 * and Bates 2008). Assumes intervals of equal size, normal intercepts, one variance for all, and that who rated what does not
 * depend on the answers. Ratings may be missing in any pattern.
 *
 * A variance that comes out as 0 lies at the boundary: the estimates stand, but standard errors would take for known that the
 * factor does not matter. They are undefined; to assume just that, leave the factor out of `random`.
 *
 * @returns undefined `no_values`, `no_variation`, `too_few_points` (no more ratings than groups), `fewer_than_two_levels` or
 *   `no_repeated_levels` of a factor, `no_residual_variation`, `not_identified` (factors that say the same), `not_converged`
 */
export function fitLinearMixedModel(
  ratings: readonly Rating[],
  { random = RANDOM_FACTORS, estimation = "reml" }: LinearMixedOptions = {},
): LinearMixedModel | Undefined {
  const table = tabulate(ratings);
  const reason = whyNotFitted(table, random);
  if (reason) return reason;
  const sums = sumRatings(table, random);
  const total = sums.products[sums.products.length - 1] / sums.ratings;
  const unshrunk = profiledDeviance(sums, spread(new Float64Array(2).fill(UNSHRUNK), random), estimation);
  if (unshrunk.residualVariance < NO_RESIDUAL * total) return { undefined: "no_residual_variation" };

  const at = (free: ArrayLike<number>) => profiledDeviance(sums, spread(free, random), estimation);
  const deviance = (free: Float64Array) => {
    const { value, gradient } = at(free);
    return {
      value,
      gradient: Float64Array.from(random, (factor) => gradient[RANDOM_FACTORS.indexOf(factor)]),
    };
  };
  const { x, converged } = minimise(
    deviance,
    random.map(() => 1),
  );
  if (!converged) return { undefined: "not_converged" };
  const deviations = x.map(Math.abs);
  const singular = deviations.some((deviation) => deviation < SINGULAR);
  if (!singular && !covarianceOf(hessian(deviance, x), x.length)) return { undefined: "not_identified" };

  const { value, means, unscaledCovariance, residualVariance } = at(deviations);
  return {
    groups: table.groups,
    means: means.map((mean) => mean + sums.centre),
    covariance: singular
      ? { undefined: "singular_fit" }
      : Array.from(unscaledCovariance, (entry) => entry * residualVariance),
    variances: Object.fromEntries(random.map((factor, k) => [factor, deviations[k] ** 2 * residualVariance])),
    residualVariance,
    logLikelihood: -value / 2,
    ratings: sums.ratings,
  };
}

function whyNotFitted(table: RatingTable, random: readonly RandomFactor[]): Undefined | null {
  const { value, groups } = table;
  if (value.length === 0) return { undefined: "no_values" };
  if (value.every((y) => y === value[0])) return { undefined: "no_variation" };
  if (value.length <= groups.length) return { undefined: "too_few_points" };
  const reason = whyNotRandom(table, random);
  return reason && { undefined: reason };
}

/**
 * A weighted sum of the means with its standard error: weights [1, -1, 0] for the difference of the first two groups, a single 1 for
 * a mean. Standard error sqrt(w' C w), C the covariance of the means.
 *
 * @param weights one a group @returns undefined `singular_fit`
 */
export function contrast(
  { means, covariance }: LinearMixedModel,
  weights: readonly number[],
): { value: number; standardError: number } | Undefined {
  if ("undefined" in covariance) return covariance;
  const n = means.length;
  const variance = weights.reduce(
    (sum, a, i) => sum + weights.reduce((inner, b, j) => inner + a * b * covariance[i * n + j], 0),
    0,
  );
  const value = weights.reduce((sum, weight, i) => sum + weight * means[i], 0);
  return { value, standardError: Math.sqrt(variance) };
}
