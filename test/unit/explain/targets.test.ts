import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classSimilarity, featureSimilarity, rankBySimilarity } from "#lib/explain/class-similarity.ts";
import { resolveTarget, targetRule } from "#lib/explain/targets.ts";

const similarity = [[0.7, 0.1, 0.15, 0.05], null, [0.2, 0.1, 0.6, 0.1], [0.25, 0.25, 0.25, 0.25]];
const facts = { trueClass: 0, logits: [0.1, 2, 2, -1], similarity };

describe("resolveTarget", () => {
  it.each([
    ["true", 0],
    ["predicted", 1],
    ["least-similar", 3],
    ["most-similar", 2],
    ["class:3", 3],
  ] as const)("%s is class %i", (rule, want) => {
    expect(resolveTarget(rule, facts)).toBe(want);
  });

  it("takes the lower index among equally similar classes", () => {
    const tied = { ...facts, trueClass: 2 };
    expect(resolveTarget("least-similar", tied)).toBe(1);
    expect(resolveTarget("most-similar", { ...facts, trueClass: 3 })).toBe(1);
    expect(resolveTarget("least-similar", { ...facts, trueClass: 3 })).toBe(0);
  });

  it("says what is missing", () => {
    expect(() => resolveTarget("true", { ...facts, trueClass: null })).toThrow(/true class.*predicted/);
    expect(() => resolveTarget("least-similar", { ...facts, similarity: null })).toThrow(/labelled images/);
    expect(() => resolveTarget("most-similar", { ...facts, trueClass: 1 })).toThrow(/No image of class 1/);
    expect(() => resolveTarget("class:4", facts)).toThrow(/0 to 3/);
  });

  it("parses rules and nothing else", () => {
    expect(targetRule.parse("class:12")).toBe("class:12");
    for (const wrong of ["class:", "class:-1", "TRUE", "least", ""]) {
      expect(targetRule.safeParse(wrong).success).toBe(false);
    }
  });
});

describe("featureSimilarity", () => {
  it("is the cosine of the classes' mean features, and null for a class without images", () => {
    const features = Float32Array.from([1, 0, 3, 0, 1, 1]);
    const [first, second, third] = featureSimilarity(features, [0, 0, 1], 3) as number[][];
    expect(first[0]).toBeCloseTo(1, 12);
    expect(first[1]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(second[0]).toBe(first[1]);
    expect(third).toBeNull();
  });
});

describe("classSimilarity", () => {
  it("averages the softmax over the images of a class", () => {
    const logits = Float32Array.from([Math.log(3), 0, 0, Math.log(3), 0, 0]);
    const [first, second] = classSimilarity(logits, [0, 0, 1], 2) as number[][];
    expect(first[0]).toBeCloseTo(0.5, 6);
    expect(second).toEqual([0.5, 0.5]);
    expect(classSimilarity(logits.slice(0, 4), [0, 0], 2)[1]).toBeNull();
  });

  it("has rows that sum to 1, and ranks every other class once", () => {
    const image = fc.tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.float({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(image, { minLength: 1, maxLength: 20 }), (rows) => {
        const classes = rows.map(([trueClass]) => trueClass);
        const matrix = classSimilarity(Float32Array.from(rows.flatMap(([, logits]) => logits)), classes, 4);
        for (const [a, row] of matrix.entries()) {
          if (!row) {
            expect(classes).not.toContain(a);
            continue;
          }
          expect(row.reduce((x, y) => x + y)).toBeCloseTo(1, 6);
          const ranked = rankBySimilarity(matrix, a);
          expect([...ranked, a].sort()).toEqual([0, 1, 2, 3]);
          expect(row[ranked[0]]).toBeGreaterThanOrEqual(row[ranked[2]]);
        }
      }),
    );
  });
});
