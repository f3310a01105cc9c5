import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronbachAlpha } from "#lib/stats/agreement/cronbach-alpha.ts";
import {
  type IccModel,
  type IccUnit,
  type IntraclassCorrelation,
  intraclassCorrelation,
} from "#lib/stats/agreement/intraclass-correlation.ts";
import { spearmanBrown } from "#lib/stats/agreement/split-half.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { numberOf } from "#test/support/number-of.ts";

const MODELS: IccModel[] = ["one-way", "agreement", "consistency"];
const FORMS = MODELS.flatMap((model) =>
  (["single", "average"] as IccUnit[]).map((unit) => [model, unit] as const),
);
const form = fc.constantFrom(...FORMS);
const table = fc
  .tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 6 }))
  .chain(([items, raters]) =>
    fc.array(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: raters, maxLength: raters }), {
      minLength: items,
      maxLength: items,
    }),
  );

describe("intraclassCorrelation", () => {
  it("gives the six values of Shrout and Fleiss (1979), table 4: .17, .29, .71, .44, .62, .91", () => {
    const judges = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ];
    const found = FORMS.map(([model, unit]) => numberOf(intraclassCorrelation(judges, model, unit)));
    expect(found.map((value) => value.toFixed(2))).toEqual(["0.17", "0.44", "0.29", "0.62", "0.71", "0.91"]);
  });

  it("is not defined where neither items nor raters differ but in their mixture", () => {
    const crossed = [
      [3, 5],
      [5, 3],
    ];
    for (const unit of ["single", "average"] as const) {
      expect(intraclassCorrelation(crossed, "agreement", unit)).toEqual({ undefined: "no_variation" });
    }
  });

  it("never has NaN or infinity for a value or a limit, and a single value of 0 or more is within its limits", () => {
    fc.assert(
      fc.property(table, form, (ratings, [model, unit]) => {
        const found = intraclassCorrelation(ratings, model, unit);
        if ("undefined" in found) return;
        expect([found.value, found.low, found.high, found.p].every(Number.isFinite)).toBe(true);
        if (unit === "average" || found.value < 0) return;
        expect(found.low).toBeLessThanOrEqual(found.value + 1e-9);
        expect(found.high).toBeGreaterThanOrEqual(found.value - 1e-9);
      }),
    );
  });

  it("does not depend on the order of items and raters, nor on the unit of the ratings", () => {
    fc.assert(
      fc.property(table, form, (ratings, [model, unit]) => {
        const other = [...ratings].reverse().map((row) => [...row].reverse().map((value) => 3 * value - 2));
        const [got, want] = [other, ratings].map((one) => intraclassCorrelation(one, model, unit));
        if ("undefined" in want) {
          expect(got).toEqual(want);
          return;
        }
        expect(numberOf(got)).toBeCloseTo(want.value, 6);
      }),
    );
  });

  it("of consistency ignores a rater's level, of agreement does not, and both are 1 for equal raters", () => {
    const raters = (shift: number) => [1, 4, 2, 5, 3].map((value) => [value, value + shift]);
    expect(numberOf(intraclassCorrelation(raters(3), "consistency", "single"))).toBeCloseTo(1, 9);
    expect(numberOf(intraclassCorrelation(raters(3), "agreement", "single"))).toBeLessThan(0.5);
    for (const [model, unit] of FORMS)
      expect(intraclassCorrelation(raters(0), model, unit)).toMatchObject({
        value: 1,
        low: 1,
        high: 1,
        p: 0,
      });
  });

  it("of an average of consistency is Cronbach's alpha, and the average is stepped up from the single", () => {
    fc.assert(
      fc.property(table, fc.constantFrom(...MODELS), (ratings, model) => {
        const [single, average] = (["single", "average"] as const).map((unit) =>
          intraclassCorrelation(ratings, model, unit),
        );
        if ("undefined" in single || "undefined" in average || Math.abs(average.value) > 100) return;
        expect(numberOf(spearmanBrown(single.value, ratings[0].length))).toBeCloseTo(average.value, 6);
        if (model === "consistency") expect(numberOf(cronbachAlpha(ratings))).toBeCloseTo(average.value, 6);
      }),
    );
  });

  it("covers the true value in about 95 of 100 samples", () => {
    const random = createRandom("icc");
    // Variances of items, raters and error 2, .5 and 1.
    const truth = { "one-way": 2 / 3.5, agreement: 2 / 3.5, consistency: 2 / 3 };
    const [samples, items, raters] = [1000, 12, 5];
    const hits = { "one-way": 0, agreement: 0, consistency: 0 };
    for (let s = 0; s < samples; s++) {
      const levels = Array.from({ length: raters }, () => Math.SQRT1_2 * random.normal());
      const rows = (level: () => number[]) =>
        Array.from({ length: items }, () => {
          const own = Math.SQRT2 * random.normal();
          return level().map((shift) => own + shift + random.normal());
        });
      const others = () => levels.map(() => Math.SQRT1_2 * random.normal());
      for (const model of MODELS) {
        const table = rows(model === "one-way" ? others : () => levels);
        const { low, high } = intraclassCorrelation(table, model, "single") as IntraclassCorrelation;
        if (low <= truth[model] && truth[model] <= high) hits[model]++;
      }
    }
    for (const model of MODELS) {
      expect(hits[model] / samples).toBeGreaterThan(0.93);
      expect(hits[model] / samples).toBeLessThan(0.97);
    }
  });

  it("is not positive for raters who disagree on purpose", () => {
    const opposed = [
      [1, 5],
      [5, 1],
      [2, 4],
      [4, 2],
    ];
    for (const model of MODELS) {
      expect(numberOf(intraclassCorrelation(opposed, model, "single"))).toBeLessThan(0);
      expect(intraclassCorrelation(opposed, model, "average")).toSatisfy(
        (found) => "undefined" in found || found.value < 0 || model === "agreement",
      );
    }
  });

  it("takes what rounding makes of equal numbers for equal", () => {
    const equal = [0, 1, 2].map(() => [0.1 + 0.2, 0.3]);
    expect(intraclassCorrelation(equal, "agreement", "average")).toEqual({ undefined: "no_variation" });
    const opposed = [
      [0.1, 0.2, 0.3],
      [0.3, 0.1, 0.2],
      [0.2, 0.3, 0.1],
    ];
    expect(intraclassCorrelation(opposed, "one-way", "average")).toEqual({ undefined: "no_variation" });
    expect(numberOf(intraclassCorrelation(opposed, "one-way", "single"))).toBeCloseTo(-1 / 2, 12);
  });

  it("says why there is none", () => {
    expect(intraclassCorrelation([], "one-way", "single")).toEqual({ undefined: "fewer_than_two_items" });
    expect(intraclassCorrelation([[1, 2]], "one-way", "single")).toEqual({
      undefined: "fewer_than_two_items",
    });
    expect(intraclassCorrelation([[1], [2]], "one-way", "single")).toEqual({
      undefined: "fewer_than_two_raters",
    });
    expect(() => intraclassCorrelation([[1, 2], [1]], "one-way", "single")).toThrow(RangeError);
  });
});
