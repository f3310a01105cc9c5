import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chanceCorrected } from "#lib/stats/agreement/chance-corrected.ts";
import { cohenKappa, type Weighting } from "#lib/stats/agreement/cohen-kappa.ts";
import { fleissKappa, randolphKappa } from "#lib/stats/agreement/fleiss-kappa.ts";
import { percentAgreement, prevalenceAdjustedKappa } from "#lib/stats/agreement/percent-agreement.ts";
import { numberOf } from "#test/support/number-of.ts";
import { transpose } from "#test/support/reference-ratings.ts";

const table = (k: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: k, maxLength: k }), {
    minLength: k,
    maxLength: k,
  });

describe("Fleiss' kappa", () => {
  it("is .210 for 14 raters of the worked example in Wikipedia's article", () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(numberOf(fleissKappa(counts))).toBeCloseTo(0.21, 3);
  });

  it("falls to -1 / (m - 1) where halves of m raters are opposed on every item", () => {
    const opposed = [
      [2, 2],
      [2, 2],
    ];
    expect(numberOf(fleissKappa(opposed))).toBeCloseTo(-1 / 3, 12);
  });

  it("counts categories nobody chose in Randolph's kappa only", () => {
    const counts = [
      [2, 1],
      [0, 3],
    ];
    const wider = counts.map((row) => [...row, 0]);
    expect(numberOf(fleissKappa(wider))).toBeCloseTo(numberOf(fleissKappa(counts)), 12);
    expect(numberOf(randolphKappa(wider))).toBeGreaterThan(numberOf(randolphKappa(counts)));
  });

  it("says why there is none", () => {
    expect(fleissKappa([])).toEqual({ undefined: "no_values" });
    expect(randolphKappa([[2], [2]])).toEqual({ undefined: "fewer_than_two_categories" });
    expect(() => fleissKappa([[1, 1], [2]])).toThrow(RangeError);
    expect(() => fleissKappa([[1.5, 0.5]])).toThrow(RangeError);
  });
});

describe("Cohen's kappa", () => {
  it("is .4 for 20 and 15 agreements with 5 and 10 disagreements", () => {
    const counts = [
      [20, 5],
      [10, 15],
    ];
    expect(numberOf(cohenKappa(counts))).toBeCloseTo(0.4, 12);
    expect(numberOf(percentAgreement(counts))).toBeCloseTo(0.7, 12);
  });

  it("is the same whoever is named first", () => {
    fc.assert(
      fc.property(
        table(4),
        fc.constantFrom<Weighting>("none", "linear", "quadratic"),
        (counts, weighting) => {
          const [a, b] = [cohenKappa(counts, weighting), cohenKappa(transpose(counts), weighting)];
          if ("undefined" in a) expect(b).toEqual(a);
          else expect(numberOf(b)).toBeCloseTo(a.value, 10);
        },
      ),
    );
  });
});

describe("prevalence-adjusted kappa", () => {
  it("is Brennan and Prediger's coefficient of two raters", () => {
    fc.assert(
      fc.property(table(3), (counts) => {
        const items = counts.flatMap((row, i) =>
          row.flatMap((count, j) =>
            Array.from({ length: count }, () => [0, 1, 2].map((k) => Number(k === i) + Number(k === j))),
          ),
        );
        const want = chanceCorrected(items, "brennan-prediger");
        if (!("undefined" in want))
          expect(numberOf(prevalenceAdjustedKappa(counts))).toBeCloseTo(want.value, 10);
      }),
    );
  });

  it("says why there is none", () => {
    expect(prevalenceAdjustedKappa([[0]])).toEqual({ undefined: "no_values" });
    expect(prevalenceAdjustedKappa([[3]])).toEqual({ undefined: "fewer_than_two_categories" });
  });
});
