import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustP, type Correction } from "#lib/stats/adjust-p.ts";

const CORRECTIONS: Correction[] = ["bonferroni", "sidak", "holm", "holm-sidak", "hochberg", "bh", "by"];
const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

/** Fifteen hypotheses of a trial of thrombolysis: Benjamini and Hochberg 1995. */
const NEUHAUS = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  0.759, 1,
];

describe("adjusted p values", () => {
  it("reject what Benjamini and Hochberg (1995) say: three by Bonferroni and Hochberg, four by theirs", () => {
    const rejected = (correction: Correction) =>
      adjustP(NEUHAUS, correction).filter((p) => p !== null && p <= 0.05).length;
    expect(["bonferroni", "hochberg", "bh"].map((one) => rejected(one as Correction))).toEqual([3, 3, 4]);
  });

  it("are never below p, above 1 or out of order, whatever the order they come in", () => {
    fc.assert(
      fc.property(family, fc.constantFrom(...CORRECTIONS), (p, correction) => {
        const adjusted = adjustP(p, correction) as number[];
        const order = [...p.keys()].sort((a, b) => p[a] - p[b]);
        let last = 0;
        for (const i of order) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(Math.max(last, p[i] * (1 - 1e-12)));
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          last = adjusted[i];
        }
        expect(adjustP([...p].reverse(), correction)).toEqual([...adjusted].reverse());
      }),
    );
  });

  it("get smaller from Bonferroni to Holm to Hochberg to Benjamini and Hochberg, and from Bonferroni to Sidak", () => {
    fc.assert(
      fc.property(family, (p) => {
        const by = Object.fromEntries(CORRECTIONS.map((one) => [one, adjustP(p, one) as number[]]));
        const chains: Correction[][] = [
          ["bonferroni", "holm", "hochberg", "bh"],
          ["bonferroni", "sidak", "holm-sidak"],
          ["by", "bh"],
        ];
        for (const chain of chains)
          for (let k = 1; k < chain.length; k++)
            for (const i of p.keys())
              expect(by[chain[k]][i]).toBeLessThanOrEqual(by[chain[k - 1]][i] * (1 + 1e-12));
      }),
    );
  });

  it("leave one p as it is, to the last digit", () => {
    for (let thousandths = 0; thousandths <= 1000; thousandths++) {
      const p = thousandths / 1000;
      for (const correction of CORRECTIONS) expect(adjustP([p], correction)).toEqual([p]);
    }
  });

  it("count only what is defined, and refuse what is no p value", () => {
    expect(adjustP([0.01, null, 0.04], "holm")).toEqual([0.02, null, 0.04]);
    expect(adjustP([null], "bh")).toEqual([null]);
    for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => adjustP([wrong], "bh")).toThrow(RangeError);
  });
});
