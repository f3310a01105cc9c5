import type { Rating } from "../bootstrap-by-rater.ts";
import { fitCumulativeLinkModel } from "../mixed-models/cumulative-link-model.ts";
import { contrast, fitLinearMixedModel } from "../mixed-models/linear-mixed-model.ts";
import type { Estimation } from "../mixed-models/profiled-deviance.ts";
import type { RandomFactor } from "../mixed-models/random-factors.ts";
import { compareExpected, type Tolerance } from "./compare-expected.ts";
import { statsKind } from "./stats-kind.ts";

interface Inputs {
  /** [rater, item, method, value] */
  rows: [number, number, number, number][];
}

/** The ordinal package stops its search a little before the maximum. */
const ORDINAL: Tolerance = { abs: 1e-3, rel: 1e-3 };

/** Ratings by method with random raters and items, as lme4 and ordinal fit them; coefficients are against method 0. */
export const mixedModels = statsKind<Inputs>(
  ({ rows }) => {
    const name = (index: number) => String(index).padStart(6, "0");
    const ratings = rows.map(([rater, item, method, value]) => ({
      rater: name(rater),
      item: name(item),
      group: name(method),
      value,
    }));
    return {
      reml: linear(ratings, "reml"),
      ml: linear(ratings, "ml"),
      clmm_laplace: cumulative(ratings, ["rater", "item"]),
      clm: cumulative(ratings, []),
    };
  },
  ({ expected }, got, tolerance) => {
    const { clmm_laplace, ...others } = expected as { clmm_laplace?: unknown };
    const { numbers, worst, differences } = compareExpected(others, got, tolerance);
    const ordinal = compareExpected(clmm_laplace ? { clmm_laplace } : {}, got, ORDINAL);
    return {
      numbers: numbers + ordinal.numbers,
      worst: Math.max(worst, ordinal.worst),
      differences: [...differences, ...ordinal.differences],
    };
  },
);

function linear(ratings: Rating[], estimation: Estimation) {
  const model = fitLinearMixedModel(ratings, { estimation });
  if ("undefined" in model) return { ...model, converged: false };
  const { groups, means, variances, residualVariance, logLikelihood } = model;
  const unit = (g: number) => groups.map((_, k) => (k === g ? 1 : 0));
  const asked = (weights: number[]) => {
    const found = contrast(model, weights);
    return "undefined" in found ? { value: null, standardError: found } : found;
  };
  const coefficients = groups.map((_, g) => asked(unit(g).map((one, k) => one - (g > 0 && k === 0 ? 1 : 0))));
  return {
    fixef: coefficients.map(({ value }) => value),
    se: coefficients.map(({ standardError }) => standardError),
    var: { ...variances, Residual: residualVariance },
    loglik: logLikelihood,
    emm: means,
    emm_se: groups.map((_, g) => asked(unit(g)).standardError),
    converged: true,
  };
}

function cumulative(ratings: Rating[], random: RandomFactor[]) {
  const model = fitCumulativeLinkModel(ratings, { random });
  if ("undefined" in model) return model;
  const { thresholds, effects, standardErrors, deviations, logLikelihood } = model;
  return {
    thresholds,
    beta: effects.slice(1),
    se:
      "undefined" in standardErrors
        ? standardErrors
        : [...standardErrors.thresholds, ...standardErrors.effects],
    sd: deviations,
    loglik: logLikelihood,
  };
}
