import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawOrder, permutationTest } from "#lib/stats/mean-tests/permutation-test.ts";
import { drawSigns, signFlipTest } from "#lib/stats/mean-tests/sign-flip-test.ts";
import { createRandom } from "#lib/tensor/random.ts";

const signs = (seed = "signs") => drawSigns(createRandom(seed));
const orders = (seed = "orders") => drawOrder(createRandom(seed));

/** Cross-fertilised minus self-fertilised maize, eighths of an inch: Darwin's pairs in Fisher 1935, ch. 3. */
const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe("the sign flip test", () => {
  it("counts as Fisher (1935, 21) did: 863 of 32,768 sums of Darwin's maize are 314 or more", () => {
    const p = (alternative: "greater" | "two-sided") =>
      (signFlipTest(MAIZE, { draw: signs(), alternative }) as { p: number }).p;
    expect(p("greater")).toBe(863 / 32768);
    expect(p("two-sided")).toBe((2 * 863) / 32768);
  });

  it("draws what it would count", () => {
    const drawn = signFlipTest(MAIZE, { draw: signs(), method: "drawn" });
    expect(drawn).toMatchObject({ value: 314 / 15, method: "drawn" });
    expect(Math.abs((drawn as { p: number }).p - 1726 / 32768)).toBeLessThan(0.01);
    const many = [...MAIZE, ...MAIZE];
    expect(signFlipTest(many, { draw: signs() })).toMatchObject({ method: "drawn" });
    expect(() => signFlipTest(many, { draw: signs(), method: "exact" })).toThrow(RangeError);
  });

  it("does not ask for units, order or which side is which", () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(values, fc.constantFrom(1e-6, 0.1, 1e6), (given, unit) => {
        const p = (differences: number[], alternative: "greater" | "less") => {
          const found = signFlipTest(differences, { draw: signs(), alternative });
          return "undefined" in found ? found.undefined : found.p;
        };
        const found = p(given, "greater");
        expect(
          p(
            given.map((value) => value * unit),
            "greater",
          ),
        ).toBe(found);
        expect(p([...given].reverse(), "greater")).toBe(found);
        expect(
          p(
            given.map((value) => -value),
            "less",
          ),
        ).toBe(found);
      }),
    );
  });

  it("is never 0 when drawn, and says why there is none", () => {
    const apart = Array.from({ length: 40 }, (_, i) => i + 1);
    expect(signFlipTest(apart, { draw: signs(), permutations: 99 })).toMatchObject({ p: 0.01 });
    expect(signFlipTest([], { draw: signs() })).toEqual({ undefined: "no_values" });
    expect(signFlipTest([0, 0], { draw: signs() })).toEqual({ undefined: "all_differences_zero" });
  });
});

describe("the permutation test", () => {
  it("is near the share of all ways to deal the values", () => {
    // Of 20 ways to choose three of six, one has the mean as high and one as low: 2 / 20.
    const found = permutationTest([4, 5, 6], [1, 2, 3], { draw: orders() });
    expect(found).toMatchObject({ value: 3, method: "drawn" });
    expect(Math.abs((found as { p: number }).p - 0.1)).toBeLessThan(0.015);
  });

  it("is the same for a seed, and turns with its sides", () => {
    const random = createRandom("values");
    const x = Array.from({ length: 15 }, () => random.normal() + 0.5);
    const y = Array.from({ length: 15 }, () => random.normal());
    const p = (a: number[], b: number[], alternative: "greater" | "less") =>
      (permutationTest(a, b, { draw: orders(), alternative }) as { p: number }).p;
    expect(p(x, y, "greater")).toBe(p(x, y, "greater"));
    expect(Math.abs(p(x, y, "greater") - p(y, x, "less"))).toBeLessThan(0.015);
    expect(p(x, y, "less")).toBeGreaterThan(0.5);
  });

  it("says why there is none", () => {
    expect(permutationTest([], [1], { draw: orders() })).toEqual({ undefined: "no_values" });
    expect(permutationTest([1, 1], [1], { draw: orders() })).toEqual({ undefined: "no_variation" });
  });
});
