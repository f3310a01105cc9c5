import { describe, expect, it } from "vitest";
import { type Rating, tabulate } from "#lib/stats/bootstrap-by-rater.ts";
import { cholesky } from "#lib/stats/mixed-models/cholesky.ts";
import {
  contrast,
  fitLinearMixedModel,
  type LinearMixedModel,
} from "#lib/stats/mixed-models/linear-mixed-model.ts";
import { profiledDeviance } from "#lib/stats/mixed-models/profiled-deviance.ts";
import { sumRatings } from "#lib/stats/mixed-models/rating-sums.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { drawRatings } from "./draw-ratings.ts";

const fitted = (ratings: readonly Rating[], options = {}) => {
  const model = fitLinearMixedModel(ratings, options);
  if ("undefined" in model) throw new Error(model.undefined);
  return model;
};
const errorOf = (model: LinearMixedModel, weights: number[]) =>
  (contrast(model, weights) as { standardError: number }).standardError;

/** Batches as raters, as everything else is the same. */
const batches = (values: number[][]): Rating[] =>
  values.flatMap((row, r) =>
    row.map((value, i) => ({ rater: "ABCDEF"[r], item: `${i}`, group: "yield", value })),
  );
/** Yields of dyestuff in grams from six batches (Davies and Goldsmith 1972, table 6.3). */
const DYESTUFF = batches([
  [1545, 1440, 1440, 1520, 1580],
  [1540, 1555, 1490, 1560, 1495],
  [1595, 1550, 1605, 1510, 1560],
  [1445, 1440, 1595, 1465, 1545],
  [1595, 1630, 1515, 1635, 1625],
  [1520, 1455, 1450, 1480, 1445],
]);
/** Made up so that batches differ by less than chance would make them (Box and Tiao 1973, table 5.1.4). */
const DYESTUFF_2 = batches([
  [7.298, 3.846, 2.434, 9.566, 7.99],
  [5.22, 6.556, 0.608, 11.788, -0.892],
  [0.11, 10.386, 13.434, 5.51, 8.166],
  [2.212, 4.852, 7.092, 9.288, 4.98],
  [0.282, 9.014, 4.458, 9.446, 7.198],
  [1.722, 4.782, 8.106, 0.758, 3.758],
]);

describe("fitLinearMixedModel", () => {
  it("finds the components of variance of dyestuff (Bates 2010, lme4: Mixed-effects modeling with R, section 1.3)", () => {
    const reml = fitted(DYESTUFF, { random: ["rater"] });
    expect(reml.variances.rater).toBeCloseTo(1764.05, 1);
    expect(reml.residualVariance).toBeCloseTo(2451.25, 1);
    expect(reml.means[0]).toBeCloseTo(1527.5, 6);
    expect(errorOf(reml, [1])).toBeCloseTo(19.3834, 3);
    expect(-2 * reml.logLikelihood).toBeCloseTo(319.6543, 4);
    const ml = fitted(DYESTUFF, { random: ["rater"], estimation: "ml" });
    expect(ml.variances.rater).toBeCloseTo(1388.33, 1);
    expect(-2 * ml.logLikelihood).toBeCloseTo(327.3271, 4);
  });

  it("has no standard errors where a variance comes out as 0, and has them again without that factor", () => {
    const model = fitted(DYESTUFF_2, { random: ["rater"] });
    expect(model.variances.rater).toBeCloseTo(0, 8);
    expect(-2 * model.logLikelihood).toBeCloseTo(161.8283, 4);
    expect(model.covariance).toEqual({ undefined: "singular_fit" });
    expect(contrast(model, [1])).toEqual({ undefined: "singular_fit" });
    const without = fitted(DYESTUFF_2, { random: [] });
    expect(without.residualVariance).toBeCloseTo(13.806, 3);
    expect(errorOf(without, [1])).toBeCloseTo(0.6784, 4);
  });

  it("equals the analysis of variance where everybody rated everything (Searle, Casella and McCulloch 1992, chapter 4)", () => {
    const [raters, items, means] = [9, 7, [0, 0.4, 1]];
    const ratings = drawRatings({ raters, items, means, rater: 1.2, item: 0.9 }, 3);
    const average = (keep: (rating: Rating) => boolean) => {
      const kept = ratings.filter(keep);
      return kept.reduce((sum, { value }) => sum + value, 0) / kept.length;
    };
    const grand = average(() => true);
    const levels = (key: "rater" | "item" | "group") => [...new Set(ratings.map((rating) => rating[key]))];
    const squares = (key: "rater" | "item" | "group") => {
      const each = ratings.length / levels(key).length;
      return levels(key).reduce(
        (sum, level) => sum + each * (average((rating) => rating[key] === level) - grand) ** 2,
        0,
      );
    };
    const total = ratings.reduce((sum, { value }) => sum + (value - grand) ** 2, 0);
    const freedom = ratings.length - 1 - (raters - 1) - (items - 1) - (means.length - 1);
    const residual = (total - squares("rater") - squares("item") - squares("group")) / freedom;

    const model = fitted(ratings);
    expect(model.residualVariance).toBeCloseTo(residual, 6);
    const perRater = items * means.length;
    const perItem = raters * means.length;
    expect(model.variances.rater).toBeCloseTo((squares("rater") / (raters - 1) - residual) / perRater, 5);
    expect(model.variances.item).toBeCloseTo((squares("item") / (items - 1) - residual) / perItem, 5);
    for (const [g, group] of model.groups.entries())
      expect(model.means[g]).toBeCloseTo(
        average((rating) => rating.group === group),
        8,
      );
    expect(errorOf(model, [1, -1, 0])).toBeCloseTo(Math.sqrt((2 * residual) / (raters * items)), 6);
  });

  it("is the analysis of variance with one factor when nothing is random", () => {
    const ratings = drawRatings({ raters: 4, items: 3, means: [0, 2], rater: 0, item: 0 }, 5);
    const model = fitted(ratings, { random: [] });
    const of = (group: string) =>
      ratings.filter((rating) => rating.group === group).map(({ value }) => value);
    const within = model.groups.flatMap((group, g) =>
      of(group).map((value) => (value - model.means[g]) ** 2),
    );
    const residual = within.reduce((sum, square) => sum + square, 0) / (ratings.length - 2);
    expect(model.residualVariance).toBeCloseTo(residual, 10);
    expect(errorOf(model, [0, 1])).toBeCloseTo(Math.sqrt(residual / 12), 10);
  });

  it("depends neither on the order of rows nor on names, and follows the unit", () => {
    const ratings = drawRatings({ raters: 8, items: 6, means: [0, 1], rater: 1, item: 1, kept: 0.6 }, 7);
    const model = fitted(ratings);
    expect(fitted(createRandom(1).shuffle(ratings))).toEqual(model);

    const renamed = fitted(
      ratings.map((rating) => ({ ...rating, rater: `z${9 - Number(rating.rater.slice(1))}` })),
    );
    expect(renamed.logLikelihood).toBeCloseTo(model.logLikelihood, 8);
    const turned = fitted(ratings.map(({ rater, item, ...rest }) => ({ ...rest, rater: item, item: rater })));
    expect(turned.variances.item).toBeCloseTo(model.variances.rater!, 5);
    expect(turned.means[1]).toBeCloseTo(model.means[1], 6);

    const scaled = fitted(ratings.map((rating) => ({ ...rating, value: 1000 - 20 * rating.value })));
    expect(scaled.means[1]).toBeCloseTo(1000 - 20 * model.means[1], 5);
    expect(scaled.variances.item! / 400).toBeCloseTo(model.variances.item!, 5);
    expect(errorOf(scaled, [1, -1]) / 20).toBeCloseTo(errorOf(model, [1, -1]), 6);
  });

  it("recovers what ratings were drawn from", () => {
    const model = fitted(
      drawRatings({ raters: 150, items: 120, means: [0, 0.5], rater: 0.8, item: 0.5, kept: 0.3 }, 11),
    );
    expect(model.residualVariance).toBeCloseTo(1, 1);
    expect(Math.sqrt(model.variances.rater!)).toBeCloseTo(0.8, 0);
    expect(Math.abs(Math.sqrt(model.variances.rater!) - 0.8)).toBeLessThan(0.15);
    expect(Math.abs(Math.sqrt(model.variances.item!) - 0.5)).toBeLessThan(0.1);
    const difference = contrast(model, [-1, 1]) as { value: number; standardError: number };
    expect(Math.abs(difference.value - 0.5)).toBeLessThan(4 * difference.standardError);
  });

  it("says why there is no model", () => {
    const row = (rater: string, item: string, group: string, value: number) => ({
      rater,
      item,
      group,
      value,
    });
    const twice = [
      row("a", "1", "g", 1),
      row("a", "2", "g", 2),
      row("b", "1", "g", 4),
      row("b", "2", "g", 4),
    ];
    const reason = (ratings: Rating[], options = {}) =>
      (fitLinearMixedModel(ratings, options) as { undefined: string }).undefined;
    expect(reason([])).toBe("no_values");
    expect(reason(twice.map((one) => ({ ...one, value: 3 })))).toBe("no_variation");
    expect(reason([row("a", "1", "g", 1), row("b", "2", "h", 2)])).toBe("too_few_points");
    expect(reason(twice.map((one) => ({ ...one, rater: "a" })))).toBe("fewer_than_two_levels");
    expect(reason(twice.map((one, k) => ({ ...one, rater: `${k}` })))).toBe("no_repeated_levels");
    const additive = drawRatings({ raters: 5, items: 4, means: [0, 1], rater: 1, item: 1 }, 1).map((one) => ({
      ...one,
      value: Number(one.rater.slice(1)) ** 2 + 3 * Number(one.item.slice(1)) + Number(one.group.slice(1)),
    }));
    expect(reason(additive)).toBe("no_residual_variation");
    expect(reason(DYESTUFF.map((one) => ({ ...one, item: one.rater })))).toBe("not_identified");
    expect(reason(twice.map((one) => ({ ...one, value: one.value * 1e200 })))).toBe("not_converged");
  });
});

describe("profiledDeviance", () => {
  const ratings = drawRatings({ raters: 5, items: 4, means: [0, 1, 2], rater: 1, item: 1, kept: 0.5 }, 13);
  const table = tabulate(ratings);
  const sums = sumRatings(table, ["rater", "item"]);

  /** -2 log likelihood with all deviations at their best scale, from V = I + Z S S Z' written out. */
  function direct([a, b]: number[], reml: boolean) {
    const n = ratings.length;
    const v = Float64Array.from({ length: n * n }, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      const [ofRater, ofItem] = [table.rater[i] === table.rater[j], table.item[i] === table.item[j]];
      return (i === j ? 1 : 0) + (ofRater ? a * a : 0) + (ofItem ? b * b : 0);
    });
    const factor = cholesky(v, n)!;
    const columns = table.groups.map((_, g) => Float64Array.from(table.group, (of) => (of === g ? 1 : 0)));
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
    const p = columns.length;
    const xx = Float64Array.from({ length: p * p }, (_, k) =>
      dot(columns[Math.floor(k / p)], factor.solve(columns[k % p])),
    );
    const fixed = cholesky(xx, p)!;
    const b0 = fixed.solve(columns.map((column) => dot(column, factor.solve(table.value))));
    const left = table.value.map((y, i) => y - columns.reduce((sum, x, g) => sum + b0[g] * x[i], 0));
    const freedom = reml ? n - p : n;
    const variance = dot(left, factor.solve(left)) / freedom;
    const constant = freedom * (1 + Math.log(2 * Math.PI * variance));
    return factor.logDeterminant + constant + (reml ? fixed.logDeterminant : 0);
  }

  it.each([
    [0.7, 1.3],
    [0, 0.4],
    [0, 0],
    [20, 3],
  ])("is that of the covariance matrix of all ratings, and has its slope, at %f and %f", (a, b) => {
    for (const estimation of ["ml", "reml"] as const) {
      const at = (x: number, y: number) => profiledDeviance(sums, [x, y], estimation);
      const { value, gradient } = at(a, b);
      expect(value).toBeCloseTo(direct([a, b], estimation === "reml"), 8);
      const h = 1e-5;
      expect(gradient[0]).toBeCloseTo((at(a + h, b).value - at(a - h, b).value) / (2 * h), 5);
      expect(gradient[1]).toBeCloseTo((at(a, b + h).value - at(a, b - h).value) / (2 * h), 5);
    }
  });
});
