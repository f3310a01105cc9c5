import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kendallW } from "#lib/stats/agreement/kendall-w.ts";
import { spearman } from "#lib/stats/correlation.ts";
import { numberOf } from "#test/support/number-of.ts";

const orders = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 3, max: 8 }))
  .chain(([raters, items]) =>
    fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: items, maxLength: items }), {
      minLength: raters,
      maxLength: raters,
    }),
  );

describe("Kendall's W", () => {
  it("is .256 for the three executives of Siegel and Castellan (1988), six applicants", () => {
    const ranks = [
      [1, 6, 3, 2, 5, 4],
      [1, 5, 6, 4, 2, 3],
      [6, 3, 2, 5, 4, 1],
    ];
    // Rank sums 8 14 11 11 11 8: S = 25.5, W = 12 * 25.5 / (9 * 210).
    expect(numberOf(kendallW(ranks))).toBeCloseTo(306 / 1890, 12);
  });

  it("lies in [0, 1], is 1 for equal orders on any scale, and 0 for two opposed ones", () => {
    fc.assert(
      fc.property(orders, (ratings) => {
        const found = kendallW(ratings);
        if ("undefined" in found) return;
        expect(found.value).toBeGreaterThanOrEqual(0);
        expect(found.value).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
    expect(
      numberOf(
        kendallW([
          [1, 2, 2, 9],
          [10, 20, 20, 21],
        ]),
      ),
    ).toBeCloseTo(1, 12);
    expect(
      numberOf(
        kendallW([
          [1, 2, 3],
          [3, 2, 1],
        ]),
      ),
    ).toBe(0);
  });

  it("of two raters without ties is (1 + Spearman's rho) / 2", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 }), (order) => {
        const first = [1, 2, 3, 4, 5, 6];
        const rho = numberOf(spearman(first, order));
        expect(numberOf(kendallW([first, order]))).toBeCloseTo((1 + rho) / 2, 12);
      }),
    );
  });

  it("is larger corrected for ties than not, and the same without any", () => {
    const tied = [
      [1, 1, 2, 3],
      [1, 2, 2, 3],
    ];
    expect(numberOf(kendallW(tied))).toBeGreaterThan(numberOf(kendallW(tied, { ties: "ignored" })));
    const strict = [
      [1, 2, 3, 4],
      [1, 2, 4, 3],
    ];
    expect(kendallW(strict)).toEqual(kendallW(strict, { ties: "ignored" }));
  });

  it("says why there is none", () => {
    expect(kendallW([[1, 2]])).toEqual({ undefined: "fewer_than_two_raters" });
    expect(kendallW([[1], [2]])).toEqual({ undefined: "fewer_than_two_items" });
    expect(() => kendallW([[1, 2], [1]])).toThrow(RangeError);
  });
});
