import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type SignedRanks,
  type WilcoxonOptions,
  wilcoxonSignedRank,
} from "#lib/stats/rank-tests/wilcoxon.ts";

const values = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 12 });
const test = (d: readonly number[], options: WilcoxonOptions) =>
  wilcoxonSignedRank(d, options) as SignedRanks;

describe("Wilcoxon's signed-rank test", () => {
  it("has the textbook's figures: Hamilton's depression factor before and after a tranquiliser", () => {
    // Hollander and Wolfe 1973, p. 29: V = 40, one-sided p = .020.
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const differences = before.map((value, i) => value - after[i]);
    expect(test(differences, { alternative: "greater" })).toMatchObject({
      plus: 40,
      minus: 5,
      p: 10 / 512,
      z: null,
      method: "exact",
    });
  });

  it("halves the ranks of zeros where they are split: in sums that add up, with Pratt's exact p", () => {
    fc.assert(
      fc.property(values, (d) => {
        const [split, pratt] = [test(d, { zeros: "split" }), test(d, { zeros: "pratt" })];
        if (d.every((value) => value === 0)) {
          expect(split).toEqual({ undefined: "all_differences_zero" });
          return;
        }
        expect(split.plus + split.minus).toBeCloseTo((d.length * (d.length + 1)) / 2, 12);
        expect(split.plus - split.minus).toBeCloseTo(pratt.plus - pratt.minus, 12);
        expect(split.p).toBeCloseTo(pratt.p, 12);
      }),
    );
  });

  it("scores by how far the sum lies from its mean, half a rank nearer with continuity", () => {
    // Ranks 1, 2, 3: mean 3, variance 14 / 4.
    const z = (options: WilcoxonOptions) => test([1, 2, 3], { method: "normal", ...options }).z;
    expect(z({})).toBeCloseTo(3 / Math.sqrt(3.5), 12);
    expect(z({ continuity: true })).toBeCloseTo(2.5 / Math.sqrt(3.5), 12);
    expect(z({ continuity: true, alternative: "less" })).toBeCloseTo(3.5 / Math.sqrt(3.5), 12);
    // With a zero split: ranks 1 (0), 2, 3, 4; mean 5, plus 9.5, variance 30 / 4.
    expect(test([0, 1, 2, 3], { method: "normal", zeros: "split" }).z).toBeCloseTo(4.5 / Math.sqrt(7.5), 12);
  });

  it("turns with the signs", () => {
    fc.assert(
      fc.property(
        values,
        fc.constantFrom("drop" as const, "pratt" as const, "split" as const),
        (d, zeros) => {
          const back = d.map((value) => -value);
          for (const method of ["exact", "normal"] as const) {
            const there = test(d, { zeros, method, alternative: "greater" });
            expect(test(back, { zeros, method, alternative: "less" }).p ?? 0).toBeCloseTo(there.p ?? 0, 12);
          }
        },
      ),
    );
  });

  it("says why there is none", () => {
    expect(wilcoxonSignedRank([])).toEqual({ undefined: "no_values" });
  });
});
