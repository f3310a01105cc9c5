import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveComplexity } from "#lib/metrics/complexity/effective-complexity.ts";
import { entropy } from "#lib/metrics/complexity/entropy.ts";
import { gini } from "#lib/metrics/complexity/gini.ts";
import { maxSensitivity } from "#lib/metrics/robustness/max-sensitivity.ts";
import { relativeInputStability } from "#lib/metrics/robustness/relative-input-stability.ts";
import { cascadeSimilarity, noisyCopies } from "#lib/metrics/sanity/layer-randomisation.ts";
import { entropyRise, randomisationSimilarity } from "#lib/metrics/sanity/parameter-randomisation.ts";
import { structuralSimilarity } from "#lib/metrics/sanity/structural-similarity.ts";
import { createRandom } from "#lib/tensor/random.ts";

const N = 50;
const oneHot = Float32Array.from({ length: N }, (_, i) => (i === 7 ? -3 : 0));
const uniform = new Float32Array(N).fill(-0.25);
const zero = new Float32Array(N);
const maps = fc
  .array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: N, maxLength: N })
  .map((values) => Float32Array.from(values))
  .filter((values) => values.filter((value) => Math.abs(value) > 1e-3).length > 2);
const numberOf = (score: object) => (score as { value: number }).value;

describe("complexity", () => {
  it("has its ends at one pixel and at the same everywhere", () => {
    expect(numberOf(gini(oneHot))).toBeCloseTo((N - 1) / N, 12);
    expect(numberOf(gini(uniform))).toBeCloseTo(0, 12);
    expect(entropy(oneHot)).toEqual({ value: 0 });
    expect(numberOf(entropy(uniform))).toBeCloseTo(Math.log(N), 12);
    expect(effectiveComplexity(oneHot)).toEqual({ value: 1 });
    expect(effectiveComplexity(uniform)).toEqual({ value: N });
  });

  it("has no value, neither 0 nor NaN, for a zero map or one that is not finite", () => {
    for (const score of [gini, (values: Float32Array) => gini(values, 1e-7), entropy]) {
      expect(score(zero)).toEqual({ undefined: "zero_map" });
      expect(score(oneHot.map(() => Number.NaN))).toEqual({ undefined: "non_finite_map" });
    }
    expect(effectiveComplexity(zero)).toEqual({ value: 0 });
  });

  it("does not depend on scale, sign or place", () => {
    fc.assert(
      fc.property(maps, fc.constantFrom(-8, 0.5, 4), (values, scale) => {
        const moved = Float32Array.from([...values].reverse(), (value) => scale * value);
        for (const score of [gini, entropy])
          expect(numberOf(score(moved))).toBeCloseTo(numberOf(score(values)), 9);
        expect(numberOf(gini(values))).toBeGreaterThanOrEqual(0);
        expect(numberOf(gini(values))).toBeLessThanOrEqual((N - 1) / N);
        expect(numberOf(entropy(values))).toBeLessThanOrEqual(Math.log(N) + 1e-9);
      }),
    );
  });
});

describe("relative input stability", () => {
  it("is 0 for a map that stays, 1 for one that is the image, and finite where both hold zeros", () => {
    const [x, moved] = [Float32Array.of(1, 2, 4), Float32Array.of(1.5, 2, 3)];
    expect(relativeInputStability(x, moved, [5, 6], [5, 6])).toBe(0);
    expect(relativeInputStability(x, moved, x, moved)).toBe(1);
    expect(Number.isFinite(relativeInputStability([0, 1], [0, 1], [0, 1], [1, 1]))).toBe(true);
  });
});

it("gives an all-zero method no sensitivity instead of the best one", () => {
  expect(maxSensitivity(zero, [zero])).toEqual({ undefined: "zero_attribution" });
});

describe("parameter randomisation", () => {
  it("is 1 for a map that stays, -1 for its negative, and by absolute value the same for both", () => {
    fc.assert(
      fc.property(maps, (values) => {
        fc.pre(new Set(values.map(Math.abs)).size > 2);
        const negated = values.map((value) => -value);
        expect(numberOf(randomisationSimilarity(values, values, "signed"))).toBeCloseTo(1, 9);
        expect(numberOf(randomisationSimilarity(values, negated, "signed"))).toBeCloseTo(-1, 9);
        expect(numberOf(randomisationSimilarity(values, negated, "absolute"))).toBeCloseTo(1, 9);
      }),
    );
    expect(randomisationSimilarity(uniform, oneHot, "signed")).toEqual({ undefined: "constant_map" });
  });

  it("is the mean over the layers, and has no value without one", () => {
    const values = Float64Array.from({ length: 9 }, (_, i) => i);
    const negated = values.map((value) => -value);
    expect(cascadeSimilarity(values, [values, values, negated], "signed")).toEqual({ value: 1 / 3 });
    expect(cascadeSimilarity(values, [values, negated], "absolute")).toEqual({ value: 1 });
    expect(cascadeSimilarity(values, [], "signed")).toEqual({ undefined: "no_explainer" });
    expect(cascadeSimilarity(values, [values, new Float64Array(9)], "signed")).toEqual({
      undefined: "constant_map",
    });
  });

  it("adds noise by the range of the image", () => {
    const image = {
      data: new Float32Array(3000).map((_, i) => (i % 2) * 4),
      count: 1,
      height: 25,
      width: 40,
    };
    const { data, count } = noisyCopies(image, 3, createRandom(1));
    expect([count, data.length]).toEqual([3, 9000]);
    const squares = data.reduce((sum, value, i) => sum + (value - image.data[i % 3000]) ** 2, 0);
    expect(Math.sqrt(squares / 9000)).toBeCloseTo(0.4, 2);
  });

  it("raises the entropy of a map that falls apart", () => {
    const two = oneHot.map((value, i) => (i === 9 ? -3 : value));
    expect(numberOf(entropyRise(two, uniform))).toBeGreaterThan(0);
    expect(entropyRise(two, two)).toEqual({ value: 0 });
    expect(entropyRise(zero, two)).toEqual({ undefined: "zero_map" });
    expect(entropyRise(oneHot, two)).toEqual({ undefined: "constant_map" });
  });
});

describe("structural similarity", () => {
  const size = { height: 12, width: 9 };
  const grey = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 108, maxLength: 108 })
    .map((data) => ({ data, ...size }));
  const windows = fc.constantFrom(
    { kind: "uniform", size: 7 } as const,
    { kind: "gaussian", sigma: 1 } as const,
  );

  it("is 1 for equal maps, symmetric, and at most 1", () => {
    fc.assert(
      fc.property(grey, grey, windows, (a, b, window) => {
        expect(numberOf(structuralSimilarity(a, a, 1, window))).toBeCloseTo(1, 9);
        const value = numberOf(structuralSimilarity(a, b, 1, window));
        expect(numberOf(structuralSimilarity(b, a, 1, window))).toBeCloseTo(value, 9);
        expect(value).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it("says where it cannot be computed", () => {
    const small = { data: [1, 2, 3, 4], height: 2, width: 2 };
    expect(structuralSimilarity(small, small, 1, { kind: "uniform", size: 7 })).toEqual({
      undefined: "map_too_small",
    });
    expect(structuralSimilarity(small, small, 0, { kind: "uniform", size: 1 })).toEqual({
      undefined: "constant_map",
    });
  });
});
