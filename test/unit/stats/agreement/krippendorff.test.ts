import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bootstrapAlpha,
  krippendorffAlpha,
  type MeasurementLevel,
} from "#lib/stats/agreement/krippendorff.ts";
import type { Interval } from "#lib/stats/estimate.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { KRIPPENDORFF_2011 } from "#test/support/reference-ratings.ts";

const LEVELS: MeasurementLevel[] = ["nominal", "ordinal", "interval", "ratio"];
const rating = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null, freq: 3 });
const matrix = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 12 }))
  .chain(([raters, units]) =>
    fc.array(fc.array(rating, { minLength: units, maxLength: units }), {
      minLength: raters,
      maxLength: raters,
    }),
  );

describe("krippendorffAlpha", () => {
  it("gives the published values of Krippendorff's example (2011): .743, .815, .849, .797", () => {
    const found = LEVELS.map((level) => krippendorffAlpha(KRIPPENDORFF_2011, level) as { value: number });
    expect(found.map(({ value }) => Math.round(1000 * value))).toEqual([743, 815, 849, 797]);
  });

  it("is 1 exactly when no two raters of a unit differ, and never above", () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(...LEVELS), (ratings, level) => {
        const alpha = krippendorffAlpha(ratings, level);
        if ("undefined" in alpha) return;
        const disagree = ratings[0].some((_, unit) => {
          const values = ratings.map((row) => row[unit]).filter((value) => value !== null);
          return new Set(values).size > 1;
        });
        expect(alpha.value).toBeLessThanOrEqual(1);
        expect(alpha.value === 1).toBe(!disagree);
      }),
    );
  });

  it("ignores who gave which rating and the order of the units", () => {
    fc.assert(
      fc.property(matrix, (ratings) => {
        const turned = [...ratings].reverse().map((row) => [...row].reverse());
        const got = krippendorffAlpha(turned, "ordinal");
        const want = krippendorffAlpha(ratings, "ordinal");
        if ("undefined" in want) expect(got).toEqual(want);
        else expect((got as { value: number }).value).toBeCloseTo(want.value, 9);
      }),
    );
  });

  it("depends on the order of the values alone at the ordinal level", () => {
    const ratings = [
      [1, 2, 3, 4, 5, 3, 2, 1],
      [1, 3, 3, 5, 5, 2, 2, 2],
    ];
    const stretched = ratings.map((row) => row.map((value) => 10 ** value));
    const value = (table: number[][], level: MeasurementLevel) =>
      krippendorffAlpha(table, level) as { value: number };
    expect(value(stretched, "ordinal").value).toBeCloseTo(value(ratings, "ordinal").value, 12);
    expect(value(stretched, "interval").value).not.toBeCloseTo(value(ratings, "interval").value, 3);
  });

  it("is below 0 for raters who disagree on purpose", () => {
    for (const level of LEVELS) {
      const alpha = krippendorffAlpha(
        [
          [1, 5, 1, 5],
          [5, 1, 5, 1],
        ],
        level,
      ) as { value: number };
      expect(alpha.value).toBeLessThan(0);
    }
  });
});

describe("bootstrapAlpha", () => {
  const random = createRandom("raters");
  const truth = Array.from({ length: 200 }, () => 1 + random.integer(5));
  const ratings = Array.from({ length: 50 }, () =>
    truth.map((value) => Math.max(1, Math.min(5, Math.round(value + 0.8 * random.normal())))),
  );

  it("brackets alpha and narrows with more units", () => {
    const options = () => ({ random: createRandom("alpha"), replicates: 500 });
    const many = bootstrapAlpha(ratings, "ordinal", options()) as Interval;
    const few = bootstrapAlpha(
      ratings.map((row) => row.slice(0, 20)),
      "ordinal",
      options(),
    ) as Interval;
    expect(many.low).toBeLessThan(many.value);
    expect(many.high).toBeGreaterThan(many.value);
    expect(many.n).toBe(200);
    expect(many.high - many.low).toBeLessThan(few.high - few.low);
  });

  it("is undefined for raters who always say the same", () => {
    const flat = [
      [3, 3, 3],
      [3, 3, 3],
    ];
    expect(bootstrapAlpha(flat, "ordinal", { random: createRandom(1) })).toEqual({
      undefined: "no_variation",
    });
  });
});
