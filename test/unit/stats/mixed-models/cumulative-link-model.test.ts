import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rating, tabulate } from "#lib/stats/bootstrap-by-rater.ts";
import { countAnswers } from "#lib/stats/mixed-models/answer-cells.ts";
import {
  type CumulativeLinkModel,
  fitCumulativeLinkModel,
} from "#lib/stats/mixed-models/cumulative-link-model.ts";
import { laplaceLikelihood } from "#lib/stats/mixed-models/laplace-likelihood.ts";
import { isSeparated } from "#lib/stats/mixed-models/separation.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { drawRatings, onFivePoints } from "./draw-ratings.ts";

const fitted = (ratings: readonly Rating[], options = {}) => {
  const model = fitCumulativeLinkModel(ratings, options);
  if ("undefined" in model) throw new Error(model.undefined);
  return model;
};
const errors = ({ standardErrors }: CumulativeLinkModel) =>
  standardErrors as { thresholds: readonly number[]; effects: readonly number[] };

/** Answers from counts: [groups][categories], every one by another person. */
const answers = (counts: readonly (readonly number[])[]): Rating[] => {
  let person = 0;
  return counts.flatMap((row, g) =>
    row.flatMap((count, j) =>
      Array.from({ length: count }, () => ({ rater: `${person++}`, item: "i", group: `${g}`, value: j + 1 })),
    ),
  );
};
const logit = (p: number) => Math.log(p / (1 - p));
const close = (values: readonly number[], digits: number) =>
  values.map((value) => expect.closeTo(value, digits));
const plain = { random: [] };
const DRAWN = onFivePoints(
  drawRatings({ raters: 9, items: 8, means: [-0.4, 0, 0.6], rater: 0.8, item: 0.6, kept: 0.6 }, 17),
);

describe("fitCumulativeLinkModel without random factors", () => {
  it("gives McCullagh's estimates for the tasting of cheese (McCullagh and Nelder 1989, section 5.6.1)", () => {
    // Additive D first, so that the others are against it.
    const model = fitted(
      answers([
        [0, 0, 0, 1, 3, 7, 14, 16, 11],
        [0, 0, 1, 7, 8, 8, 19, 8, 1],
        [6, 9, 12, 11, 7, 6, 1, 0, 0],
        [1, 1, 6, 8, 23, 7, 5, 1, 0],
      ]),
      plain,
    );
    expect(model.effects).toEqual(close([0, -1.613, -4.965, -3.323], 3));
    expect(errors(model).effects).toEqual(close([0.378, 0.474, 0.425], 2));
  });

  it("is the log odds ratio of a table of two by two, with Woolf's standard error (1955)", () => {
    const model = fitted(
      answers([
        [12, 5],
        [6, 20],
      ]),
      plain,
    );
    expect(model.thresholds).toEqual(close([logit(12 / 17)], 6));
    expect(model.effects).toEqual(close([0, Math.log((12 * 20) / (5 * 6))], 6));
    expect(errors(model).effects[0]).toBeCloseTo(Math.sqrt(1 / 12 + 1 / 5 + 1 / 6 + 1 / 20), 6);
  });

  it("has the shares of one group as its thresholds", () => {
    const model = fitted(answers([[3, 0, 4, 2, 1]]), plain);
    expect(model.categories).toEqual([1, 3, 4, 5]);
    expect(model.thresholds).toEqual(close([logit(0.3), logit(0.7), logit(0.9)], 6));
    const chances = [0.3, 0.4, 0.2, 0.1];
    const best = [3, 4, 2, 1].reduce((sum, count, j) => sum + count * Math.log(chances[j]), 0);
    expect(model.logLikelihood).toBeCloseTo(best, 10);
  });
});

describe("fitCumulativeLinkModel", () => {
  it("turns with the scale: the other way round, thresholds and effects change their signs", () => {
    const model = fitted(DRAWN);
    const turned = fitted(DRAWN.map((one) => ({ ...one, value: 6 - one.value })));
    expect(turned.effects).toEqual(
      close(
        model.effects.map((effect) => -effect),
        4,
      ),
    );
    expect(turned.thresholds).toEqual(close(model.thresholds.map((cut) => -cut).reverse(), 4));
    expect(turned.logLikelihood).toBeCloseTo(model.logLikelihood, 8);
    expect(turned.deviations.rater).toBeCloseTo(model.deviations.rater!, 4);
  });

  it("takes answers for ordered and no more: any names in the same order do", () => {
    const names = [-7, 0, 0.5, 20, 1000];
    const model = fitted(DRAWN);
    expect(fitted(DRAWN.map((one) => ({ ...one, value: names[one.value - 1] })))).toEqual({
      ...model,
      categories: names,
    });
  });

  it("depends neither on the order of rows nor on which factor is called what", () => {
    const model = fitted(DRAWN);
    expect(fitted(createRandom(1).shuffle(DRAWN))).toEqual(model);
    const turned = fitted(DRAWN.map(({ rater, item, ...rest }) => ({ ...rest, rater: item, item: rater })));
    expect(turned.deviations.item).toBeCloseTo(model.deviations.rater!, 4);
    expect(turned.effects).toEqual(close(model.effects, 4));
    expect(errors(turned).effects).toEqual(close(errors(model).effects, 4));
  });

  it("has effects away from 0 where raters are taken apart (Zeger, Liang and Albert 1988)", () => {
    const size = (random: ("rater" | "item")[]) => Math.abs(fitted(DRAWN, { random }).effects[2]);
    expect(size(["rater"])).toBeGreaterThan(size([]));
  });

  it("has no standard errors where raters do not differ", () => {
    const random = createRandom(5);
    const alike = Array.from({ length: 120 }, (_, k) => ({
      rater: `${k % 10}`,
      item: "i",
      group: `${k % 3}`,
      value: (Math.floor(k / 10) + (random.uniform() < 0.05 ? 1 : 0)) % 4,
    }));
    const model = fitted(alike, { random: ["rater"] });
    expect(model.deviations.rater).toBeLessThan(1e-4);
    expect(model.standardErrors).toEqual({ undefined: "singular_fit" });
    expect(model.logLikelihood).toBeCloseTo(fitted(alike, plain).logLikelihood, 6);
  });

  it("says why there is no model", () => {
    const reason = (ratings: Rating[], options = {}) =>
      (fitCumulativeLinkModel(ratings, options) as { undefined: string }).undefined;
    expect(reason([])).toBe("no_values");
    expect(reason(DRAWN.map((one) => ({ ...one, value: 2 })))).toBe("no_variation");
    expect(reason(DRAWN.map((one) => ({ ...one, item: "same" })))).toBe("fewer_than_two_levels");
    expect(reason(answers([[2, 3]]), { random: ["rater"] })).toBe("no_repeated_levels");
    const best = DRAWN.map((one) => (one.group === "g2" ? { ...one, value: 5 } : one));
    expect(reason(best)).toBe("separated");
  });

  it("finds out factors that say the same", () => {
    const same = DRAWN.map((one) => ({ ...one, item: one.rater }));
    expect(fitted(same).standardErrors).toEqual({ undefined: "not_identified" });
  });
});

describe("isSeparated", () => {
  const separated = (counts: number[][]) => isSeparated(countAnswers(tabulate(answers(counts)), []));

  it("knows an answer at the end of the scale, and groups that meet in one answer only", () => {
    expect(separated([[3, 2], [0, 4]])).toBe(true); // biome-ignore format: a table
    expect(separated([[3, 2, 0], [0, 2, 3]])).toBe(true); // biome-ignore format: a table
    expect(separated([[3, 2, 0], [0, 2, 3], [1, 0, 1]])).toBe(false); // biome-ignore format: a table
    expect(separated([[3, 2, 1], [0, 4, 0]])).toBe(false); // biome-ignore format: a table
    expect(separated([[3, 0, 0, 1], [0, 4, 0, 0], [0, 0, 1, 0]])).toBe(false); // biome-ignore format: a table
  });

  it("leaves estimates that are finite, whatever the table", () => {
    const table = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(table, (counts) => {
        const model = fitCumulativeLinkModel(answers(counts), plain);
        if ("undefined" in model) expect(model.undefined).not.toBe("not_converged");
        else expect(Math.max(...[...model.thresholds, ...model.effects].map(Math.abs))).toBeLessThan(12);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("laplaceLikelihood", () => {
  const cells = countAnswers(tabulate(DRAWN), ["rater", "item"]);
  const mode = { first: new Float64Array(9), second: new Float64Array(8) };
  const at = (x: number[]) =>
    laplaceLikelihood(
      cells,
      {
        thresholds: Float64Array.from(x.slice(0, 4)),
        effects: Float64Array.from(x.slice(4, 7)),
        deviations: [x[7], x[8]],
      },
      mode,
    );

  it("has the slope of its value in every parameter", () => {
    for (const x of [
      [-3, -1, 0.4, 2, 0, 0.5, 1.5, 1, 0.6],
      [-1, 0, 0.1, 5, 0.2, -2, 3, 2, 0],
    ]) {
      const { gradient } = at(x);
      const h = 1e-5;
      for (const [k, slope] of gradient.entries()) {
        const moved = (by: number) => at(x.map((value, i) => (i === k ? value + by : value))).value;
        expect(slope).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 5);
      }
    }
  });

  it("is infinite where thresholds do not ascend", () => {
    expect(at([-1, -1, 0, 2, 0, 0, 0, 1, 1]).value).toBe(Number.POSITIVE_INFINITY);
  });

  it("comes close to the integral over one rater's intercept, the closer the more answers", () => {
    const gap = (times: number) => {
      const one = [1, 2, 2, 3, 3, 3, 4].flatMap((value) =>
        Array.from({ length: times }, (_, k) => ({ rater: "a", item: `${k}`, group: "g", value })),
      );
      const table = countAnswers(tabulate(one), ["rater"]);
      const [thresholds, effects] = [Float64Array.of(-2, 0.5, 1.5), Float64Array.of(0)];
      const value = (deviation: number, u: number) =>
        laplaceLikelihood(
          table,
          { thresholds: thresholds.map((cut) => cut - u), effects, deviations: [deviation, 0] },
          { first: new Float64Array(1), second: new Float64Array(1) },
        ).value;
      // The rater's intercept is 1.2 u, u standard normal: integrated by the trapezoidal rule.
      const step = 0.01;
      let integral = 0;
      for (let u = -8; u <= 8; u += step)
        integral += (step * Math.exp(-value(0, 1.2 * u) - (u * u) / 2)) / Math.sqrt(2 * Math.PI);
      return Math.abs(value(1.2, 0) + Math.log(integral));
    };
    expect(gap(1)).toBeLessThan(0.02);
    expect(gap(10)).toBeLessThan(gap(1) / 5);
  });
});
