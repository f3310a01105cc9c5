import { type Rating, type RatingTable, tabulate } from "../bootstrap-by-rater.ts";
import type { Undefined } from "../estimate.ts";
import { type AnswerCells, countAnswers } from "./answer-cells.ts";
import type { LinkParameters } from "./conditional-mode.ts";
import type { CrossedVector } from "./crossed-matrix.ts";
import { covarianceOf, hessian } from "./information.ts";
import { laplaceLikelihood } from "./laplace-likelihood.ts";
import { minimise } from "./minimise.ts";
import { RANDOM_FACTORS, type RandomFactor, SINGULAR, spread, whyNotRandom } from "./random-factors.ts";
import { isSeparated } from "./separation.ts";

export interface CumulativeLinkOptions {
  /** Which factors have random intercepts; both by default, none for the plain model. */
  random?: readonly RandomFactor[];
}

export interface CumulativeLinkModel {
  /** Answers that were given, ascending. */
  categories: readonly number[];
  /** Between them, on the latent scale of log odds; one fewer. */
  thresholds: readonly number[];
  groups: readonly string[];
  /** Log odds ratio of a higher answer of every group against the first, whose own is 0. */
  effects: readonly number[];
  /** Of thresholds, then effects but the first; undefined `singular_fit`, `not_identified`. */
  standardErrors: { thresholds: readonly number[]; effects: readonly number[] } | Undefined;
  /** Standard deviations between levels, in log odds. */
  deviations: Readonly<Partial<Record<RandomFactor, number>>>;
  logLikelihood: number;
  ratings: number;
}

/** Largest slope of the log likelihood at its maximum, for up to so many ratings; rounding of its sums grows with them. */
const SLOPE = 1e-6;
const RATINGS = 10_000;

/**
 * Cumulative link (mixed) model of ordered answers, the proportional odds model with crossed random intercepts (McCullagh 1980;
 * Tutz and Hennevogl 1996):
 *
 *   logit P(y <= j) = threshold_j - (effect of the group + a_rater + b_item),   a ~ N(0, s_a^2), b ~ N(0, s_b^2),
 *
 * by maximum likelihood, the integral over intercepts by Laplace's approximation, which is exact without them and underestimates
 * their variances where levels have few answers (Joe 2008). Takes answers for ordered and no more; assumes that a group shifts all
 * thresholds alike. Standard errors from the observed information, thresholds, effects and deviations together.
 *
 * As in the linear model a deviation that comes out as 0 leaves standard errors undefined; leave the factor out to have them.
 *
 * @returns undefined `no_values`, `no_variation` (one answer only), `fewer_than_two_levels` or `no_repeated_levels` of a factor,
 *   `separated` (an effect would be infinite), `not_converged`
 */
export function fitCumulativeLinkModel(
  ratings: readonly Rating[],
  { random = RANDOM_FACTORS }: CumulativeLinkOptions = {},
): CumulativeLinkModel | Undefined {
  const table = tabulate(ratings);
  const cells = countAnswers(table, random);
  const reason = whyNotFitted(table, cells, random);
  if (reason) return reason;
  const { categories, groups } = cells;
  const cuts = categories.length - 1;
  const free = cuts + groups.length - 1;

  const likelihood = likelihoodOf(cells, random);
  const start = [...marginalThresholds(cells), ...groups.slice(1).map(() => 0), ...random.map(() => 1)];
  const { x, value, converged } = minimise(likelihood, start, {
    tolerance: SLOPE * Math.max(1, table.value.length / RATINGS),
  });
  if (!converged) return { undefined: "not_converged" };
  const deviations = Array.from(x.subarray(free), Math.abs);
  return {
    categories,
    thresholds: Array.from(x.subarray(0, cuts)),
    groups,
    effects: [0, ...x.subarray(cuts, free)],
    standardErrors: standardErrors(likelihood, x, cuts, random),
    deviations: Object.fromEntries(random.map((factor, k) => [factor, deviations[k]])),
    logLikelihood: -value,
    ratings: table.value.length,
  };
}

function whyNotFitted(
  table: RatingTable,
  cells: AnswerCells,
  random: readonly RandomFactor[],
): Undefined | null {
  if (table.value.length === 0) return { undefined: "no_values" };
  if (cells.categories.length < 2) return { undefined: "no_variation" };
  const reason = whyNotRandom(table, random);
  if (reason) return { undefined: reason };
  return isSeparated(cells) ? { undefined: "separated" } : null;
}

/** Of the free parameters: thresholds, effects but the first, deviations of the factors that are random. */
function likelihoodOf(cells: AnswerCells, random: readonly RandomFactor[]) {
  const cuts = cells.categories.length - 1;
  const ends = cuts + cells.groups.length;
  const kept = Int32Array.of(
    ...Array.from({ length: cuts }, (_, j) => j),
    ...cells.groups.slice(1).map((_, g) => cuts + 1 + g),
    ...random.map((factor) => ends + RANDOM_FACTORS.indexOf(factor)),
  );
  let mode: CrossedVector = {
    first: new Float64Array(cells.first.count),
    second: new Float64Array(cells.second.count),
  };
  return (x: Float64Array) => {
    const parameters: LinkParameters = {
      thresholds: x.subarray(0, cuts),
      effects: Float64Array.of(0, ...x.subarray(cuts, ends - 1)),
      deviations: spread(x.subarray(ends - 1), random),
    };
    const found = laplaceLikelihood(cells, parameters, mode);
    mode = found.mode;
    return { value: found.value, gradient: Float64Array.from(kept, (k) => found.gradient[k]) };
  };
}

/** Log odds of the shares of answers up to each: the estimate if nothing but chance made them. */
function marginalThresholds({ categories, category, count }: AnswerCells): number[] {
  const shares = categories.map(() => 0);
  for (let c = 0; c < count.length; c++) shares[category[c]] += count[c];
  const all = shares.reduce((sum, share) => sum + share, 0);
  let below = 0;
  return shares.slice(0, -1).map((share) => {
    below += share;
    return Math.log(below / (all - below));
  });
}

function standardErrors(
  likelihood: ReturnType<typeof likelihoodOf>,
  x: Float64Array,
  cuts: number,
  random: readonly RandomFactor[],
): CumulativeLinkModel["standardErrors"] {
  const free = x.length - random.length;
  if (x.subarray(free).some((deviation) => Math.abs(deviation) < SINGULAR))
    return { undefined: "singular_fit" };
  const covariance = covarianceOf(hessian(likelihood, x), x.length);
  if (!covariance) return { undefined: "not_identified" };
  const errors = Array.from({ length: free }, (_, k) => Math.sqrt(covariance[k * (x.length + 1)]));
  return { thresholds: errors.slice(0, cuts), effects: errors.slice(cuts) };
}
