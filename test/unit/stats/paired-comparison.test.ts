import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareSamples } from "#lib/stats/paired-comparison.ts";
import { wilcoxonSignedRank } from "#lib/stats/rank-tests/wilcoxon.ts";
import { createRandom } from "#lib/tensor/random.ts";

const options = () => ({ random: createRandom("paired"), replicates: 200 });

describe("the exact p", () => {
  it("counts the signs of tied ranks as they are, by enumeration", () => {
    const values = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(values, (d) => {
        const found = wilcoxonSignedRank(d);
        const kept = d.filter((value) => value !== 0);
        if (kept.length === 0) {
          expect(found).toEqual({ undefined: "all_differences_zero" });
          return;
        }
        const sizes = kept.map(Math.abs);
        const rank = (size: number) =>
          sizes.filter((one) => one < size).length + (sizes.filter((one) => one === size).length + 1) / 2;
        const plus = (signs: readonly number[]) =>
          sizes.reduce((sum, size, i) => sum + (signs[i] > 0 ? rank(size) : 0), 0);
        const observed = plus(kept.map(Math.sign));
        const all = Array.from({ length: 2 ** sizes.length }, (_, bits) =>
          plus(sizes.map((__, i) => ((bits >> i) & 1 ? 1 : -1))),
        );
        const share = (test: (sum: number) => boolean) => all.filter(test).length / all.length;
        const p = Math.min(
          1,
          2 *
            Math.min(
              share((s) => s >= observed - 1e-9),
              share((s) => s <= observed + 1e-9),
            ),
        );
        expect((found as { p: number }).p).toBeCloseTo(p, 12);
      }),
    );
  });

  it("is near the normal one for many differences", () => {
    const random = createRandom("many");
    const d = Array.from({ length: 150 }, () => random.normal() + 0.15);
    const exact = wilcoxonSignedRank(d, { method: "exact" }) as { p: number };
    const normal = wilcoxonSignedRank(d, { method: "normal" }) as { p: number };
    expect(exact.p).toBeGreaterThan(0);
    expect(Math.abs(exact.p - normal.p)).toBeLessThan(0.02);
  });
});

describe("a comparison", () => {
  const random = createRandom("values");
  const base = Array.from({ length: 40 }, () => random.uniform());
  const samples = [
    { id: "a", values: base },
    { id: "b", values: base.map((value) => value - 0.1 - 0.01 * random.uniform()) },
    { id: "c", values: base.map((value, i) => (i === 0 ? null : value)) },
  ];

  it("finds a steady difference that is far smaller than what units differ by", () => {
    const [ab] = compareSamples(samples, options(), "a");
    if ("undefined" in ab.difference) throw new Error(ab.difference.undefined);
    expect(ab.difference.low).toBeGreaterThan(0.09);
    expect(ab.difference.high).toBeLessThan(0.12);
    expect(ab.adjusted).toBeLessThan(1e-9);
    expect(ab.effect).toEqual({ value: 1 });
  });

  it("says of equals that they are, leaves units without a value out, and corrects for what is tested", () => {
    const found = compareSamples(samples, options());
    expect(found.map(({ a, b }) => `${a}${b}`)).toEqual(["ab", "ac", "bc"]);
    expect(found[1]).toMatchObject({ test: { undefined: "all_differences_zero" }, adjusted: null });
    expect(found[2].test).toMatchObject({ n: 39 });
    const { p } = found[0].test as { p: number };
    expect(found[0].adjusted).toBeCloseTo(2 * p, 15);
  });

  it("turns round with the sides, and does not change when another method joins", () => {
    const ofA = compareSamples(samples, options(), "a")[0];
    const ofB = compareSamples(samples, options(), "b")[0];
    expect((ofB.difference as { value: number }).value).toBeCloseTo(
      -(ofA.difference as { value: number }).value,
      12,
    );
    expect((ofB.effect as { value: number }).value).toBe(-1);
    expect(compareSamples(samples.slice(0, 2), options(), "a")[0].difference).toEqual(ofA.difference);
  });
});
